package dev.gitexport.cli;

import picocli.CommandLine.Option;

/// Which branch a folder is kept in step with.
final class BranchOptions {

  @Option(
      names = "--branch",
      paramLabel = "BRANCH",
      description = "Its branch; made when it is missing (default: main).")
  private String branch = "main";

  @Option(
      names = "--git-namespace",
      paramLabel = "NS",
      description =
          "Read and write refs below refs/namespaces/NS/ of the remote (default: GIT_NAMESPACE,"
              + " else none).")
  private String namespace = "";

  @Option(
      names = "--keep-history",
      arity = "1",
      paramLabel = "true|false",
      description = "false: the branch is always one commit (default: true).")
  private boolean keepHistory = true;

  String branch() {
    return branch;
  }

  /// Empty: as the variable GIT_NAMESPACE says.
  String namespace() {
    return namespace;
  }

  boolean keepHistory() {
    return keepHistory;
  }
}
