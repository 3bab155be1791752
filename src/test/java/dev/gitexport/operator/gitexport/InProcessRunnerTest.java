package dev.gitexport.operator.gitexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitExportSpec;
import dev.gitexport.export.ExportListener;
import dev.gitexport.export.ExportOutcome;
import dev.gitexport.export.Exporter;
import dev.gitexport.export.Owner;
import dev.gitexport.files.Trash;
import dev.gitexport.git.FetchedRef;
import dev.gitexport.git.GcPolicy;
import dev.gitexport.git.GitException;
import dev.gitexport.git.Network;
import dev.gitexport.git.RealGit;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.SourceSecret;
import dev.gitexport.git.TreeSource;
import dev.gitexport.git.Upkeep;
import dev.gitexport.operator.source.HostLimit;
import dev.gitexport.telemetry.MetricNames;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One resource, run again and again.
final class InProcessRunnerTest {

  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path directory = Path.of("");
  private final AtomicInteger upkeeps = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private RealGit git = new RealGit(directory);
  private Optional<StoredSources> sources = Optional.empty();

  @BeforeEach
  void makeRepository() throws IOException {
    Files.createDirectories(directory.resolve("volume"));
    git = RealGit.init(directory.resolve("git"));
    git.commit("one", "a", "1", "docs/b", "1");
    sources =
        Optional.of(
            new StoredSources(
                directory.resolve("store"),
                Network.open(),
                new HostLimit(1),
                CLOCK,
                new Upkeep(
                    GcPolicy.DEFAULT,
                    _ -> upkeeps.incrementAndGet(),
                    Upkeep.Listener.NONE,
                    CLOCK)));
  }

  @Test
  void theSourceOfAnUpToDateExportIsNotEvenOpened() throws IOException {
    GitExportRun.Finished first = run("");
    Trash.delete(directory.resolve("store"));

    GitExportRun.Finished second = run("");

    assertThat(second.outcome()).isInstanceOf(ExportOutcome.UpToDate.class);
    assertThat(second.outcome().current().id()).isEqualTo(first.outcome().current().id());
    assertThat(second.revision()).isEqualTo(first.revision()).startsWith("HEAD@sha1:");
    assertThat(opened).hasValue(1);
    assertThat(directory.resolve("store")).doesNotExist();
    assertThat(fetches("succeeded")).isEqualTo(2);
  }

  @Test
  void aNewLookThatSeesTheSameOpensNothingButLooksAfterTheStore() {
    run("");
    int before = upkeeps.get();
    expire("");

    run("");

    assertThat(opened).hasValue(1);
    assertThat(upkeeps).hasValue(before + 1);
  }

  @Test
  void aCommitIsExportedOnceALookHasSeenIt() {
    run("");
    git.commit("two", "a", "2");

    assertThat(run("").outcome()).isInstanceOf(ExportOutcome.UpToDate.class);
    expire("");
    assertThat(run("").outcome()).isInstanceOf(ExportOutcome.Published.class);

    assertThat(current().resolve("a")).hasContent("2");
    assertThat(opened).hasValue(2);
  }

  @Test
  void anotherPathOfTheSameCommitIsAnotherTree() {
    run("");

    GitExportRun.Finished docs = run(", \"treeish\": \"HEAD:docs\"");

    assertThat(docs.outcome()).isInstanceOf(ExportOutcome.Published.class);
    assertThat(current().resolve("b")).hasContent("1");
  }

  @Test
  void aKnownTreeIsARollbackWithoutItsSource() {
    run(", \"treeish\": \"HEAD:docs\"");
    run("");
    int before = opened.get();

    GitExportRun.Finished back = run(", \"treeish\": \"HEAD:docs\"");

    assertThat(back.outcome()).isInstanceOf(ExportOutcome.RolledBack.class);
    assertThat(current().resolve("b")).hasContent("1");
    assertThat(opened).hasValue(before);
  }

  @Test
  void aKnownTreeWithOtherSettingsIsExported() {
    run("");

    GitExportRun.Finished ignoring = run(", \"ignore\": \"docs\"");

    assertThat(ignoring.outcome()).isInstanceOf(ExportOutcome.Published.class);
    assertThat(current().resolve("docs")).doesNotExist();
  }

  @Test
  void anExportThatIsGoneIsMadeAgain() throws IOException {
    run("");
    Trash.delete(current().toRealPath());

    assertThat(run("").outcome()).isInstanceOf(ExportOutcome.Published.class);
    assertThat(current().resolve("a")).hasContent("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {", \"retention\": {\"keep\": [\"v1\"]}", ", \"refspecs\": [\"refs/heads/main\"]"})
  void whoAsksMoreOfTheSourceThanATreeOpensItEachTime(String more) {
    run(more);
    run(more);

    assertThat(opened).hasValue(2);
  }

  @Test
  void aFailedLookIsCounted() throws IOException {
    run("");
    expire("");
    Trash.delete(directory.resolve("git"));

    assertThatThrownBy(() -> run("")).isInstanceOf(GitException.RepositoryUnreachable.class);

    assertThat(fetches("failed")).isEqualTo(1);
  }

  private GitExportRun.Finished run(String more) {
    var metered = new MeteredSources(new Counted(sources(), opened), registry);
    return new InProcessRunner(new Exporter(CLOCK, ExportListener.NONE), metered, CLOCK)
        .run(request(more), new SeenSource());
  }

  private void expire(String more) {
    sources().expire(request(more));
  }

  private StoredSources sources() {
    return sources.orElseThrow();
  }

  private GitExportRequest request(String more) {
    String spec =
        "{\"repository\": \"%s\", \"interval\": \"1h\"%s}".formatted(git.directory(), more);
    GitExport resource = new GitExport();
    resource.setMetadata(new ObjectMetaBuilder().withName("shop").withNamespace("web").build());
    try {
      resource.setSpec(new ObjectMapper().readValue(spec, GitExportSpec.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(spec, e);
    }
    return new GitExportRequests(directory.resolve("volume"))
        .from(resource, Owner.local("web", "shop"), SourceSecret.NONE, Optional.empty());
  }

  private Path current() {
    return directory.resolve("volume/web/shop/current");
  }

  private long fetches(String outcome) {
    Timer timer =
        registry.find(MetricNames.FETCH_DURATION).tag(MetricNames.OUTCOME, outcome).timer();
    return timer == null ? 0 : timer.count();
  }

  private record Counted(SourceAccess sources, AtomicInteger opened) implements SourceAccess {

    @Override
    public TreeSource open(GitExportRequest request, Consumer<List<FetchedRef>> fetched) {
      opened.incrementAndGet();
      return sources.open(request, fetched);
    }

    @Override
    public Optional<ResolvedTree> known(GitExportRequest request) {
      return sources.known(request);
    }
  }
}
