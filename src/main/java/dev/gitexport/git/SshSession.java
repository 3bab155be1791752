package dev.gitexport.git;

import java.io.IOException;
import java.util.Map;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.eclipse.jgit.transport.RemoteSession2;

/// A session that runs git's commands, and ends with its client.
record SshSession(
    SshClient client, ClientSession session, Source source, long packLimit, Deadline deadline)
    implements RemoteSession2 {

  @Override
  public Process exec(String command, int timeout) throws IOException {
    return exec(command, Map.of(), timeout);
  }

  @Override
  public Process exec(String command, Map<String, String> environment, int timeout)
      throws IOException {
    ChannelExec channel = session.createExecChannel(command, null, environment);
    channel.open().verify(deadline.left());
    return new SshCommand(channel, source, packLimit);
  }

  @Override
  public void disconnect() {
    client.close(true);
  }
}
