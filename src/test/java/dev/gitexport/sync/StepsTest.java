package dev.gitexport.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StepsTest {

  private static final int MANY = 100;

  private final AtomicInteger closed = new AtomicInteger();
  private final Closeable with = closed::incrementAndGet;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  private static void uninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void takes(Steps.Step step, Steps more) throws IOException {
    threads.add(Thread.currentThread());
    step.take(more);
  }

  /// The steps have been taken, and nobody is left who could take more.
  private void isOver(int steps) {
    assertThat(closed).hasValue(steps);
    assertThat(threads).isNotEmpty();
    await().untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
  }

  @Test
  void everyStepIsTakenOnceWhoeverAddsIt() throws IOException {
    Set<Integer> taken = ConcurrentHashMap.newKeySet();
    var count = new AtomicInteger();
    Steps.run(
        with,
        first -> {
          for (int i = 0; i < MANY; i++) {
            int from = i * MANY;
            first.add(
                with,
                more -> {
                  for (int j = from; j < from + MANY; j++) {
                    int number = j;
                    more.add(
                        with,
                        last ->
                            takes(
                                _ -> {
                                  taken.add(number);
                                  count.incrementAndGet();
                                },
                                last));
                  }
                });
          }
        });

    assertThat(taken).hasSize(MANY * MANY);
    assertThat(count).hasValue(MANY * MANY);
    isOver(1 + MANY + MANY * MANY);
  }

  @Test
  void twoStepsAreTakenAtATime() throws IOException {
    var both = new CountDownLatch(2);
    Steps.run(
        with,
        more -> {
          for (int i = 0; i < 2; i++) {
            more.add(
                with,
                last ->
                    takes(
                        _ -> {
                          both.countDown();
                          uninterrupted(both);
                        },
                        last));
          }
        });

    assertThat(threads).hasSize(2);
    isOver(3);
  }

  private static void fail(String kind) throws IOException {
    switch (kind) {
      case "typed" -> throw new SyncException.GuardTripped(kind);
      case "io" -> throw new FileSystemException(kind);
      default -> throw new StackOverflowError(kind);
    }
  }

  /// Whether a step that is added now is still taken.
  private static boolean takesMore(Steps steps) {
    var taken = new AtomicBoolean();
    var over = new CountDownLatch(1);
    steps.add(over::countDown, _ -> taken.set(true));
    uninterrupted(over);
    return taken.get();
  }

  /// A step is under way in another thread when one fails: it is waited for, what comes after is
  /// closed and not taken, and what failed is thrown.
  @ParameterizedTest
  @ValueSource(strings = {"typed", "io", "fatal"})
  void aFailureEndsAllAndIsThrown(String kind) {
    var begun = new CountDownLatch(1);
    var late = new AtomicInteger();
    var finished = new AtomicInteger();

    assertThatThrownBy(() ->
            Steps.run(
                with,
                more -> {
                  more.add(
                      with,
                      last ->
                          takes(
                              _ -> {
                                begun.countDown();
                                while (takesMore(last)) {
                                  Thread.onSpinWait();
                                }
                                for (int i = 0; i < MANY; i++) {
                                  last.add(with, _ -> late.incrementAndGet());
                                }
                                finished.incrementAndGet();
                              },
                              last));
                  more.add(
                      with,
                      last ->
                          takes(
                              _ -> {
                                uninterrupted(begun);
                                fail(kind);
                              },
                              last));
                }))
        .hasMessage(kind);

    assertThat(finished).hasValue(1);
    assertThat(late).hasValue(0);
    isOver(3 + MANY);
  }

  /// Half of the findings of a folder would be taken for the deletion of the rest.
  @Test
  void whoIsInterruptedWaitsForAllSteps() throws IOException {
    var count = new AtomicInteger();
    Thread.currentThread().interrupt();
    try {
      Steps.run(
          with,
          more -> {
            for (int i = 0; i < MANY; i++) {
              more.add(
                  with,
                  last ->
                      takes(
                          _ -> {
                            assertThat(Thread.currentThread().isInterrupted()).isFalse();
                            count.incrementAndGet();
                          },
                          last));
            }
          });
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(count).hasValue(MANY);
    isOver(1 + MANY);
  }
}
