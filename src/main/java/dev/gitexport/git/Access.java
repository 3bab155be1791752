package dev.gitexport.git;

/// How a source is reached, beside its URL. The credentials go to the scheme, host and port of that
/// URL and nowhere else. Never written anywhere.
///
/// @param trust whom a TLS connection believes, and who it says it is
/// @param network which addresses may be connected to
public record Access(Credentials credentials, Trust trust, Network network) {

  /// Without a name, over any network that a person may use.
  public static Access anonymous() {
    return anonymous(Network.open());
  }

  public static Access anonymous(Network network) {
    return new Access(new Credentials.None(), Trust.system(), network);
  }
}
