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

  SshCommand(ChannelExec channel) {
    this.channel = channel;
  }

  @Override
  public OutputStream getOutputStream() {
    return channel.getInvertedIn();
  }

  @Override
  public InputStream getInputStream() {
    return channel.getInvertedOut();
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
