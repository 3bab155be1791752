package dev.gitexport.operator;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.api.v1alpha1.GitSync;
import dev.gitexport.export.ExportListener;
import dev.gitexport.export.Exporter;
import dev.gitexport.export.TargetLifecycle;
import dev.gitexport.git.AddressRange;
import dev.gitexport.git.GcPolicy;
import dev.gitexport.git.Network;
import dev.gitexport.git.Upkeep;
import dev.gitexport.operator.event.EventRecorder;
import dev.gitexport.operator.gitexport.Adoption;
import dev.gitexport.operator.gitexport.Deletion;
import dev.gitexport.operator.gitexport.GitExportChanges;
import dev.gitexport.operator.gitexport.GitExportEvents;
import dev.gitexport.operator.gitexport.GitExportReconciler;
import dev.gitexport.operator.gitexport.GitExportRequests;
import dev.gitexport.operator.gitexport.GitExportWork;
import dev.gitexport.operator.gitexport.InProcessRunner;
import dev.gitexport.operator.gitexport.MeteredSources;
import dev.gitexport.operator.gitexport.NextLook;
import dev.gitexport.operator.gitexport.OperatorPolicy;
import dev.gitexport.operator.gitexport.StoredSources;
import dev.gitexport.operator.gitsync.FolderClaims;
import dev.gitexport.operator.gitsync.FolderDeletion;
import dev.gitexport.operator.gitsync.GitSyncEvents;
import dev.gitexport.operator.gitsync.GitSyncReconciler;
import dev.gitexport.operator.gitsync.GitSyncRequests;
import dev.gitexport.operator.gitsync.GitSyncWork;
import dev.gitexport.operator.gitsync.WatchedFolders;
import dev.gitexport.operator.resource.ResourceChanges;
import dev.gitexport.operator.resource.ResourceCopies;
import dev.gitexport.operator.schedule.BackOff;
import dev.gitexport.operator.schedule.Jitter;
import dev.gitexport.operator.source.HostLimit;
import dev.gitexport.operator.source.SchemePolicy;
import dev.gitexport.sync.FolderSync;
import dev.gitexport.telemetry.ExportMeters;
import dev.gitexport.telemetry.MetricNames;
import dev.gitexport.telemetry.ResourceMeters;
import dev.gitexport.telemetry.StepTimer;
import dev.gitexport.telemetry.StoreMeters;
import dev.gitexport.telemetry.SyncMeters;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/// Puts the operator together. The extension's own `Operator` cannot be told to call the reconciler
/// for deleted resources without a finalizer on every one, so it is made here.
final class Wiring {

  private static final Duration TERMINATION = Duration.ofSeconds(20);
  private static final Duration CACHE_SYNC = Duration.ofMinutes(2);

  @Produces
  @Singleton
  static Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  static Jitter jitter() {
    return new Jitter(new Random());
  }

  @Produces
  @Singleton
  static Instance instance() {
    return Instance.of(System.getenv());
  }

  @Produces
  @Singleton
  static EventRecorder recorder(KubernetesClient client, Instance instance, Clock clock) {
    return new EventRecorder(
        client, instance.name(), clock, Executors.newVirtualThreadPerTaskExecutor());
  }

  /// Of all kinds together.
  @Produces
  @Singleton
  static HostLimit hosts(OperatorConfig config) {
    return new HostLimit(config.sources().connectionsPerHost());
  }

  /// Likewise: its gauges are of all stores.
  @Produces
  @Singleton
  static Upkeep upkeep(OperatorConfig config, Clock clock, MeterRegistry registry) {
    OperatorConfig.Store store = config.store();
    GcPolicy policy =
        new GcPolicy(store.gc().looseObjects(), store.gc().packs(), store.gc().grace());
    return new Upkeep(
        policy,
        Executors.newVirtualThreadPerTaskExecutor(),
        StoreMeters.of(registry, store.path()),
        clock);
  }

  @Produces
  @Singleton
  static GitExportEvents events(EventRecorder recorder, MeterRegistry registry) {
    return new GitExportEvents(
        recorder, new ExportMeters(registry), new ResourceMeters(registry, GitExport.KIND));
  }

  @Produces
  @Singleton
  static GitSyncEvents syncEvents(EventRecorder recorder, MeterRegistry registry) {
    return new GitSyncEvents(
        recorder, new SyncMeters(registry), new ResourceMeters(registry, GitSync.KIND));
  }

  @Produces
  @Singleton
  static GitSyncReconciler syncReconciler(
      OperatorConfig config,
      GitSyncEvents events,
      HostLimit hosts,
      Upkeep upkeep,
      Clock clock,
      Jitter jitter,
      MeterRegistry registry) {
    FolderClaims claims = new FolderClaims();
    WatchedFolders folders = new WatchedFolders();
    registry
        .more()
        .counter(MetricNames.WATCH_OVERFLOWS, Tags.empty(), folders, WatchedFolders::overflows);
    FolderSync engine = new FolderSync(clock, upkeep);
    GitSyncWork work = new GitSyncWork(schemes(config), claims, folders, hosts, engine);
    return new GitSyncReconciler(
        config.clusterId(),
        new GitSyncRequests(config.volume().path(), network(config)),
        work,
        folders,
        new FolderDeletion(claims, work, events),
        events,
        jitter,
        clock);
  }

  @Produces
  @Singleton
  static GitExportReconciler reconciler(
      OperatorConfig config,
      GitExportEvents events,
      HostLimit hosts,
      Upkeep upkeep,
      Clock clock,
      Jitter jitter,
      MeterRegistry registry) {
    ExportListener listener = new StepTimer(registry);
    TargetLifecycle lifecycle = new TargetLifecycle(clock, listener);
    StoredSources sources = sources(config, hosts, clock, upkeep);
    InProcessRunner runner =
        new InProcessRunner(
            new Exporter(clock, listener), new MeteredSources(sources, registry), clock);
    GitExportWork work =
        new GitExportWork(policy(config), new Adoption(lifecycle, events), sources, runner, events);
    return new GitExportReconciler(
        config.clusterId(),
        new GitExportRequests(config.volume().path()),
        work,
        new Deletion(lifecycle, events),
        new NextLook(sources, jitter, clock),
        events,
        jitter,
        clock);
  }

  @Produces
  @Singleton
  static Operator operator(
      KubernetesClient client,
      OperatorConfig config,
      GitExportReconciler exports,
      GitSyncReconciler syncs,
      Jitter jitter,
      MeterRegistry registry) {
    ReconcileMeters meters = new ReconcileMeters(registry);
    ResourceCopies copies = new ResourceCopies(client.getKubernetesSerialization()::clone);
    Operator operator =
        new Operator(settings ->
            settings
                .withKubernetesClient(client)
                .withMetrics(meters)
                .withResourceCloner(copies)
                // The lease is given back after the work has stopped.
                .withCloseClientOnStop(false)
                .withConcurrentReconciliationThreads(config.reconcile().threads())
                .withReconciliationTerminationTimeout(TERMINATION)
                .withCacheSyncTimeout(CACHE_SYNC)
                .withUseSSAToPatchPrimaryResource(true));
    keepOneScheduler(operator);
    operator.register(
        exports, controller -> configure(controller, GitExportChanges.filter(), config, jitter));
    operator.register(
        syncs, controller -> configure(controller, GitSyncReconciler.changes(), config, jitter));
    return operator;
  }

  /// A pool without a core never lets its thread sleep for longer than 10 ms.
  private static void keepOneScheduler(Operator operator) {
    var executors = operator.getConfigurationService().getExecutorServiceManager();
    if (executors.scheduledExecutorService() instanceof ScheduledThreadPoolExecutor scheduler) {
      scheduler.setCorePoolSize(1);
    }
  }

  private static <R extends HasMetadata> void configure(
      ControllerConfigurationOverrider<R> controller,
      ResourceChanges<R> changes,
      OperatorConfig config,
      Jitter jitter) {
    controller
        .withFieldManager("gitexport")
        .withGenerationAware(false)
        .withOnUpdateFilter(changes)
        .withTriggerReconcilerOnAllEvents(true)
        .withRetry(new BackOff(BackOff.FIRST, BackOff.LONGEST, jitter));
    config
        .namespaces()
        .ifPresentOrElse(controller::settingNamespaces, controller::watchingAllNamespaces);
  }

  private static Network network(OperatorConfig config) {
    return Network.guarded(
            config.sources().allowedHosts().orElse(Set.of()),
            config.sources().allowedNetworks().orElse(Set.of()).stream()
                .map(AddressRange::parse)
                .toList())
        .upTo(config.sources().maxPackSize().asLongValue());
  }

  private static StoredSources sources(
      OperatorConfig config, HostLimit hosts, Clock clock, Upkeep upkeep) {
    return new StoredSources(config.store().path(), network(config), hosts, clock, upkeep);
  }

  private static OperatorPolicy policy(OperatorConfig config) {
    return new OperatorPolicy(schemes(config), config.symlinks().allowPreserve());
  }

  private static SchemePolicy schemes(OperatorConfig config) {
    return new SchemePolicy(config.sources().schemes());
  }
}
