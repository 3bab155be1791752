package dev.gitexport.git;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which addresses may be connected to. A name is resolved once and every address behind it is
/// checked; the connection goes to what was checked, so that a name cannot point elsewhere in
/// between.
///
/// @param isOpen inner networks too: for a person who could reach them without us
/// @param hosts names whose addresses may be inner ones
/// @param ranges inner addresses that may be connected to
/// @param packLimit most bytes that are taken of one pack
public record Network(
    boolean isOpen, Set<String> hosts, List<AddressRange> ranges, long packLimit) {

  private static final long PACK_LIMIT = 4L << 30;

  /// Where clouds tell a machine its credentials, and where packets go to many or to none.
  private static final List<AddressRange> NEVER =
      ranges(
          "0.0.0.0/8",
          "169.254.0.0/16",
          "100.100.100.200/32",
          "168.63.129.16/32",
          "192.0.0.192/32",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "::/128",
          "fe80::/10",
          "fd00:ec2::/32",
          "fd20:ce::254/128",
          "ff00::/8");

  private static final List<AddressRange> INNER =
      ranges(
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "::1/128",
          "64:ff9b:1::/48",
          "2001::/32",
          "fc00::/7",
          "fec0::/10");

  /// IPv6 addresses that lead to an IPv4 one: NAT64 (RFC 6052), 6to4 (RFC 3056), the translated
  /// ones of RFC 7915 and the compatible ones of RFC 4291; the number is where its bytes are.
  private static final List<Embedding> EMBEDDED =
      List.of(
          new Embedding(AddressRange.parse("64:ff9b::/96"), 12),
          new Embedding(AddressRange.parse("2002::/16"), 2),
          new Embedding(AddressRange.parse("::ffff:0:0:0/96"), 12),
          new Embedding(AddressRange.parse("::/96"), 12));

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  /// Whether a host is written as an address, which nobody needs to resolve.
  static boolean isAddress(String host) {
    return ADDRESS.matcher(host).matches();
  }

  private record Embedding(AddressRange range, int offset) {}

  public Network {
    hosts =
        hosts.stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    ranges = List.copyOf(ranges);
  }

  public static Network open() {
    return new Network(true, Set.of(), List.of(), PACK_LIMIT);
  }

  /// The public internet, and what is named.
  public static Network guarded(Set<String> hosts, List<AddressRange> ranges) {
    return new Network(false, hosts, ranges, PACK_LIMIT);
  }

  /// The same, but no larger pack is taken.
  public Network upTo(long bytes) {
    return new Network(isOpen, hosts, ranges, bytes);
  }

  /// All addresses of a host, each of them checked.
  ///
  /// @throws GitException.RepositoryUnreachable when one is not allowed
  InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    for (InetAddress address : addresses) {
      if (!allows(host, address)) {
        throw new GitException.RepositoryUnreachable(
            "Could not connect to %s: its address %s is not allowed. The operator's settings gitexport.sources.allowed-hosts and gitexport.sources.allowed-networks allow inner addresses; metadata, link-local and multicast ones never."
                .formatted(host, address.getHostAddress()),
            null);
      }
    }
    return addresses;
  }

  /// What a proxy is asked for: the checked address, so that it cannot be led elsewhere by a name;
  /// for a host that is allowed by its name that name, which perhaps nobody but the proxy resolves.
  String behindProxy(String host) throws UnknownHostException {
    boolean isByName = isOpen || hosts.contains(host.toLowerCase(Locale.ROOT));
    return isByName && !isAddress(host) ? host : resolve(host)[0].getHostAddress();
  }

  private boolean allows(String host, InetAddress address) {
    if (in(NEVER, address)) {
      return false;
    }
    return isOpen
        || !in(INNER, address)
        || hosts.contains(host.toLowerCase(Locale.ROOT))
        || ranges.stream().anyMatch(range -> range.contains(address));
  }

  /// IPv4 addresses mapped into IPv6 are IPv4 ones to Java already.
  private static boolean in(List<AddressRange> ranges, InetAddress address) {
    return Stream.concat(Stream.of(address), embedded(address))
        .anyMatch(each -> ranges.stream().anyMatch(range -> range.contains(each)));
  }

  private static Stream<InetAddress> embedded(InetAddress address) {
    return EMBEDDED.stream()
        .filter(embedding -> embedding.range().contains(address))
        .filter(_ -> !address.isLoopbackAddress() && !address.isAnyLocalAddress())
        .map(embedding -> ipv4(address.getAddress(), embedding.offset()));
  }

  private static InetAddress ipv4(byte[] bytes, int offset) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static List<AddressRange> ranges(String... texts) {
    return Arrays.stream(texts).map(AddressRange::parse).toList();
  }
}
