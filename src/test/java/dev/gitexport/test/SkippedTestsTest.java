package dev.gitexport.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// What is skipped is counted, and says why when all tests have ended.
final class SkippedTestsTest {

  private final List<String> printed = new ArrayList<>();
  private final SummaryGeneratingListener summary = new SummaryGeneratingListener();

  @Test
  void eachSkippedTestIsNamedWithItsReason() {
    run(selectClass(Samples.class));

    String samples = "Skipped: " + Samples.class.getName();
    assertThat(printed)
        .containsExactlyInAnyOrder(
            samples + ".needsWhatIsNotHere: no such program",
            samples + ".isOff: not today",
            samples + ".eachAlone [1] number = 1: one",
            samples + ".eachAlone [2] number = 2: two");
    assertThat(summary.getSummary().getTestsSucceededCount()).isOne();
  }

  @Test
  void anEndToEndTestWithoutANodeIsSkippedOnceForEachWayToInstall() {
    Assumptions.assumeTrue(
        System.getenv("GITEXPORT_E2E_KUBECONFIG") == null, "there is a node: it is not skipped");

    run(selectClass("dev.gitexport.e2e.ReleaseE2E"));

    assertThat(printed)
        .hasSize(2)
        .allMatch(line -> line.startsWith("Skipped: dev.gitexport.e2e.ReleaseE2E."))
        .allMatch(line -> line.endsWith(": " + reason()))
        .anyMatch(line -> line.contains("CHART"))
        .anyMatch(line -> line.contains("MANIFESTS"));
    assertThat(summary.getSummary().getTestsAbortedCount()).isEqualTo(2);
  }

  private static String reason() {
    return System.getenv().getOrDefault("GITEXPORT_E2E_SKIPPED", "run by 'make e2e' only");
  }

  private void run(DiscoverySelector selector) {
    var request = LauncherDiscoveryRequestBuilder.request().selectors(selector).build();
    // Without the listener of this very run, which would tell of samples.
    var config =
        LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
    LauncherFactory.create(config).execute(request, new SkippedTests(printed::add), summary);
  }

  /// Run by the tests above only: no name that Surefire looks for.
  static final class Samples {

    @Test
    void runs() {}

    @Test
    void needsWhatIsNotHere() {
      abort("no such program");
    }

    @Test
    @Disabled("not today")
    void isOff() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void eachAlone(int number) {
      abort(number == 1 ? "one" : "two");
    }
  }
}
