package dev.gitexport.git;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Public keys whose signatures are believed. Immutable after construction.
public final class TrustedKeys {

  private final OpenPgpSigners openPgp = new OpenPgpSigners();
  private final SshSigners ssh = new SshSigners();

  private TrustedKeys() {}

  /// @param files by the names that Flux has: `*.asc` holds OpenPGP keys, `*.sshpub` SSH keys;
  ///   others are not looked at
  /// @throws IllegalArgumentException when there is no key, naming the file that is none
  public static TrustedKeys of(Map<String, String> files) {
    var keys = new TrustedKeys();
    boolean found = false;
    for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
      found |= keys.add(file.getKey(), file.getValue());
    }
    if (!found) {
      throw new IllegalArgumentException(
          "it has no keys: put OpenPGP public keys in as *.asc, SSH ones as *.sshpub");
    }
    return keys;
  }

  private boolean add(String name, String content) {
    try {
      if (name.endsWith(".asc")) {
        openPgp.add(content);
        return true;
      }
      if (name.endsWith(".sshpub")) {
        ssh.add(content);
        return true;
      }
      return false;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /// Whether who is trusted now may not be later, though nobody changes anything: an OpenPGP key
  /// counts while it is valid, an SSH key for what was made while it was.
  public boolean mayExpire() {
    return !openPgp.isEmpty();
  }

  /// @param at when the object says that it was made
  String signer(SignedObject object, Instant at, Instant now) throws UntrustedSignatureException {
    if (object.isOpenPgp()) {
      return openPgp.signer(object, now);
    }
    if (object.isSsh()) {
      return ssh.signer(object, at);
    }
    throw new UntrustedSignatureException(
        "its signature is neither OpenPGP's nor SSH's", "Sign it in one of these forms");
  }
}
