package dev.gitexport.git;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;

/// A command at the other end of an ssh session.
final class SshCommand extends Process {

  private static final int UNKNOWN = -1;

  /// A server may end without a word about its program.
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

  private final ChannelExec channel;
  private final Conversation conversation;

  /// @param channel opened
  SshCommand(ChannelExec channel, Source source, long packLimit) {
    this.channel = channel;
    this.conversation =
        Conversation.limited(
            channel.getInvertedOut(), channel.getInvertedIn(), source, packLimit, this::destroy);
  }

  @Override
  public OutputStream getOutputStream() {
    return conversation.output();
  }

  @Override
  public InputStream getInputStream() {
    return conversation.input();
  }

  @Override
  public InputStream getErrorStream() {
    return channel.getInvertedErr();
  }

  @Override
  public int waitFor() {
    channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LONGEST_GOODBYE);
    return Optional.ofNullable(channel.getExitStatus()).orElse(UNKNOWN);
  }

  /// JGit asks as soon as the output ends, which is before the status is there.
  @Override
  public int exitValue() {
    return waitFor();
  }

  @Override
  public void destroy() {
    channel.close(true);
  }
}
