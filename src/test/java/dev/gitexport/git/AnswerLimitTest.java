package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import org.junit.jupiter.api.Test;

class AnswerLimitTest {

  private static final String REF = "003d" + "a".repeat(40) + " refs/heads/main\n";

  @Test
  void asMuchAsTheLimitIsTakenAndNoByteMore() throws IOException {
    assertThat(limited(10, 10).readAllBytes()).hasSize(10);
    assertThatThrownBy(() -> limited(11, 10).readAllBytes()).hasMessage("more than 10");
    assertThatThrownBy(() -> limited(11, 10).skip(11)).hasMessage("more than 10");
    InputStream byBytes = limited(11, 10);
    for (int i = 0; i < 10; i++) {
      assertThat(byBytes.read()).isZero();
    }
    assertThatThrownBy(byBytes::read).hasMessage("more than 10");
    assertThat(limited(0, 0).read()).isEqualTo(-1);
    assertThat(limited(1, 1).markSupported()).isFalse();
  }

  @Test
  void aListOfRefsIsTakenForOne() throws IOException {
    assertThatThrownBy(() -> take(REF, AnswerLimit.REFS + 1))
        .hasMessage("more than " + AnswerLimit.REFS);
    assertThat(take("0008NAK\n", AnswerLimit.REFS + 1)).isEqualTo(AnswerLimit.REFS + 1);
    assertThat(take("0014acknowledgments\n", 20)).isEqualTo(20);
  }

  @Test
  void everyAnswerIsLimitedForItself() throws IOException {
    var answers =
        AnswerLimit.ofRefs(new ByteArrayInputStream(new byte[20]), 10, AnswerLimitTest::failure);

    assertThat(answers.readNBytes(4)).hasSize(4);
    answers.beginNext();
    assertThat(answers.readNBytes(10)).hasSize(10);
    assertThatThrownBy(answers::read).hasMessage("more than 10");
  }

  private static InputStream limited(int bytes, long limit) {
    return AnswerLimit.byContent(
        new ByteArrayInputStream(new byte[bytes]), limit, AnswerLimitTest::failure);
  }

  /// Reads an answer that starts so.
  private static long take(String start, long bytes) throws IOException {
    var answer =
        new SequenceInputStream(
            new ByteArrayInputStream(start.getBytes(US_ASCII)),
            new ByteArrayInputStream(new byte[(int) bytes - start.length()]));
    try (var limited = AnswerLimit.byContent(answer, 4L << 30, AnswerLimitTest::failure)) {
      return limited.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static GitException failure(long limit) {
    return new GitException.RepositoryUnreachable("more than " + limit, null);
  }
}
