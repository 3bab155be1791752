package dev.gitexport.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gitexport.git.RealGit;
import dev.gitexport.test.Commands;
import dev.gitexport.test.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Types what the README tells its reader to type, line by line, in a checkout of a repository of
/// its own. A command that no rule here knows fails the test.
final class ReadmeIT {

  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final List<String> COMMANDS = new Markdown(Path.of("README.md")).commands();

  @TempDir Path machine;

  @Test
  void everyCommandDoesWhatItIsThereFor() throws Exception {
    furnish();

    for (String command : COMMANDS) {
      String[] words = command.split(" ", -1);
      switch (words[0]) {
        case "make" -> make(words[1]);
        case "bin/gitexport", "gitexport" -> gitexport(command);
        default -> throw new IllegalStateException("no test runs this of the README: " + command);
      }
    }

    assertThat(inode("srv/v1.1/style.css")).isEqualTo(inode("srv/v1.0/style.css"));
    assertThat(machine.resolve("srv/volume/web/website/current/index.html")).exists();
    assertThat(new RealGit(machine.resolve("srv/content.git")).run("show", "live:upload.txt"))
        .isEqualTo("by a visitor");
  }

  /// What a reader has before he types: the checkout, its tags, and the paths that are named.
  private void furnish() throws IOException {
    RealGit git = RealGit.init(machine.resolve("checkout"));
    git.commit("one", "index.html", "one\n", "style.css", "css\n");
    git.run("tag", "v1.0");
    git.commit("two", "index.html", "two\n");
    git.run("tag", "v1.1");
    Files.writeString(git.directory().resolve(".git/info/exclude"), "bin\nexamples\n");
    Path program = Files.createDirectory(git.directory().resolve("bin")).resolve("gitexport");
    Files.createSymbolicLink(program, ROOT.resolve("bin/gitexport"));
    Files.createSymbolicLink(git.directory().resolve("examples"), ROOT.resolve("examples"));
    Files.createDirectories(machine.resolve("srv/volume"));
    Files.createDirectories(machine.resolve("run/gitexport"));
    Files.createDirectories(machine.resolve("etc/gitexport"));
    Files.writeString(
        machine.resolve("etc/gitexport/site.yaml"),
        Files.readString(ROOT.resolve("examples/website.yaml"))
            .replaceFirst("name: website", "name: site")
            .replaceFirst("https://git.example.com/\\S+", "file://" + git.directory()));
    git.run("init", "-q", "--bare", "-b", "live", machine + "/srv/content.git");
    Path files = machine.resolve("srv/volume/web/shop/shared/files");
    Files.createDirectories(files);
    Files.writeString(files.resolve("upload.txt"), "by a visitor\n");
  }

  private void make(String target) throws IOException {
    if (target.equals("test")) {
      assertThat(ROOT.resolve(".ci/run")).content().contains("make test");
      return;
    }
    if (target.equals("demo-operator")) {
      Requires.program("kubectl");
    }
    Commands.run(ROOT, Map.of(), "make", target);
  }

  private void gitexport(String command) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-c", "exec " + onThisMachine(command))
            .directory(machine.resolve("checkout").toFile())
            .redirectErrorStream(true)
            .redirectOutput(machine.resolve("output").toFile());
    shell.environment().merge("PATH", ROOT + "/bin:", (path, bin) -> bin + path);
    shell.environment().put("GITEXPORT_SKIP_BUILD", "1");
    shell.environment().put("HOME", machine.toString());
    Process process = shell.start();
    try {
      if (command.contains("--watch")) {
        Path status = machine.resolve("run/gitexport/status.json");
        await(command)
            .until(() -> Files.exists(status) && Files.readString(status).contains("Published"));
        process.destroy();
      }
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).as(command).isTrue();
      assertThat(process.exitValue()).as(() -> command + ": " + output()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private String output() {
    try {
      return Files.readString(machine.resolve("output"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private String onThisMachine(String command) {
    return command
        .replaceAll(" (/(?:srv|etc|run)/)", " " + machine + "$1")
        .replaceAll(",(/srv/)", "," + machine + "$1");
  }

  private Object inode(String path) throws IOException {
    return Files.getAttribute(machine.resolve(path), "unix:ino");
  }
}
