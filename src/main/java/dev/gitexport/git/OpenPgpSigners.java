package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;

/// Trusted OpenPGP keys. A key counts while it is valid: not expired now, not revoked, bound to its
/// owner and made for signing, by the rules of RFC 9580.
final class OpenPgpSigners {

  private static final Set<Integer> STRONG =
      Set.of(
          HashAlgorithmTags.SHA256,
          HashAlgorithmTags.SHA384,
          HashAlgorithmTags.SHA512,
          HashAlgorithmTags.SHA224,
          HashAlgorithmTags.SHA3_256,
          HashAlgorithmTags.SHA3_512);

  private static final String SIGN_ANEW = "Sign it anew with a key that is valid";

  private final BcOpenPGPApi api = new BcOpenPGPApi();
  private final List<OpenPGPCertificate> certificates = new ArrayList<>();

  /// @param armoured one or more public keys, as `gpg --armor --export` prints them
  /// @throws IllegalArgumentException when there is no public key in it
  void add(String armoured) {
    var read = new ArrayList<OpenPGPCertificate>();
    try {
      read.addAll(api.readKeyOrCertificate().parseCertificates(armoured));
    } catch (IOException | RuntimeException e) {
      // No more than nothing in it.
    }
    if (read.isEmpty()) {
      throw new IllegalArgumentException(
          "it is no OpenPGP public key: put in what `gpg --armor --export` prints");
    }
    certificates.addAll(read);
  }

  boolean isEmpty() {
    return certificates.isEmpty();
  }

  /// Whoever signed it.
  String signer(SignedObject object, Instant now) throws UntrustedSignatureException {
    PGPSignature signature = parse(object.signature());
    String key = "the OpenPGP key 0x%016X".formatted(signature.getKeyID());
    if (!STRONG.contains(signature.getHashAlgorithm())
        || signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT) {
      throw new UntrustedSignatureException(
          "its signature by %s is of a weak or unknown kind".formatted(key),
          "Sign it anew with SHA-256 or better");
    }
    for (OpenPGPDocumentSignature candidate : candidates(signature, object.payload())) {
      if (candidate.getIssuer() != null) {
        check(candidate, key, now);
        return name(candidate.getIssuer());
      }
    }
    throw UntrustedSignatureException.unknownKey(key);
  }

  private static PGPSignature parse(String armoured) throws UntrustedSignatureException {
    try (var in = ArmoredInputStream.builder().build(bytes(armoured))) {
      Object first = new BcPGPObjectFactory(in).nextObject();
      if (first instanceof PGPSignatureList list && list.size() == 1) {
        return list.get(0);
      }
    } catch (IOException | RuntimeException e) {
      // Nothing that can be read.
    }
    throw UntrustedSignatureException.malformed();
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }

  private List<OpenPGPDocumentSignature> candidates(PGPSignature signature, byte[] payload)
      throws UntrustedSignatureException {
    var processor = api.verifyDetachedSignature().addSignature(signature);
    certificates.forEach(processor::addVerificationCertificate);
    try {
      return processor.process(new ByteArrayInputStream(payload));
    } catch (IOException | RuntimeException e) {
      throw UntrustedSignatureException.malformed();
    }
  }

  private static void check(OpenPGPDocumentSignature signature, String key, Instant now)
      throws UntrustedSignatureException {
    OpenPGPComponentKey issuer = signature.getIssuer();
    OpenPGPCertificate certificate = issuer.getCertificate();
    if (!signature.isTestedCorrect()) {
      throw UntrustedSignatureException.otherContent(key);
    }
    if (issuer.getPGPPublicKey().hasRevocation()
        || certificate.getPrimaryKey().getPGPPublicKey().hasRevocation()) {
      throw new UntrustedSignatureException("%s is revoked".formatted(key), SIGN_ANEW);
    }
    boolean valid;
    try {
      valid = signature.isValid();
    } catch (PGPException e) {
      valid = false;
    }
    if (!valid || !certificate.getSigningKeys(Date.from(now)).contains(issuer)) {
      throw new UntrustedSignatureException(
          "%s is expired, or was not made for signing".formatted(key), SIGN_ANEW);
    }
    Date end = signature.getExpirationTime();
    if (end != null && !now.isBefore(end.toInstant())) {
      throw new UntrustedSignatureException(
          "its signature by %s has expired".formatted(key), SIGN_ANEW);
    }
  }

  private static String name(OpenPGPComponentKey issuer) {
    var owner = issuer.getCertificate().getPrimaryUserId();
    return "%s (OpenPGP key %s)"
        .formatted(
            owner == null ? "its owner" : owner.getUserId(),
            HexFormat.of()
                .formatHex(issuer.getPGPPublicKey().getFingerprint())
                .toUpperCase(Locale.ROOT));
  }
}
