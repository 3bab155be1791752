package dev.gitexport.operator.gitexport;

import dev.gitexport.api.v1alpha1.GitExport;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names the state of a resource. The API server counts; a manifest on the command line has only
/// its content, and a digest of the spec changes when a generation would.
final class Generation {

  private Generation() {}

  static String of(GitExport resource) {
    Long counted = resource.getMetadata().getGeneration();
    return counted == null ? digest(resource.getSpec().toString()) : counted.toString();
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
