package dev.gitexport.git;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/// The keys that a source's host may have, and no other: nothing is ever learnt from a connection.
final class KnownHosts implements ServerKeyDatabase {

  private static final String REVOKED = "revoked";

  private final Source source;
  private final int port;
  private final List<KnownKey> keys;
  private final AtomicReference<Optional<GitException>> refusal =
      new AtomicReference<>(Optional.empty());

  private record KnownKey(PublicKey key, String marker) {}

  private KnownHosts(Source source, int port, List<KnownKey> keys) {
    this.source = source;
    this.port = port;
    this.keys = List.copyOf(keys);
  }

  /// @throws IllegalArgumentException when it is not in OpenSSH's form
  static void check(String text) {
    entries(text);
  }

  /// @param text in the form of OpenSSH's file
  /// @throws GitException.HostKeyRejected when it knows no key of the source's host
  static KnownHosts of(Source source, int port, String text) {
    var keys = new ArrayList<KnownKey>();
    for (KnownHostEntry entry : entries(text)) {
      String marker = Optional.ofNullable(entry.getMarker()).orElse("");
      // OpenSSH lets `@revoked *` speak of every port, the library of port 22 only.
      if (marker.equals(REVOKED) || entry.isHostMatch(source.host(), port)) {
        keys.add(new KnownKey(key(entry), marker));
      }
    }
    var known = new KnownHosts(source, port, keys);
    if (known.usable().isEmpty()) {
      throw known.rejected(
          text.isBlank()
              ? "there is no known_hosts, and without it anybody could answer in its place"
              : "known_hosts has no key of it");
    }
    return known;
  }

  /// Why the last connection was refused, if it was.
  Optional<GitException> refusal() {
    return refusal.get();
  }

  @Override
  public List<PublicKey> lookup(
      String connectAddress, InetSocketAddress remoteAddress, Configuration config) {
    return usable();
  }

  @Override
  public boolean accept(
      String connectAddress,
      InetSocketAddress remoteAddress,
      PublicKey serverKey,
      Configuration config,
      CredentialsProvider provider) {
    boolean isRevoked = keys.stream().anyMatch(known -> isKey(known, REVOKED, serverKey));
    boolean isKnown = keys.stream().anyMatch(known -> isKey(known, "", serverKey));
    if (isKnown && !isRevoked) {
      return true;
    }
    refusal.set(
        Optional.of(
            rejected(
                "it shows the key %s, %s. Somebody may have put himself in between"
                    .formatted(
                        KeyUtils.getFingerPrint(serverKey),
                        isRevoked
                            ? "which known_hosts has revoked"
                            : "and known_hosts has another"))));
    return false;
  }

  private static boolean isKey(KnownKey known, String marker, PublicKey key) {
    return known.marker().equals(marker) && KeyUtils.compareKeys(known.key(), key);
  }

  private List<PublicKey> usable() {
    return keys.stream().filter(known -> known.marker().isEmpty()).map(KnownKey::key).toList();
  }

  private GitException.HostKeyRejected rejected(String why) {
    return new GitException.HostKeyRejected(
        "Could not trust the host of %s: %s. Put the output of `ssh-keyscan -p %d %s` into known_hosts of its Secret or into the file of GITEXPORT_GIT_KNOWN_HOSTS_FILE, after you compared it with what the host's owner publishes."
            .formatted(source.url(), why, port, source.host()),
        null);
  }

  private static List<KnownHostEntry> entries(String text) {
    try {
      List<KnownHostEntry> entries =
          KnownHostEntry.readKnownHostEntries(new StringReader(text), true);
      entries.forEach(KnownHosts::key);
      return entries;
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "known_hosts is not in OpenSSH's form: a line is `host type key`, as ssh-keyscan prints it",
          e);
    }
  }

  private static PublicKey key(KnownHostEntry entry) {
    try {
      return entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("known_hosts holds what is no key", e);
    }
  }
}
