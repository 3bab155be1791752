package dev.gitexport.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every command of the guides is typed by a test, or run by one with other names, or has a reason
/// why none can.
final class GuidesTest {

  /// A page and how a command of it begins: the test that types it, or why none does.
  private static final Map<String, String> RUN_BY =
      Map.ofEntries(
          Map.entry("argocd.md kubectl patch configmap argocd-cm", "GuidesIT"),
          Map.entry("gitsync.md gitexport apply", "WatchTest, with other names"),
          Map.entry("gitsync.md gitexport sync", "SyncCommandTest, with other names"),
          Map.entry("gitsync.md kubectl annotate gitsync", "GuidesIT"),
          Map.entry("install.md ctr -n k8s.io images import", "src/test/sh/e2e loads images so"),
          Map.entry(
              "install.md docker build",
              "no base image comes to where the tests run; DockerfileE2E builds it by buildah"),
          Map.entry("install.md docker load", "DockerE2E"),
          Map.entry("install.md helm install", "GuidesE2E"),
          Map.entry("install.md helm rollback", "ReleaseE2E"),
          Map.entry("install.md kubectl rollout undo", "ReleaseE2E"),
          Map.entry("install.md make deploy", "GuidesIT"),
          Map.entry("install.md make image IMAGE=", "PushedImageE2E"),
          Map.entry("install.md make install", "ManifestsE2E"),
          Map.entry("install.md make undeploy", "GuidesIT"),
          Map.entry("install.md skopeo copy", "PushedImageE2E"),
          Map.entry(
              "repositories.md GITEXPORT_GIT_CREDENTIAL_HELPER=true gitexport export",
              "CredentialHelperIT, with other names"),
          Map.entry(
              "repositories.md git config --global credential.helper",
              "it changes the user's configuration; CredentialHelperIT has one of its own"),
          Map.entry(
              "repositories.md kubectl -n web create secret generic shop-git --from-literal",
              "GitHubAppIT, by a Secret with these keys"),
          Map.entry(
              "repositories.md kubectl -n web create secret generic shop-git --from-file",
              "GuidesIT"),
          Map.entry("repositories.md ssh-keygen", "GuidesIT"),
          Map.entry("repositories.md ssh-keyscan", "GuidesIT"),
          Map.entry("store.md gitexport store", "RemoteRepositoryIT, with other names"),
          Map.entry("website.md kubectl patch gitexport", "GuidesE2E"));

  @Test
  void everyCommandOfTheGuidesIsAccountedFor() {
    List<String> commands = Markdown.guides().stream().flatMap(GuidesTest::commands).toList();

    assertThat(commands)
        .allSatisfy(command -> assertThat(RUN_BY.keySet()).anyMatch(command::startsWith));
    assertThat(RUN_BY.keySet())
        .allSatisfy(start -> assertThat(commands).anyMatch(command -> command.startsWith(start)));
  }

  private static Stream<String> commands(Markdown page) {
    return page.commands().stream().map(command -> page.file().getFileName() + " " + command);
  }
}
