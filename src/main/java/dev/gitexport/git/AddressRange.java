package dev.gitexport.git;

import java.net.InetAddress;
import java.util.Arrays;

/// Addresses that begin alike, as CIDR has it.
public record AddressRange(InetAddress first, int prefix) {

  /// @param text `10.0.0.0/8`, `fd00::/8`, or one address
  /// @throws IllegalArgumentException when it is neither
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    try {
      InetAddress first = InetAddress.ofLiteral(address.strip());
      int bits = first.getAddress().length * Byte.SIZE;
      int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1).strip());
      if (prefix >= 0 && prefix <= bits) {
        return new AddressRange(first, prefix);
      }
    } catch (IllegalArgumentException _) {
      // Said below, with an example.
    }
    throw new IllegalArgumentException(
        "'%s' is no range of addresses: write 10.0.0.0/8 or fd00::/8".formatted(text));
  }

  boolean contains(InetAddress address) {
    byte[] mine = first.getAddress();
    byte[] other = address.getAddress();
    int whole = prefix / Byte.SIZE;
    if (mine.length != other.length || !Arrays.equals(mine, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = prefix % Byte.SIZE;
    return rest == 0 || ((mine[whole] ^ other[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
  }
}
