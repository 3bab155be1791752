package dev.gitexport.cli;

import io.quarkus.runtime.Quarkus;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;

@Command(
    name = "operator",
    mixinStandardHelpOptions = true,
    description = {
      "Run the Kubernetes operator until SIGTERM.",
      "",
      "It is configured by environment variables and system properties, which docs/configuration.md"
          + " lists, and finds the cluster as kubectl does."
    },
    footerHeading = "%nExamples:%n",
    footer = "  GITEXPORT_VOLUME_PATH=/srv/volume gitexport operator")
final class OperatorCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    AtomicInteger code = new AtomicInteger();
    Quarkus.run(null, (exit, _) -> code.set(exit));
    return code.get();
  }
}
