package dev.gitexport.operator.gitsync;

import dev.gitexport.api.v1alpha1.GitSync;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Duration;
import java.util.Optional;

/// Brings a resource when changes in its folder have been quiet. Watches nothing once it is
/// stopped.
final class FolderEventSource extends SimpleInboundEventSource<GitSync> {

  /// How soon a change is heard of.
  private static final Duration TICK = Duration.ofMillis(200);

  private final WatchedFolders folders;
  private Optional<Thread> listener = Optional.empty();

  FolderEventSource(WatchedFolders folders) {
    super("folders");
    this.folders = folders;
  }

  @Override
  public void start() {
    super.start();
    listener = Optional.of(Thread.ofPlatform().daemon().name("folder-events").start(this::listen));
  }

  @Override
  public void stop() {
    listener.ifPresent(Thread::interrupt);
    folders.close();
    super.stop();
  }

  private void listen() {
    try {
      while (true) {
        Thread.sleep(TICK);
        folders
            .quiet()
            .forEach(owner -> propagateEvent(new ResourceID(owner.name(), owner.namespace())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
