package dev.gitexport.git;

/// Why a signature is worth nothing: a clause, and what to do about it.
final class UntrustedSignatureException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String advice;

  UntrustedSignatureException(String why, String advice) {
    super(why);
    this.advice = advice;
  }

  String advice() {
    return advice;
  }

  static UntrustedSignatureException malformed() {
    return new UntrustedSignatureException("its signature cannot be read", "Sign it anew");
  }

  static UntrustedSignatureException unknownKey(String key) {
    return new UntrustedSignatureException(
        "it is signed by %s, which is none of the trusted keys".formatted(key),
        "Add that key if you trust it");
  }

  static UntrustedSignatureException otherContent(String key) {
    return new UntrustedSignatureException(
        "its signature by %s was made for other content: it was changed after it was signed"
            .formatted(key),
        "Find out who changed it");
  }
}
