package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

/// As much of a server's answer as is taken. Refs are held in memory, a pack is kept on disk: both
/// end somewhere, however long the server goes on.
final class AnswerLimit extends FilterInputStream {

  /// Some 100,000 lines of the usual length: twice the refs that are looked at, for tags have two.
  static final long REFS = 32L << 20;

  static final long PACK = 4L << 30;

  /// A packet with an id and what follows it, as version 2 lists refs.
  private static final Pattern LISTING = Pattern.compile("[0-9a-fA-F]{44} ");

  private static final int LISTING_BYTES = 45;

  private final long limit;
  private final LongFunction<GitException> failure;
  private long taken;

  /// @param failure of a limit, once nothing more is taken
  AnswerLimit(InputStream answer, long limit, LongFunction<GitException> failure) {
    super(answer);
    this.limit = limit;
    this.failure = failure;
  }

  /// What is no pack is a list of refs.
  static AnswerLimit byContent(InputStream answer, LongFunction<GitException> failure)
      throws IOException {
    var buffered = new BufferedInputStream(answer);
    buffered.mark(LISTING_BYTES);
    String start = new String(buffered.readNBytes(LISTING_BYTES), ISO_8859_1);
    buffered.reset();
    return new AnswerLimit(buffered, LISTING.matcher(start).matches() ? REFS : PACK, failure);
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    take(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    take(Math.max(read, 0));
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    take(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void take(long bytes) {
    taken += bytes;
    if (taken > limit) {
      throw failure.apply(limit);
    }
  }
}
