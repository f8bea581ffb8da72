package dev.onrush.reference.settings;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of the reference service; {@code reference-service.conf} documents the meaning,
 * range and default of each.
 */
public record ServiceSettings(
    Http http,
    Limits limits,
    Faults faults,
    Pool pool,
    Postgres postgres,
    Hashing hashing,
    Duration tokenLifetime,
    Cache cache,
    boolean workersIndex,
    boolean optimisticLocking,
    Seed seed,
    Jvm jvm) {

  /**
   * Where and how requests are received.
   *
   * @param tracesPort the port that the requests' spans are sent to; 0 for none
   */
  public record Http(
      int port, int workerThreads, boolean logRequests, int debugLines, int tracesPort) {}

  /** The limits on requests; 0 for no limit. */
  public record Limits(int maxInFlight, int perSecond) {}

  /**
   * The faults that are injected on purpose.
   *
   * @param leak the kilobytes kept by each request
   * @param collect whether each request asks for a full collection
   */
  public record Faults(
      Latency latency,
      Duration stallFor,
      Duration stallEvery,
      double errorRate,
      int leak,
      boolean collect) {

    /** Returns whether no fault is injected. */
    public boolean areNone() {
      return latency.isNone() && stallFor.isZero() && errorRate == 0 && leak == 0 && !collect;
    }
  }

  /**
   * Connections to the database.
   *
   * @param size the number of connections; 0 for one connection per request
   * @param hold how long a connection is kept after its statements
   */
  public record Pool(int size, Duration timeout, Duration hold) {}

  /**
   * The database.
   *
   * @param port the port; 0 for any
   * @param folder the folder in which its temporary folder is created
   */
  public record Postgres(int maxConnections, int port, Path folder) {}

  /** The hashing of passwords, as PBKDF2-HMAC-SHA256. */
  public record Hashing(int iterations, boolean holdingConnection) {}

  /** The cache in front of monitored tasks. */
  public record Cache(boolean enabled, Duration ttl) {}

  /** The data that exists at the start. */
  public record Seed(int users, int groups, int workers, int events, int processes) {}

  /**
   * The service's own JVM.
   *
   * @param heap the heap in megabytes
   * @param processors the number of processors; 0 for all
   * @param warmUp the longest time for which the service sends requests to itself at the start
   */
  public record Jvm(int heap, int processors, Duration warmUp) {}

  /**
   * Returns the defaults, overridden by the settings below {@code reference} in {@code given}.
   *
   * @throws IllegalArgumentException if a setting is not known or out of range; the message names
   *     it
   */
  public static ServiceSettings from(Config given) {
    SettingsFile file = SettingsFile.of(given);
    Duration stallFor = file.duration("faults.stall-for", Duration.ZERO, Duration.ofSeconds(60));
    Duration stallEvery =
        file.duration("faults.stall-every", Duration.ofMillis(1), Duration.ofHours(1));
    if (stallFor.compareTo(stallEvery) >= 0) {
      throw new IllegalArgumentException(
          "setting reference.faults.stall-for was %s ms; it must be less than faults.stall-every (%s ms); shorten it"
              .formatted(stallFor.toMillis(), stallEvery.toMillis()));
    }
    return new ServiceSettings(
        new Http(
            file.whole("http.port", 0, 65_535),
            file.whole("http.worker-threads", 1, 1_000),
            file.flag("log.requests"),
            file.whole("log.debug-lines", 0, 100_000),
            file.whole("http.traces-port", 0, 65_535)),
        new Limits(
            file.whole("admission.max-in-flight", 0, 100_000),
            file.whole("rate-limit.per-second", 0, 1_000_000)),
        new Faults(
            file.latency("faults.latency"),
            stallFor,
            stallEvery,
            file.share("faults.error-rate"),
            file.whole("faults.leak", 0, 10_000),
            file.flag("faults.collect")),
        new Pool(
            file.whole("pool.size", 0, 1_000),
            file.duration(
                "pool.connection-timeout", Duration.ofMillis(250), Duration.ofSeconds(60)),
            file.duration("pool.hold", Duration.ZERO, Duration.ofSeconds(10))),
        new Postgres(
            file.whole("postgres.max-connections", 5, 1_000),
            file.whole("postgres.port", 0, 65_535),
            file.folder("postgres.folder")),
        new Hashing(
            file.whole("passwords.iterations", 1, 10_000_000),
            file.flag("passwords.holding-connection")),
        file.duration("tokens.lifetime", Duration.ofSeconds(1), Duration.ofDays(7)),
        new Cache(
            file.flag("cache.enabled"),
            file.duration("cache.ttl", Duration.ofMillis(1), Duration.ofDays(1))),
        file.flag("indexes.workers"),
        file.flag("processes.optimistic-locking"),
        new Seed(
            file.whole("seed.users", 1, 100_000),
            file.whole("seed.groups", 0, 1_000_000),
            file.whole("seed.workers", 0, 1_000_000),
            file.whole("seed.events", 0, 10_000_000),
            file.whole("seed.processes", 1, 100_000)),
        new Jvm(
            file.whole("process.heap", 64, 65_536),
            file.whole("process.processors", 0, 1_024),
            file.duration("process.warm-up", Duration.ZERO, Duration.ofSeconds(60))));
  }
}
