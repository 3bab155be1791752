package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.SYSTEM;
import static dev.gitexport.e2e.Stage.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Two replicas of the operator.
@ResourceLock(Node.LOCK)
final class ReplicasE2E {

  private static final int FILES = 20_000;

  private final Node node = Node.ofThisMachine();
  private final Stage stage;

  ReplicasE2E(@TempDir Path directory) {
    this.stage = Stage.set(node, directory);
  }

  @AfterEach
  void putAway() {
    stage.close();
  }

  @Test
  void theOtherReplicaFinishesWhatTheDeletedLeaderBegan() throws IOException {
    for (int file = 0; file < FILES; file++) {
      stage.git().write("directory%d/%d.txt".formatted(file / 100, file), "text " + file);
    }
    stage.release(1);
    node.claim(SYSTEM, "shared", stage.volume());
    new Chart(node).install("--set=replicas=2");
    String leader = leader();

    stage.export(TENANT, "site");
    await()
        .atMost(Node.PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> Files.exists(target()));
    node.kubectl("delete", "pod", leader, "-n", SYSTEM, "--force", "--grace-period=0");
    assertThat(target().resolve("current")).doesNotExist();

    node.awaitReady(TENANT, "site");
    assertThat(leader()).isNotEqualTo(leader);
    try (var files = Files.walk(target().resolve("current").toRealPath())) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(FILES + 2);
    }
  }

  private Path target() {
    return stage.volume().resolve(TENANT).resolve("site");
  }

  private String leader() {
    String[] holder = new String[1];
    await()
        .atMost(Node.PATIENCE)
        .ignoreExceptions()
        .until(() -> {
          holder[0] =
              node.kubectl(
                  "get", "lease/gitexport", "-n", SYSTEM, "-o=jsonpath={.spec.holderIdentity}");
          return holder[0].contains("-");
        });
    return holder[0].substring(0, holder[0].lastIndexOf('-'));
  }
}
