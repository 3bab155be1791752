package dev.gitexport;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import org.jspecify.annotations.NullMarked;

/// The rules of the architecture. Some speak of packages that are yet to come; those hold of
/// nothing until then.
@AnalyzeClasses(packages = "dev.gitexport", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String FILES = "dev.gitexport.files..";
  private static final String GIT = "dev.gitexport.git..";
  private static final String EXPORT = "dev.gitexport.export..";
  private static final String SYNC = "dev.gitexport.sync..";
  private static final String FAILURE = "dev.gitexport.failure..";
  private static final String REPORT = "dev.gitexport.report..";
  private static final String API = "dev.gitexport.api..";
  private static final String TELEMETRY = "dev.gitexport.telemetry..";
  private static final String OPERATOR = "dev.gitexport.operator..";
  private static final String CLI = "dev.gitexport.cli..";
  private static final String PROJECT = "dev.gitexport..";

  @ArchTest
  static final ArchRule layersPointDown =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .optionalLayer("files")
          .definedBy(FILES)
          .optionalLayer("git")
          .definedBy(GIT)
          .optionalLayer("engines")
          .definedBy(EXPORT, SYNC)
          .optionalLayer("results")
          .definedBy(API, REPORT, FAILURE)
          .optionalLayer("telemetry")
          .definedBy(TELEMETRY)
          .optionalLayer("operator")
          .definedBy(OPERATOR)
          .optionalLayer("cli")
          .definedBy(CLI)
          .whereLayer("engines")
          .mayOnlyAccessLayers("git", "files")
          .whereLayer("git")
          .mayOnlyAccessLayers("files")
          .whereLayer("files")
          .mayNotAccessAnyLayer()
          .whereLayer("results")
          .mayOnlyAccessLayers("engines", "git")
          .whereLayer("telemetry")
          .mayOnlyAccessLayers("engines", "git")
          .whereLayer("operator")
          .mayOnlyAccessLayers("telemetry", "results", "engines", "git", "files")
          .because(
              "an engine that knows who calls it cannot serve the command line, a Job and the operator alike");

  @ArchTest
  static final ArchRule everyClassIsInALayer =
      classes()
          .should()
          .resideInAnyPackage(
              FILES, GIT, EXPORT, SYNC, FAILURE, REPORT, API, TELEMETRY, OPERATOR, CLI)
          .because("a package outside the layers is one that no rule speaks of");

  @ArchTest
  static final ArchRule exportDoesNotKnowSync =
      noClasses()
          .that()
          .resideInAPackage(EXPORT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SYNC)
          .allowEmptyShould(true)
          .because("the two engines stand beside each other");

  @ArchTest
  static final ArchRule syncDoesNotKnowExport =
      noClasses()
          .that()
          .resideInAPackage(SYNC)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(EXPORT)
          .allowEmptyShould(true)
          .because("the two engines stand beside each other");

  @ArchTest
  static final ArchRule failureKnowsNeitherReportNorApi =
      noClasses()
          .that()
          .resideInAPackage(FAILURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(REPORT, API)
          .allowEmptyShould(true)
          .because("what a failure means is decided once, before anyone words it");

  @ArchTest
  static final ArchRule reportDoesNotKnowApi =
      noClasses()
          .that()
          .resideInAPackage(REPORT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(API)
          .allowEmptyShould(true)
          .because("the command line reports without Kubernetes");

  @ArchTest
  static final ArchRule apiKnowsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage(API)
          .should()
          .dependOnClassesThat(resideInAPackage(PROJECT).and(not(resideInAPackage(API))))
          .allowEmptyShould(true)
          .because("a custom resource is a promise to users and must not move with our insides");

  @ArchTest
  static final ArchRule engineUsesNoFramework =
      noClasses()
          .that()
          .resideInAnyPackage(FILES, GIT, EXPORT, SYNC, FAILURE, REPORT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8..",
              "io.javaoperatorsdk..",
              "io.quarkus..",
              "io.quarkiverse..",
              "jakarta..",
              "picocli..",
              "io.micrometer..")
          .because(
              "the engines are plain Java: they start in milliseconds and are tested without a container");

  @ArchTest
  static final ArchRule transportsStayInGitAndSync =
      noClasses()
          .that()
          .resideOutsideOfPackages(GIT, SYNC)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.jgit.api..", "org.eclipse.jgit.transport..")
          .because(
              "whoever can open a connection must go through the one place that checks addresses and redacts");

  @ArchTest
  static final ArchRule namesAreResolvedOnce =
      noClasses()
          .that()
          .haveNameNotMatching(".*\\.git\\.(Network|Socks5)")
          .should()
          .callCodeUnitWhere(resolvesAName())
          .because("what is resolved again may lead elsewhere than what was checked");

  @ArchTest
  static final ArchRule exportReadsObjectsOnly =
      noClasses()
          .that()
          .resideInAPackage(EXPORT)
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.eclipse.jgit..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.eclipse.jgit.lib..",
                              "org.eclipse.jgit.treewalk..",
                              "org.eclipse.jgit.revwalk..",
                              "org.eclipse.jgit.dircache..",
                              "org.eclipse.jgit.attributes..",
                              "org.eclipse.jgit.ignore..",
                              "org.eclipse.jgit.errors.."))))
          .allowEmptyShould(true)
          .because(
              "an export reads objects and attributes and writes an index; the rest of JGit has opinions about work trees");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices()
          .matching("dev.gitexport.(**)")
          .should()
          .beFreeOfCycles()
          .because("a cycle is one package that does not admit it");

  @ArchTest
  static final ArchRule packagesAreNullMarked =
      classes()
          .should(beInANullMarkedPackage())
          .because("NullAway looks only where a package-info.java says @NullMarked");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .should()
          .haveNameMatching(".*(Utils?|Helper|Manager|Impl)(\\$.*)?")
          .orShould()
          .haveNameMatching(".*[.$]Abstract[A-Z][^.]*")
          .because("such a name hides a noun that is still to be found");

  @ArchTest
  static final ArchRule exceptionsAreOurs =
      noClasses()
          .should(THROW_GENERIC_EXCEPTIONS)
          .because("the table from exception to meaning goes by type");

  @ArchTest
  static final ArchRule onlyTheCommandLinePrints =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLI)
          .should(ACCESS_STANDARD_STREAMS)
          .because("standard output belongs to the reports of the command line");

  @ArchTest
  static final ArchRule timeComesFromAClock =
      noClasses()
          .that(areNotWiring())
          .should()
          .callMethodWhere(readsTheSystemClock())
          .because("a Clock comes in by constructor, so that a test can set it");

  @ArchTest
  static final ArchRule nothingIsInjectedIntoFields =
      noFields()
          .should()
          .beAnnotatedWith("jakarta.inject.Inject")
          .orShould()
          .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
          .because("what an object needs is in its constructor");

  @ArchTest
  static final ArchRule gitExportControllerDoesNotKnowGitSync =
      noClasses()
          .that()
          .resideInAPackage("dev.gitexport.operator.gitexport..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.gitexport.operator.gitsync..")
          .allowEmptyShould(true)
          .because("each kind can be read, changed and switched off alone");

  @ArchTest
  static final ArchRule gitSyncControllerDoesNotKnowGitExport =
      noClasses()
          .that()
          .resideInAPackage("dev.gitexport.operator.gitsync..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.gitexport.operator.gitexport..")
          .allowEmptyShould(true)
          .because("each kind can be read, changed and switched off alone");

  private static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return new ArchCondition<>("be in a package whose package-info.java says @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        var marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(
            new SimpleConditionEvent(
                type, marked, "%s: its package is not @NullMarked".formatted(type.getName())));
      }
    };
  }

  /// Wiring is where a `Clock` is made: the command line's entry point and the root package of the
  /// operator.
  private static DescribedPredicate<JavaClass> areNotWiring() {
    return not(
        DescribedPredicate.describe(
            "wiring",
            type ->
                type.getName().matches("dev\\.gitexport\\.cli\\.(Main|Wiring)(\\$.*)?")
                    || type.getPackageName().equals("dev.gitexport.operator")));
  }

  private static DescribedPredicate<JavaCall<?>> readsTheSystemClock() {
    return DescribedPredicate.describe(
        "the system's clock is read",
        call -> {
          var target = call.getTarget();
          var owner = target.getOwner();
          return switch (target.getName()) {
            case "now" -> owner.getPackageName().startsWith("java.time") && !takesAClock(target);
            case "systemUTC", "systemDefaultZone", "system" -> owner.isEquivalentTo(Clock.class);
            case "currentTimeMillis" -> owner.isEquivalentTo(System.class);
            default -> false;
          };
        });
  }

  private static DescribedPredicate<JavaCall<?>> resolvesAName() {
    return DescribedPredicate.describe(
        "it resolves a host's name",
        call -> {
          CodeUnitCallTarget target = call.getTarget();
          String owner = target.getOwner().getName();
          boolean isFactory =
              owner.equals(InetAddress.class.getName())
                  && target.getName().matches("get(All)?ByName");
          boolean isConstructor =
              (owner.equals(InetSocketAddress.class.getName())
                      || owner.equals(Socket.class.getName()))
                  && target.getName().equals("<init>")
                  && !target.getRawParameterTypes().isEmpty()
                  && target.getRawParameterTypes().getFirst().isEquivalentTo(String.class);
          return isFactory || isConstructor;
        });
  }

  private static boolean takesAClock(CodeUnitCallTarget target) {
    return target.getRawParameterTypes().stream()
        .anyMatch(type -> type.isEquivalentTo(Clock.class));
  }
}
