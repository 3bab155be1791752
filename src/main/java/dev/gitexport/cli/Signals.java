package dev.gitexport.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Signals as answers to a wait. Java has no supported call for them; where the unsupported one is
/// missing, SIGTERM ends the program at once, which an export survives too.
final class Signals {

  /// What a wait ended with.
  enum Signal {
    STOP,
    RECONCILE,
    NONE
  }

  /// How long remotes are waited for, all together, once the program is told to end. Kubernetes
  /// kills it after 30 s unless it is told otherwise.
  static final Duration FOR_LAST_PUSHES = Duration.ofSeconds(20);

  private final BlockingQueue<Signal> received = new LinkedBlockingQueue<>();
  private final Runnable onStop;

  private Signals(Runnable onStop) {
    this.onStop = onStop;
  }

  /// What a program sends to itself.
  void send(Signal signal) {
    if (signal == Signal.STOP) {
      onStop.run();
    }
    received.add(signal);
  }

  static Signals none(Runnable onStop) {
    return new Signals(onStop);
  }

  /// @param onStop is run as soon as the program is told to end, whatever it does then
  static Signals install(Runnable onStop) {
    Signals signals = new Signals(onStop);
    for (String name : List.of("TERM", "INT")) {
      signals.on(name, Signal.STOP);
    }
    signals.on("HUP", Signal.RECONCILE);
    return signals;
  }

  Signal await(Duration longest) {
    try {
      Signal signal = received.poll(Math.max(0, longest.toMillis()), TimeUnit.MILLISECONDS);
      return signal == null ? Signal.NONE : signal;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Signal.STOP;
    }
  }

  /// Whether the program is to end, as a wait to come will tell.
  boolean isStop() {
    return received.contains(Signal.STOP);
  }

  private void on(String name, Signal answer) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler receive = (proxy, method, args) -> answer(answer, proxy, method, args);
      Object instance =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, receive);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), instance);
    } catch (ReflectiveOperationException | IllegalArgumentException _) {
      // The signal keeps what the JVM does with it.
    }
  }

  private @Nullable Object answer(
      Signal answer, Object proxy, Method method, Object @Nullable [] args) {
    return switch (method.getName()) {
      case "equals" ->
          args != null && System.identityHashCode(proxy) == System.identityHashCode(args[0]);
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "handler of " + answer;
      default -> {
        send(answer);
        yield null;
      }
    };
  }
}
