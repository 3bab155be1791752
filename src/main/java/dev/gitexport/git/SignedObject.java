package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A commit or tag taken apart as git does: what was signed, and the signature.
///
/// @param payload the object's bytes without the signature
/// @param signature armoured text
@SuppressWarnings("ArrayRecordComponent") // never compared
record SignedObject(byte[] payload, String signature) {

  private static final String HEADER = "gpgsig ";

  /// The last line that begins a signature; what a message quotes comes before it.
  private static final Pattern TAG_SIGNATURE =
      Pattern.compile(
          "(?m)^-----BEGIN (?:PGP SIGNATURE|PGP MESSAGE|SSH SIGNATURE|SIGNED MESSAGE)-----$");

  /// A commit has it among its headers, every line but the first indented. Empty when there is
  /// none.
  static Optional<SignedObject> ofCommit(byte[] commit) {
    // One letter a byte: whatever the encoding is, cutting changes none of them.
    String text = new String(commit, ISO_8859_1);
    int headers = text.indexOf("\n\n");
    int start = text.startsWith(HEADER) ? 0 : text.indexOf("\n" + HEADER) + 1;
    if (start == 0 || start > headers) {
      return Optional.empty();
    }
    int end = start;
    do {
      end = text.indexOf('\n', end) + 1;
    } while (text.charAt(end) == ' ');
    String signature = text.substring(start + HEADER.length(), end).replace("\n ", "\n");
    String payload = text.substring(0, start) + text.substring(end);
    return Optional.of(new SignedObject(payload.getBytes(ISO_8859_1), signature));
  }

  /// A tag has it after its message. Empty when there is none.
  static Optional<SignedObject> ofTag(byte[] tag) {
    String text = new String(tag, ISO_8859_1);
    Matcher begin = TAG_SIGNATURE.matcher(text);
    int start = -1;
    while (begin.find()) {
      start = begin.start();
    }
    return start < 0
        ? Optional.empty()
        : Optional.of(
            new SignedObject(text.substring(0, start).getBytes(ISO_8859_1), text.substring(start)));
  }

  boolean isOpenPgp() {
    return signature.startsWith("-----BEGIN PGP ");
  }

  boolean isSsh() {
    return signature.startsWith(SshSigners.BEGIN);
  }
}
