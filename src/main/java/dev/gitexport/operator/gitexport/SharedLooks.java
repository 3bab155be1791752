package dev.gitexport.operator.gitexport;

import dev.gitexport.git.RemoteRefs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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
    private final AtomicLong expiries = new AtomicLong();
    private volatile @Nullable Look look;

    /// The last look, unless it began before somebody asked for a newer one.
    private Optional<Look> valid() {
      return Optional.ofNullable(look).filter(last -> last.expiries() == expiries.get());
    }

    /// The same as the last time when the refs are.
    private SharedLook seen(RemoteRefs refs) {
      return Optional.ofNullable(look)
          .map(Look::seen)
          .filter(last -> last.refs().isSame(refs))
          .orElseGet(() -> new SharedLook(refs));
    }
  }

  /// @param expiries of its place when it began
  private record Look(SharedLook seen, Instant begun, long expiries) {}

  SharedLooks(Clock clock) {
    this.clock = clock;
  }

  /// A look that began less than `age` ago.
  ///
  /// @param fresh looks at the source
  SharedLook get(Remote remote, Duration age, Supplier<RemoteRefs> fresh) {
    Place place = places.computeIfAbsent(remote, _ -> new Place());
    place.lock.lock();
    try {
      Optional<Look> last = place.valid();
      Instant now = clock.instant();
      if (last.isPresent() && Duration.between(last.get().begun(), now).compareTo(age) < 0) {
        return last.get().seen();
      }
      long expiries = place.expiries.get();
      SharedLook seen = place.seen(fresh.get());
      place.look = new Look(seen, now, expiries);
      forgetOld(now);
      return seen;
    } finally {
      place.lock.unlock();
    }
  }

  /// Makes the next who asks look again, also when a look is under way: it may have begun too
  /// early.
  void expire(Remote remote) {
    Place place = places.get(remote);
    if (place != null) {
      place.expiries.incrementAndGet();
    }
  }

  /// When the last look began.
  Optional<Instant> last(Remote remote) {
    @Nullable Place place = places.get(remote);
    return Optional.ofNullable(place).flatMap(Place::valid).map(Look::begun);
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
