package dev.gitexport.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/// What an entry of the log is about. A log in JSON has every key as a field of `mdc`; the keys
/// that SLF4J adds by itself would end up in the message. Immutable.
///
/// @param keys of [LogKeys]
public record LogEntry(Map<String, String> keys) {

  public static final LogEntry EMPTY = new LogEntry(Map.of());

  public LogEntry {
    keys = Map.copyOf(keys);
  }

  public LogEntry with(String key, Object value) {
    Map<String, String> more = new LinkedHashMap<>(keys);
    more.put(key, value.toString());
    return new LogEntry(more);
  }

  /// Writes it.
  ///
  /// @param message always the same for the same kind of entry
  public void log(LoggingEventBuilder level, String message) {
    keys.forEach(MDC::put);
    try {
      level.log(message);
    } finally {
      keys.keySet().forEach(MDC::remove);
    }
  }
}
