package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// Trusted SSH keys, and signatures of them in OpenSSH's form (its PROTOCOL.sshsig).
final class SshSigners {

  static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";

  private static final String END = "-----END SSH SIGNATURE-----";
  private static final byte[] MAGIC = "SSHSIG".getBytes(US_ASCII);
  private static final String NAMESPACE = "git";
  private static final Map<String, String> DIGESTS =
      Map.of("sha256", "SHA-256", "sha512", "SHA-512");

  /// RSA keys alone sign in several ways, and ssh-rsa itself is SHA-1.
  private static final Map<String, Set<String>> ALGORITHMS =
      Map.of("ssh-rsa", Set.of("rsa-sha2-256", "rsa-sha2-512"));

  private final List<SshSigner> signers = new ArrayList<>();

  /// @param text lines of public keys, or of the allowed_signers form of ssh-keygen(1)
  /// @throws IllegalArgumentException when a line is neither
  void add(String text) {
    for (String line : text.lines().map(String::strip).toList()) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        signers.add(SshSigner.parse(line));
      }
    }
    if (signers.isEmpty()) {
      throw new IllegalArgumentException("it holds no SSH public key");
    }
  }

  /// Whoever signed it.
  ///
  /// @param at when the object says that it was made
  String signer(SignedObject object, Instant at) throws UntrustedSignatureException {
    try {
      return signer(decoded(object.signature()), object.payload(), at);
    } catch (RuntimeException | GeneralSecurityException e) {
      throw UntrustedSignatureException.malformed();
    }
  }

  private static Buffer decoded(String armoured) {
    int end = armoured.indexOf(END);
    String base64 = armoured.substring(BEGIN.length(), end);
    Buffer signature = new ByteArrayBuffer(Base64.getMimeDecoder().decode(base64));
    byte[] magic = new byte[MAGIC.length];
    signature.getRawBytes(magic);
    if (!Arrays.equals(magic, MAGIC) || signature.getUInt() != 1) {
      throw new IllegalArgumentException("no signature of version 1");
    }
    return signature;
  }

  private String signer(Buffer fields, byte[] payload, Instant at)
      throws UntrustedSignatureException, GeneralSecurityException {
    byte[] blob = fields.getBytes();
    String namespace = fields.getString();
    byte[] reserved = fields.getBytes();
    String digest = fields.getString();
    byte[] signature = fields.getBytes();
    String key = SshSigner.fingerprint(blob);
    SshSigner signer = trusted(blob, key, at);
    if (!namespace.equals(NAMESPACE)) {
      throw new UntrustedSignatureException(
          "its signature by %s is not for git but for '%s'".formatted(key, namespace),
          "Sign it by git");
    }
    Buffer signed = new ByteArrayBuffer();
    signed.putRawBytes(MAGIC);
    signed.putString(namespace);
    signed.putBytes(reserved);
    signed.putString(digest);
    signed.putBytes(MessageDigest.getInstance(DIGESTS.getOrDefault(digest, "")).digest(payload));
    if (!verifies(signer, signature, signed.getCompactData(), key)) {
      throw UntrustedSignatureException.otherContent(key);
    }
    return signer.name() + " (" + key + ")";
  }

  private SshSigner trusted(byte[] blob, String key, Instant at)
      throws UntrustedSignatureException {
    List<SshSigner> same = signers.stream().filter(signer -> signer.is(blob)).toList();
    if (same.isEmpty()) {
      throw UntrustedSignatureException.unknownKey(key);
    }
    return same.stream()
        .filter(signer -> signer.isValid(at))
        .findFirst()
        .orElseThrow(() ->
            new UntrustedSignatureException(
                "%s was not valid on %s, or is not for git".formatted(key, at),
                "Sign it anew with a key that is valid"));
  }

  private static boolean verifies(SshSigner signer, byte[] signature, byte[] signed, String key)
      throws UntrustedSignatureException {
    String algorithm = new ByteArrayBuffer(signature).getString();
    BuiltinSignatures factory = BuiltinSignatures.fromFactoryName(algorithm);
    if (factory == null
        || !ALGORITHMS.getOrDefault(signer.type(), Set.of(signer.type())).contains(algorithm)) {
      throw new UntrustedSignatureException(
          "its signature by %s is of the weak or unknown kind '%s'".formatted(key, algorithm),
          "Sign it anew by a current OpenSSH");
    }
    try {
      Signature verifier = factory.create();
      verifier.initVerifier(null, signer.key());
      verifier.update(null, signed);
      return verifier.verify(null, signature);
    } catch (Exception e) { // what its interface declares
      throw UntrustedSignatureException.malformed();
    }
  }
}
