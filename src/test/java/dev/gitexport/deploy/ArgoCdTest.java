package dev.gitexport.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The scripts of `deploy/argocd` on resources that were recorded from an API server.
final class ArgoCdTest {

  private static final Path SCRIPTS = Path.of("deploy/argocd");
  private static final Path ACTIONS = SCRIPTS.resolve("actions");
  private static final Path RECORDED = Path.of("src/test/resources/gitexports");
  private static final LuaScript HEALTH = new LuaScript(SCRIPTS.resolve("health.lua"));

  @ParameterizedTest
  @CsvSource({
    "new, Progressing, IN_PROGRESS, waiting for the operator",
    "ready, Healthy, CURRENT, main@sha1:",
    "two-exports, Healthy, CURRENT, main@sha1:",
    "pinned, Healthy, CURRENT, main@sha1:",
    "behind, Progressing, IN_PROGRESS, waiting for the operator",
    "unknown-treeish, Progressing, IN_PROGRESS, nowhere",
    "fetch-failed, Progressing, IN_PROGRESS, away",
    "stalled, Degraded, FAILED, Preserve is not allowed",
    "stopped-stalled, Degraded, FAILED, Preserve is not allowed",
    "suspended, Suspended, CURRENT, suspended",
    "gone, Progressing, TERMINATING, being deleted",
  })
  void aResourceIsAsHealthyAsKstatusSays(
      String name, String health, Kstatus kstatus, String message) throws IOException {
    JsonNode verdict = HEALTH.run(recorded(name));

    assertThat(verdict.path("status").asText()).isEqualTo(health);
    assertThat(verdict.path("message").asText()).contains(message);
    assertThat(Kstatus.of(recorded(name))).isEqualTo(kstatus);
  }

  @Test
  void everyRecordedResourceIsJudged() throws IOException {
    assertThat(names(RECORDED)).hasSize(11);
  }

  @ParameterizedTest
  @CsvSource({
    "new,             reconcile suspend",
    "ready,           reconcile suspend",
    "two-exports,     reconcile suspend rollback",
    "pinned,          reconcile suspend",
    "suspended,       resume",
  })
  void onlyActionsThatWouldDoSomethingAreOffered(String name, String offered) throws IOException {
    JsonNode actions = new LuaScript(ACTIONS.resolve("discovery.lua")).run(recorded(name));

    assertThat(actions.properties())
        .filteredOn(action -> !action.getValue().path("disabled").asBoolean())
        .extracting(action -> action.getKey())
        .containsExactlyInAnyOrder(offered.split(" "));
  }

  @Test
  void everyActionThatIsOfferedHasAScript() throws IOException {
    JsonNode actions = new LuaScript(ACTIONS.resolve("discovery.lua")).run(recorded("ready"));

    assertThat(actions.properties())
        .extracting(action -> action.getKey())
        .containsExactlyInAnyOrderElementsOf(
            names(ACTIONS).stream().filter(name -> !name.endsWith(".lua")).toList());
  }

  @Test
  void reconcileAsksByAnnotation() throws IOException {
    JsonNode changed = act("reconcile", "ready");

    assertThat(changed.at("/metadata/annotations/gitexport.dev~1requestedAt").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(changed.path("spec")).isEqualTo(act("reconcile", "ready").path("spec"));
  }

  @Test
  void suspendAndResumeChangeOneField() throws IOException {
    assertThat(act("suspend", "ready").at("/spec/suspend").asBoolean()).isTrue();
    assertThat(act("resume", "suspended").at("/spec/suspend").asBoolean(true)).isFalse();
  }

  @Test
  void rollbackPinsTheExportBefore() throws IOException {
    assertThat(act("rollback", "two-exports").at("/spec/publish/pin").asText())
        .isEqualTo("previous");
  }

  @Test
  void theConfigurationForArgoCdHoldsTheScripts() throws IOException {
    JsonNode data = yaml(SCRIPTS.resolve("argocd-cm.yaml")).path("data");
    String key = "resource.customizations.%s.gitexport.dev_GitExport";

    assertThat(data.path(key.formatted("health")).asText())
        .isEqualTo(Files.readString(SCRIPTS.resolve("health.lua")))
        .isEqualTo(data.path("resource.customizations.health.gitexport.dev_GitSync").asText());
    JsonNode actions =
        Serialization.unmarshal(data.path(key.formatted("actions")).asText(), JsonNode.class);
    assertThat(actions.path("discovery.lua").asText())
        .isEqualTo(Files.readString(ACTIONS.resolve("discovery.lua")));
    assertThat(actions.path("definitions")).hasSize(4);
    for (JsonNode definition : actions.path("definitions")) {
      assertThat(definition.path("action.lua").asText())
          .isEqualTo(
              Files.readString(
                  ACTIONS.resolve(definition.path("name").asText()).resolve("action.lua")));
    }
  }

  private static JsonNode act(String action, String name) throws IOException {
    return new LuaScript(ACTIONS.resolve(action).resolve("action.lua")).run(recorded(name));
  }

  private static JsonNode recorded(String name) throws IOException {
    return yaml(RECORDED.resolve(name + ".yaml"));
  }

  private static JsonNode yaml(Path file) throws IOException {
    return Serialization.unmarshal(Files.readString(file), JsonNode.class);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
