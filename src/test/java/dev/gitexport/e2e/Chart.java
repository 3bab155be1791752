package dev.gitexport.e2e;

import java.util.ArrayList;
import java.util.List;

/// The chart, released as a user would whose volume is a claim that is there.
///
/// @param node where it is released
record Chart(Node node) {

  static final String DIRECTORY = "helm/gitexport";

  void install(String... more) {
    release("install", List.of(more));
  }

  void upgrade(String... more) {
    release("upgrade", List.of(more));
  }

  private void release(String verb, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(verb, "gitexport", DIRECTORY, "-n", Stage.SYSTEM, "--wait", "--timeout=120s"));
    arguments.addAll(
        List.of(
            "--set=image.tag=local",
            "--set=image.pullPolicy=Never",
            "--set=volume.existingClaim=shared",
            "--set=sources.schemes={http,ssh}",
            "--set=sources.allowedHosts={" + GitServer.HOST + "}",
            "--set=test.repository=" + GitServer.url("site")));
    arguments.addAll(more);
    node.helm(arguments.toArray(String[]::new));
  }
}
