package dev.gitexport.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RouteTest {

  @Test
  void readsTheKeysOfFlux() {
    assertThat(Route.of(Map.of("address", "http://proxy.example:3128/\n")))
        .isEqualTo(new Route.Proxy(Route.Kind.HTTP, "proxy.example", 3128, "", "", Trust.system()));
    assertThat(
            Route.of(Map.of("address", "socks5://[::1]", "username", "me", "password", "s3cret")))
        .isEqualTo(new Route.Proxy(Route.Kind.SOCKS5, "::1", 1080, "me", "s3cret", Trust.system()))
        .hasToString("socks5://::1:1080");
  }

  @Test
  void whatIsNoProxyIsRefusedWithoutAValue() {
    for (Map<String, String> values :
        List.of(
            Map.<String, String>of(),
            Map.of("address", "s3cret"),
            Map.of("address", "ftp://s3cret"),
            Map.of("address", "http://me:s3cret@proxy:1"),
            Map.of("address", "http://proxy/s3cret"),
            Map.of("address", "http://pro xy:s3cret"),
            Map.of("address", "http://proxy", "password", "s3cret"),
            Map.of("address", "http://proxy", "username", "s3:cret"),
            Map.of("address", "http://proxy", "username", "u", "password", "s3cret".repeat(50)),
            Map.of("address", "https://proxy", "ca.crt", "s3cret"))) {
      assertThatIllegalArgumentException()
          .as("%s", values.keySet())
          .isThrownBy(() -> Route.of(values))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
    }
  }
}
