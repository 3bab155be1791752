package dev.gitexport.e2e;

import static dev.gitexport.e2e.Stage.SYSTEM;

import dev.gitexport.docs.Markdown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The chart, released as a user would whose volume is a claim that is there.
///
/// @param node where it is released
record Chart(Node node) implements Installation {

  static final String DIRECTORY = "helm/gitexport";

  @Override
  public String provide(Path volume) {
    node.claim(SYSTEM, "shared", volume);
    return "shared";
  }

  @Override
  public void install() {
    release("install", List.of());
  }

  void install(String... more) {
    release("install", List.of(more));
  }

  @Override
  public void check() {
    node.helm("test", "gitexport", "-n", SYSTEM, Node.TIMEOUT);
  }

  @Override
  public void upgrade() {
    release("upgrade", List.of("--set=podAnnotations.release=next"));
  }

  @Override
  public void rollback() {
    node.type(Markdown.guide("install").command("helm rollback") + " " + Node.TIMEOUT);
  }

  @Override
  public void uninstall() {
    node.helm("uninstall", "gitexport", "-n", SYSTEM, "--wait", "--cascade=foreground");
  }

  private void release(String verb, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(verb, "gitexport", DIRECTORY, "-n", SYSTEM, "--wait", Node.TIMEOUT));
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
