package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LfsPointerTest {

  private static final String OID = "0123456789abcdef".repeat(4);

  private static byte[] pointer(String oid, String size) {
    return "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %s\n"
        .formatted(oid, size)
        .getBytes(UTF_8);
  }

  @Test
  void namesAnObjectAndItsSize() {
    assertThat(LfsPointer.parse(pointer(OID, "12"))).contains(new LfsPointer(OID, 12));
  }

  /// It becomes a file's name.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../../../../../../../../../../../../../../../../etc/passwd",
        "ab/../../../../../../../../../../../../../../../../../../../../x",
        "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
        "..",
        ""
      })
  void anIdThatIsNoSha256IsNone(String oid) {
    assertThat(LfsPointer.parse(pointer(oid, "12"))).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new LfsPointer(oid, 12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "007", "1e3", "99999999999999999999", " 1", ""})
  void aSizeThatIsNoneIsNone(String size) {
    assertThat(LfsPointer.parse(pointer(OID, size))).isEmpty();
  }
}
