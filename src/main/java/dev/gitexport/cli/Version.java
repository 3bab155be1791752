package dev.gitexport.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints: the version, the commit it was built from and the JDK it runs on.
final class Version implements IVersionProvider {

  private static final String BUILD = "/build.properties";

  @Override
  public String[] getVersion() {
    var build = build();
    return new String[] {
      "gitexport %s (commit %s, JDK %s)"
          .formatted(build.getProperty("version"), build.getProperty("commit"), Runtime.version())
    };
  }

  private static Properties build() {
    var build = new Properties();
    try (var resource = Version.class.getResourceAsStream(BUILD)) {
      build.load(Objects.requireNonNull(resource, BUILD + " is missing from the jar"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + BUILD + " from the jar", e);
    }
    return build;
  }
}
