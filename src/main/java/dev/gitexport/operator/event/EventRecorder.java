package dev.gitexport.operator.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts events in the background. The same said again of one resource is one event with a count:
/// its name is made of what it says. An event that the API server does not take is lost, and
/// nothing else with it. Thread safe.
public final class EventRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final String CONTROLLER = "gitexport.dev/operator";
  private static final int LONGEST_NOTE = 1024;
  private static final int REMEMBERED = 10_000;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;
  private final Executor executor;
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  /// @param instance this process among several, as its pod's name
  public EventRecorder(KubernetesClient client, String instance, Clock clock, Executor executor) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
    this.executor = executor;
  }

  /// @param reason one word, an API
  /// @param action what was done or tried, one word
  /// @param note for people
  public void normal(HasMetadata resource, String reason, String action, String note) {
    post(resource, "Normal", reason, action, note);
  }

  /// The same for what went wrong.
  public void warning(HasMetadata resource, String reason, String action, String note) {
    post(resource, "Warning", reason, action, note);
  }

  private void post(HasMetadata resource, String type, String reason, String action, String note) {
    Event event = event(resource, type, reason, action, note);
    executor.execute(() -> send(event));
  }

  private Event event(
      HasMetadata resource, String type, String reason, String action, String note) {
    var metadata = resource.getMetadata();
    String said = String.join("\0", metadata.getUid(), type, reason, action, note);
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName() + "." + UUID.nameUUIDFromBytes(said.getBytes(UTF_8)))
        .endMetadata()
        .withEventTime(now())
        .withType(type)
        .withReason(reason)
        .withAction(action)
        .withNote(note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) : note)
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .withNewRegarding()
        .withApiVersion(resource.getApiVersion())
        .withKind(resource.getKind())
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withUid(metadata.getUid())
        .endRegarding()
        .build();
  }

  private void send(Event event) {
    try {
      if (counts.size() >= REMEMBERED) {
        counts.clear();
      }
      int count = counts.merge(event.getMetadata().getName(), 1, Integer::sum);
      if (count == 1) {
        create(event);
      } else {
        count(event, count);
      }
    } catch (KubernetesClientException e) {
      LOG.atDebug().setCause(e).log("event lost");
    }
  }

  private void create(Event event) {
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      // Said before this process began.
      count(event, counts.merge(event.getMetadata().getName(), 1, Integer::sum));
    }
  }

  private void count(Event event, int count) {
    String series =
        "{\"series\":{\"count\":%d,\"lastObservedTime\":\"%s\"}}".formatted(count, now().getTime());
    try {
      client.resource(event).patch(PatchContext.of(PatchType.JSON_MERGE), series);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
      // The API server forgets events after an hour.
      client.resource(event).create();
    }
  }

  private MicroTime now() {
    return new MicroTime(MICROS.format(clock.instant()));
  }
}
