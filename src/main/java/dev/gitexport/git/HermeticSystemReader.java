package dev.gitexport.git;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportProtocol;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// What JGit may know of the machine it runs on: nothing. No system, user or jgit configuration, no
/// environment, no host name, no transport of its own. The same repository reads the same
/// everywhere.
final class HermeticSystemReader extends SystemReader.Delegate {

  private static final AtomicBoolean INSTALLED = new AtomicBoolean();

  private static final AtomicReference<Optional<TransportProtocol>> HTTP =
      new AtomicReference<>(Optional.empty());

  private static final AtomicReference<Optional<TransportProtocol>> SSH =
      new AtomicReference<>(Optional.empty());

  private static final int MIB = 1024 * 1024;

  private HermeticSystemReader(SystemReader delegate) {
    super(delegate);
  }

  /// Makes JGit hermetic for this process. Whatever opens a repository calls it first; all calls
  /// but the first do nothing.
  static void install() {
    if (INSTALLED.compareAndSet(false, true)) {
      SystemReader.setInstance(new HermeticSystemReader(SystemReader.getInstance()));
      unregisterTransports();
      sizeCaches(Runtime.getRuntime().maxMemory());
    }
  }

  /// The smart protocol over HTTP.
  static TransportProtocol http() {
    return HTTP.get().orElseThrow();
  }

  /// The smart protocol over ssh.
  static TransportProtocol ssh() {
    return SSH.get().orElseThrow();
  }

  /// JGit takes any path and URL as a source. Sources open their own transport, so that none of
  /// JGit's is ever found by a URL.
  private static void unregisterTransports() {
    for (TransportProtocol protocol : Transport.getTransportProtocols()) {
      if (protocol.getSchemes().contains("https")) {
        HTTP.set(Optional.of(protocol));
      }
      if (protocol.getSchemes().contains("ssh")) {
        SSH.set(Optional.of(protocol));
      }
      Transport.unregister(protocol);
    }
  }

  /// Sized by the heap. The delta base cache exists once per reader and pays for reading in tree
  /// order; the stream threshold is also the largest tree object that can be read, so it has a
  /// floor.
  private static void sizeCaches(long heap) {
    var config = new WindowCacheConfig();
    config.setPackedGitWindowSize(64 * 1024);
    config.setPackedGitLimit(clamp(heap / 8, 8, 256));
    config.setDeltaBaseCacheLimit((int) clamp(heap / 16, 8, 96));
    config.setStreamFileThreshold((int) clamp(heap / 8, 8, 50));
    config.setExposeStatsViaJmx(false);
    config.install();
  }

  private static long clamp(long bytes, long minMib, long maxMib) {
    return Math.clamp(bytes, minMib * MIB, maxMib * MIB);
  }

  @Override
  public @Nullable String getenv(String variable) {
    return null;
  }

  /// Looked up by name service otherwise, and only ever used for committer names.
  @Override
  public String getHostname() {
    return "localhost";
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new EmptyConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new EmptyConfig(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new EmptyConfig(parent, fs);
  }

  /// A configuration without a file. It answers one question: how coarse file times are.
  /// Unanswered, JGit would find out by seconds of writing `.probe-*` files beside the user's refs,
  /// and keep the result in the user's home.
  private static final class EmptyConfig extends FileBasedConfig {

    private EmptyConfig(@Nullable Config parent, FS fs) {
      super(parent, null, fs);
    }

    @Override
    public void load() {
      // There is no file.
    }

    @Override
    public void save() {
      // There is no file.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }

    /// 10 ms is the longest tick of a kernel clock; git replaces refs by rename, so that a change
    /// within a tick still shows as another inode.
    @Override
    public @Nullable String getString(String section, @Nullable String subsection, String name) {
      if (section.equals("filesystem")) {
        return "10 milliseconds";
      }
      return super.getString(section, subsection, name);
    }
  }
}
