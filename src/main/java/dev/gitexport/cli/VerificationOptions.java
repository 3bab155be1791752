package dev.gitexport.cli;

import dev.gitexport.failure.InputException;
import dev.gitexport.git.ResolvedTree;
import dev.gitexport.git.SourceVerification;
import dev.gitexport.git.TreeSource;
import dev.gitexport.git.Treeish;
import dev.gitexport.git.TrustedKeys;
import dev.gitexport.git.VerifiedSignature;
import dev.gitexport.git.VerifyMode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// Which signatures a revision needs.
final class VerificationOptions {

  @Option(
      names = "--verify",
      paramLabel = "MODE",
      description =
          "Export only what a trusted key signed: head (the commit), tag (the annotated tag that"
              + " TREEISH names) or tag_and_head. Needs --verify-key.")
  private List<VerifyMode> mode = List.of();

  @Option(
      names = "--verify-key",
      paramLabel = "FILE",
      description =
          "Trusted public keys: *.asc holds OpenPGP ones, *.sshpub SSH ones as in .pub or"
              + " allowed_signers files; may be repeated.")
  private List<Path> keys = List.of();

  private final Surroundings surroundings;

  VerificationOptions(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// @throws dev.gitexport.git.GitException.VerificationFailed when a signature is not there
  List<VerifiedSignature> check(TreeSource source, Treeish treeish, ResolvedTree tree) {
    if (mode.isEmpty() && keys.isEmpty()) {
      return List.of();
    }
    if (mode.isEmpty()) {
      throw new InputException.InvalidSpec("--verify-key", "say what to check: --verify", null);
    }
    Map<String, String> files = new HashMap<>();
    keys.forEach(file ->
        files.put(file.toString(), Arguments.content("--verify-key", surroundings.resolve(file))));
    TrustedKeys trusted = Arguments.parse("--verify-key", "", _ -> TrustedKeys.of(files));
    return new SourceVerification(mode.getLast(), trusted)
        .check(source, treeish, tree, surroundings.clock().instant());
  }
}
