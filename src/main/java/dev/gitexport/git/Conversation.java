package dev.gitexport.git;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Both directions of one connection by git's own protocol. Every answer of the server is limited,
/// and ends where something is said to it.
///
/// @param input what the server says
/// @param output what it is told
record Conversation(InputStream input, OutputStream output) {

  /// @param abort closes the connection
  static Conversation limited(
      InputStream input, OutputStream output, Source source, long packLimit, Runnable abort) {
    var answers =
        AnswerLimit.ofRefs(
            input,
            packLimit,
            limit -> {
              abort.run();
              return GitException.RepositoryUnreachable.tooMuch(source.url(), limit);
            });
    return new Conversation(answers, new Requests(output, answers));
  }

  private static final class Requests extends FilterOutputStream {

    private final AnswerLimit answers;

    private Requests(OutputStream output, AnswerLimit answers) {
      super(output);
      this.answers = answers;
    }

    @Override
    public void write(int one) throws IOException {
      answers.beginNext();
      out.write(one);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      answers.beginNext();
      out.write(buffer, offset, length);
    }
  }
}
