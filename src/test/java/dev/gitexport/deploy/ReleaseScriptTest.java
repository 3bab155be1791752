package dev.gitexport.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.test.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReleaseScriptTest {

  private static final String VERSION = "98.7.6";

  @TempDir Path checkout;

  @BeforeEach
  void copy() throws IOException {
    for (String file :
        new String[] {
          "src/main/sh/release",
          "CHANGELOG.md",
          "pom.xml",
          "helm/gitexport/Chart.yaml",
          "deploy/manifests/deployment.yaml",
          "examples/sidecar.yaml",
          "examples/argocd.yaml"
        }) {
      Path target = checkout.resolve(file);
      Files.createDirectories(target.getParent());
      Files.copy(Path.of(file), target, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  @Test
  void namesTheVersionWhereverItIsNamed() {
    release("prepare", VERSION);

    assertThat(checkout.resolve("pom.xml"))
        .content()
        .containsOnlyOnce("<version>" + VERSION + "</version>");
    assertThat(checkout.resolve("helm/gitexport/Chart.yaml"))
        .content()
        .contains("\nversion: " + VERSION, "\nappVersion: " + VERSION);
    for (String file : new String[] {"deploy/manifests/deployment.yaml", "examples/sidecar.yaml"}) {
      assertThat(checkout.resolve(file)).content().contains("image: gitexport:" + VERSION);
    }
    assertThat(checkout.resolve("examples/argocd.yaml"))
        .content()
        .contains("targetRevision: " + VERSION);
    assertThat(release("notes", VERSION)).startsWith("### Added").contains("export engine");
  }

  @Test
  void refusesWhatIsNoVersionOrWasOneBefore() {
    release("prepare", VERSION);

    assertThatThrownBy(() -> release("prepare", VERSION)).hasMessageContaining("already");
    assertThatThrownBy(() -> release("prepare", "new")).hasMessageContaining("is no version");
    assertThatThrownBy(() -> release("notes", "1.2.3")).hasMessageContaining("has no section");
  }

  private String release(String... arguments) {
    return Commands.run(checkout, Map.of(), "src/main/sh/release", arguments[0], arguments[1]);
  }
}
