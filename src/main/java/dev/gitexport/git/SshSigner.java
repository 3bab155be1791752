package dev.gitexport.git;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// One trusted SSH key.
///
/// @param blob the key as SSH writes it, which is what a signature names
/// @param type `ssh-ed25519` and the like
/// @param name whose it is, as the line says
/// @param after signatures count from then on
/// @param before and until then
@SuppressWarnings("ArrayRecordComponent") // never compared
record SshSigner(
    byte[] blob, PublicKey key, String type, String name, Instant after, Instant before) {

  private static final Pattern TYPE = Pattern.compile("(?:ssh|ecdsa|sk)-[a-z0-9@.-]+");
  private static final Pattern OPTION = Pattern.compile("([a-zA-Z-]+)(?:=\"([^\"]*)\")?(?:,|$)");
  private static final Pattern TIME = Pattern.compile("(\\d{8})(\\d{4})?(\\d{2})?Z?");

  /// A line of a `.pub` file (`type key comment`), or of allowed_signers (`principals options type
  /// key comment`). Times without a zone are UTC.
  ///
  /// @throws IllegalArgumentException when it is neither, or has an option that is not known
  static SshSigner parse(String line) {
    List<String> words = List.of(line.split("\\s+"));
    int type = 0;
    while (type < words.size() && !TYPE.matcher(words.get(type)).matches()) {
      type++;
    }
    if (type > 2 || type + 1 >= words.size()) {
      throw new IllegalArgumentException(
          "a line of it is no SSH public key: write what is in a .pub file, or allowed_signers");
    }
    String comment = String.join(" ", words.subList(type + 2, words.size()));
    SshSigner plain =
        of(
            words.get(type),
            words.get(type + 1),
            type > 0 ? words.getFirst() : comment.isEmpty() ? "its owner" : comment);
    return type < 2 ? plain : plain.with(words.get(1));
  }

  private static SshSigner of(String type, String base64, String name) {
    try {
      byte[] blob = Base64.getDecoder().decode(base64);
      PublicKey key = new ByteArrayBuffer(blob).getRawPublicKey();
      String written = new ByteArrayBuffer(blob).getString();
      if (written.equals(type)) {
        return new SshSigner(blob, key, type, name, Instant.MIN, Instant.MAX);
      }
    } catch (Exception e) { // every kind comes out of damaged keys
      throw new IllegalArgumentException(
          "its %s key of %s cannot be read".formatted(type, name), e);
    }
    throw new IllegalArgumentException("its %s key of %s is of another kind".formatted(type, name));
  }

  private SshSigner with(String options) {
    SshSigner signer = this;
    Matcher option = OPTION.matcher(options);
    int end = 0;
    while (end < options.length() && option.find(end) && option.start() == end) {
      String value = option.group(2) == null ? "" : option.group(2);
      signer =
          switch (option.group(1)) {
            case "valid-after" -> new SshSigner(blob, key, type, name, time(value), signer.before);
            case "valid-before" -> new SshSigner(blob, key, type, name, signer.after, time(value));
            case "namespaces" ->
                List.of(value.split(",")).contains("git") ? signer : signer.never();
            default ->
                throw new IllegalArgumentException(
                    "the option %s is not supported: list the keys themselves, with valid-after, valid-before or namespaces"
                        .formatted(option.group(1)));
          };
      end = option.end();
    }
    return signer;
  }

  private SshSigner never() {
    return new SshSigner(blob, key, type, name, Instant.MAX, Instant.MIN);
  }

  private static Instant time(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no time: write YYYYMMDD or YYYYMMDDHHMMSS".formatted(text));
    }
    String digits = text.replace("Z", "") + "000000";
    return LocalDateTime.parse(
            digits.substring(0, 14), DateTimeFormatter.ofPattern("uuuuMMddHHmmss"))
        .toInstant(ZoneOffset.UTC);
  }

  boolean is(byte[] other) {
    return Arrays.equals(blob, other);
  }

  boolean isValid(Instant at) {
    return !at.isBefore(after) && at.isBefore(before);
  }

  /// As `ssh-keygen -l` shows it.
  static String fingerprint(byte[] blob) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(blob);
      return "SSH key SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
