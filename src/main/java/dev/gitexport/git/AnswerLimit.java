package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

/// As much of a server's answers as is taken. Refs are held in memory, a pack is kept on disk: both
/// end somewhere, however long the server goes on.
final class AnswerLimit extends FilterInputStream {

  /// Some 100,000 lines of the usual length: twice the refs that are looked at, for tags have two.
  static final long REFS = 32L << 20;

  /// A packet with an id and what follows it, as version 2 lists refs.
  private static final Pattern LISTING = Pattern.compile("[0-9a-fA-F]{44} ");

  private static final int LISTING_BYTES = 45;

  private final long packLimit;
  private final LongFunction<GitException> failure;
  private final StringBuilder start = new StringBuilder(LISTING_BYTES);
  private boolean isRefs;
  private long taken;

  private AnswerLimit(
      InputStream answers, boolean isRefs, long packLimit, LongFunction<GitException> failure) {
    super(answers);
    this.isRefs = isRefs;
    this.packLimit = packLimit;
    this.failure = failure;
  }

  /// Of an answer that is known to be about refs.
  ///
  /// @param packLimit of later answers
  /// @param failure of a limit, once nothing more is taken
  static AnswerLimit ofRefs(
      InputStream answers, long packLimit, LongFunction<GitException> failure) {
    return new AnswerLimit(answers, true, packLimit, failure);
  }

  /// What does not begin as a list of refs is taken for a pack.
  static AnswerLimit byContent(
      InputStream answers, long packLimit, LongFunction<GitException> failure) {
    return new AnswerLimit(answers, false, packLimit, failure);
  }

  /// What comes now answers another request, and is judged by its content.
  void beginNext() {
    start.setLength(0);
    isRefs = false;
    taken = 0;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      take(new byte[] {(byte) read}, 0, 1);
    }
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    if (read > 0) {
      take(buffer, offset, read);
    }
    return read;
  }

  /// What is skipped is looked at too.
  @Override
  public long skip(long count) throws IOException {
    return readNBytes(Math.clamp(count, 0, 1 << 16)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void take(byte[] bytes, int offset, int count) {
    taken += count;
    int missing = LISTING_BYTES - start.length();
    if (missing > 0) {
      start.append(new String(bytes, offset, Math.min(missing, count), ISO_8859_1));
      isRefs |= LISTING.matcher(start).matches();
    }
    long limit = isRefs ? REFS : packLimit;
    if (taken > limit) {
      throw failure.apply(limit);
    }
  }
}
