package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreFetchCommandTest {

  @TempDir Path directory;

  @Test
  void tellsWhichRefsAFetchUpdated() {
    Shell shell = new Shell(directory);
    String first = shell.commit("shop", "a.txt", "a");
    Path shop = directory.resolve("shop");
    String second = shell.commit("shop", "a.txt", "b");

    assertThat(fetch(shell, "--refspec", "main", "--output", "json").out())
        .contains("\"updated\" : true", "refs/heads/main", second, "\"update\" : \"New\"");
    Shell.git(shop, "reset", "-q", "--hard", first);
    shell.commit("shop", "a.txt", "c");
    Shell.Result refused = fetch(shell, "--refspec", "main");
    assertThat(refused.out()).contains("rejected", "refs/heads/main");
    assertThat(refused.code()).isEqualTo(14);
    assertThat(fetch(shell, "--refspec", "+main").out()).contains("forced");
    assertThat(fetch(shell, "--refspec", "+main").out()).contains("unchanged");
  }

  @Test
  void aWrongRefspecIsAWrongCommandLine() {
    Shell shell = new Shell(directory);
    shell.commit("shop", "a.txt", "a");

    Shell.Result refused = fetch(shell, "--refspec", "refs/heads/*:refs/heads/main");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("one side only");
  }

  private Shell.Result fetch(Shell shell, String... more) {
    String[] args = {
      "store", "fetch", "--store", "store", "--repository", "file://" + directory.resolve("shop")
    };
    String[] all = Stream.of(args, more).flatMap(Arrays::stream).toArray(String[]::new);
    return shell.run(all);
  }
}
