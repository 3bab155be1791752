package dev.gitexport.git;

/// How a source is reached, beside its URL. The credentials go to the scheme, host and port of that
/// URL and nowhere else. Never written anywhere.
///
/// @param trust whom a TLS connection believes, and who it says it is
/// @param network which addresses may be connected to
/// @param route straight, or through which proxy
public record Access(Credentials credentials, Trust trust, Network network, Route route) {

  /// Straight to it.
  public Access(Credentials credentials, Trust trust, Network network) {
    this(credentials, trust, network, new Route.Direct());
  }

  /// Without a name, over any network that a person may use.
  public static Access anonymous() {
    return anonymous(Network.open());
  }

  public static Access anonymous(Network network) {
    return new Access(new Credentials.None(), Trust.system(), network);
  }
}
