package dev.gitexport.operator.gitexport;

import dev.gitexport.git.RemoteRefs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The last look at every source. Resources that name one source share a look while it is younger
/// than their interval, and of several that come at once one looks and the others wait for it.
/// Thread safe.
final class SharedLooks {

  private static final Duration FORGOTTEN = Duration.ofDays(2);

  private final Clock clock;
  private final Map<Remote, Place> places = new ConcurrentHashMap<>();

  private static final class Place {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Look look;
  }

  private record Look(RemoteRefs refs, Instant begun) {}

  SharedLooks(Clock clock) {
    this.clock = clock;
  }

  /// A look that began less than `age` ago.
  ///
  /// @param fresh looks at the source
  RemoteRefs get(Remote remote, Duration age, Supplier<RemoteRefs> fresh) {
    Place place = places.computeIfAbsent(remote, _ -> new Place());
    place.lock.lock();
    try {
      Look last = place.look;
      Instant now = clock.instant();
      if (last != null && Duration.between(last.begun(), now).compareTo(age) < 0) {
        return last.refs();
      }
      RemoteRefs refs = fresh.get();
      place.look = new Look(refs, now);
      forgetOld(now);
      return refs;
    } finally {
      place.lock.unlock();
    }
  }

  /// Makes the next who asks look again.
  void expire(Remote remote) {
    Place place = places.get(remote);
    if (place != null) {
      place.look = null;
    }
  }

  /// When the last look began.
  Optional<Instant> last(Remote remote) {
    Place place = places.get(remote);
    return place == null ? Optional.empty() : Optional.ofNullable(place.look).map(Look::begun);
  }

  private void forgetOld(Instant now) {
    places
        .values()
        .removeIf(place -> {
          Look look = place.look;
          return look != null && look.begun().plus(FORGOTTEN).isBefore(now);
        });
  }
}
