package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A private key in PEM form.
final class PemKey {

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ((?:RSA )?PRIVATE KEY)-----([^-]*)-----END \\1-----");

  /// Version 0 and `rsaEncryption` with no parameters: RFC 8018, RFC 5208.
  private static final byte[] RSA_HEADER =
      HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

  private PemKey() {}

  /// @param name what a complaint calls it; the key itself is never in one
  /// @throws IllegalArgumentException when it is none that is understood
  static PrivateKey read(String name, String pem) {
    Matcher matcher = PEM.matcher(pem);
    if (matcher.find()) {
      try {
        byte[] body = Base64.getMimeDecoder().decode(matcher.group(2).getBytes(US_ASCII));
        return decode(matcher.group(1).startsWith("RSA") ? wrapped(body) : body);
      } catch (IllegalArgumentException | GeneralSecurityException _) {
        // The causes may hold parts of it.
      }
    }
    throw new IllegalArgumentException(
        name + " holds no private key that is understood: use PKCS #8 in PEM form, not encrypted");
  }

  private static PrivateKey decode(byte[] encoded) throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (GeneralSecurityException _) {
        // It may be of the next kind.
      }
    }
    return KeyFactory.getInstance("EdDSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  private static byte[] wrapped(byte[] rsa) {
    byte[] octets = tagged(0x04, rsa);
    return tagged(
        0x30,
        ByteBuffer.allocate(RSA_HEADER.length + octets.length).put(RSA_HEADER).put(octets).array());
  }

  private static byte[] tagged(int tag, byte[] content) {
    return ByteBuffer.allocate(content.length + 4)
        .put((byte) tag)
        .put((byte) 0x82)
        .putShort((short) content.length)
        .put(content)
        .array();
  }
}
