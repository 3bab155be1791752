package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  private static final Network INTERNET = Network.guarded(Set.of(), List.of());

  @ParameterizedTest
  @ValueSource(strings = {"93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"})
  void thePublicInternetIsAllowed(String address) throws UnknownHostException {
    assertThat(INTERNET.resolve(address)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "10.1.2.3",
        "172.31.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "::1",
        "fd12::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "::10.0.0.1",
        "::ffff:0:10.0.0.1",
        "64:ff9b:1::a00:1",
        "2001:0:a00:1::1",
        "10.1",
        "167772161",
        "0:0:0:0:0:ffff:0a00:0001"
      })
  void innerAddressesAreForThoseWhoMayReachThemAnyway(String host) throws UnknownHostException {
    assertRefused(INTERNET, host);
    assertThat(Network.open().resolve(host)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "0.0.0.0",
        "::",
        "fe80::1",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255",
        "100.100.100.200",
        "168.63.129.16",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
        "64:ff9b::a9fe:a9fe",
        "::ffff:169.254.169.254",
        "::ffff:0:169.254.169.254",
        "2002:a9fe:a9fe::1",
        "169.16689662"
      })
  void someAddressesAreForNobody(String host) {
    assertRefused(INTERNET, host);
    assertRefused(Network.open(), host);
    assertRefused(
        Network.guarded(
            Set.of(host), List.of(AddressRange.parse("0.0.0.0/0"), AddressRange.parse("::/0"))),
        host);
  }

  @Test
  void namedHostsAndNetworksAreAllowed() throws UnknownHostException {
    var named = Network.guarded(Set.of("LOCALHOST"), List.of(AddressRange.parse("10.2.0.0/15")));

    assertThat(named.resolve("localhost")).isNotEmpty();
    assertThat(named.resolve("10.3.255.255")).isNotEmpty();
    assertRefused(named, "10.4.0.0");
    assertRefused(named, "127.0.0.1");
    assertRefused(named, "fd00::1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "example.com", "::/129"})
  void whatIsNoRangeIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AddressRange.parse(text))
        .withMessageContaining("10.0.0.0/8");
  }

  private static void assertRefused(Network network, String host) {
    assertThatThrownBy(() -> network.resolve(host))
        .isInstanceOf(GitException.RepositoryUnreachable.class)
        .hasMessageContaining("not allowed");
  }
}
