package dev.onrush.internal.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A series whose meaning is known from its name, its labels and its unit. The names come from
 * Micrometer, the client libraries of Prometheus, OpenTelemetry's semantic conventions, the
 * exporter of PostgreSQL, and the sources in this package and the packages below.
 *
 * @param instance the name that distinguishes this series from others of the same meaning, such as
 *     the name of a pool or of a table; empty if there is only one
 * @param scale the factor that converts a value to the unit of its meaning
 */
public record KnownSeries(Meaning meaning, String instance, double scale) {

  /** The most expressions for which {@link #isKnown} caches its result. */
  private static final int REMEMBERED = 10_000;

  private static final Map<String, Boolean> FOUND = new ConcurrentHashMap<>();

  /**
   * The meanings whose series are combined. A service has a series for each of its addresses and
   * statuses, which would leave no room for other series.
   */
  private static final Set<Meaning> ADDED_UP =
      Set.of(Meaning.SERVER_CALLS, Meaning.SERVER_REQUESTS, Meaning.CLIENT_CALLS);

  /**
   * A row of the table.
   *
   * @param function {@code rate}, or empty for the value itself
   * @param labels the labels that a series must have; it may have others
   * @param instance the label that distinguishes several series; empty if there is only one
   */
  private record Entry(
      Meaning meaning,
      String function,
      String metric,
      Map<String, String> labels,
      String instance,
      double scale) {

    Entry with(String label, String value) {
      return new Entry(meaning, function, metric, Map.of(label, value), instance, scale);
    }

    Entry each(String label) {
      return new Entry(meaning, function, metric, labels, label, scale);
    }

    Entry times(double factor) {
      return new Entry(meaning, function, metric, labels, instance, factor);
    }
  }

  private static Entry value(Meaning meaning, String metric) {
    return new Entry(meaning, "", metric, Map.of(), "", 1);
  }

  private static Entry rate(Meaning meaning, String metric) {
    return new Entry(meaning, "rate", metric, Map.of(), "", 1);
  }

  private static final Map<String, List<Entry>> TABLE = table();

  private static Map<String, List<Entry>> table() {
    List<Entry> all = new ArrayList<>();
    pools(all);
    database(all);
    statements(all);
    process(all);
    host(all);
    jmx(all);
    threads(all);
    requests(all);
    Map<String, List<Entry>> table = new ConcurrentHashMap<>();
    all.forEach(entry -> table.computeIfAbsent(entry.metric, m -> new ArrayList<>()).add(entry));
    return table;
  }

  private static final Pattern PART_OF_TIMER = Pattern.compile("_(sum|count|bucket|max)$");

  private static final Set<String> ADDED_UP_TIMERS =
      TABLE.values().stream()
          .flatMap(List::stream)
          .filter(entry -> ADDED_UP.contains(entry.meaning))
          .map(entry -> timer(entry.metric))
          .collect(Collectors.toUnmodifiableSet());

  private static void pools(List<Entry> all) {
    all.add(value(Meaning.POOL_USED, "hikaricp_connections_active").each("pool"));
    all.add(value(Meaning.POOL_LIMIT, "hikaricp_connections_max").each("pool"));
    all.add(value(Meaning.POOL_WAITING, "hikaricp_connections_pending").each("pool"));
    all.add(value(Meaning.POOL_USED, "jdbc_connections_active").each("name"));
    all.add(value(Meaning.POOL_LIMIT, "jdbc_connections_max").each("name"));
    all.add(value(Meaning.POOL_USED, "r2dbc_pool_acquired_connections").each("name"));
    all.add(value(Meaning.POOL_LIMIT, "r2dbc_pool_max_allocated_connections").each("name"));
    all.add(value(Meaning.POOL_WAITING, "r2dbc_pool_pending_connections").each("name"));
    all.add(
        value(Meaning.POOL_USED, "db_client_connections_usage")
            .with("state", "used")
            .each("pool_name"));
    all.add(value(Meaning.POOL_LIMIT, "db_client_connections_max").each("pool_name"));
    all.add(
        value(Meaning.POOL_WAITING, "db_client_connections_pending_requests").each("pool_name"));
    all.add(
        value(Meaning.POOL_USED, "db_client_connection_count")
            .with("db_client_connection_state", "used")
            .each("db_client_connection_pool_name"));
    all.add(
        value(Meaning.POOL_LIMIT, "db_client_connection_max")
            .each("db_client_connection_pool_name"));
    all.add(
        value(Meaning.POOL_WAITING, "db_client_connection_pending_requests")
            .each("db_client_connection_pool_name"));
    // The standard library of Go: database/sql.
    all.add(value(Meaning.POOL_USED, "go_sql_in_use_connections").each("db_name"));
    all.add(value(Meaning.POOL_LIMIT, "go_sql_max_open_connections").each("db_name"));
  }

  private static void database(List<Entry> all) {
    all.add(value(Meaning.DATABASE_CONNECTIONS, "pg_stat_activity_count"));
    all.add(value(Meaning.DATABASE_CONNECTIONS, "postgres_connections"));
    all.add(value(Meaning.DATABASE_CONNECTIONS_LIMIT, "pg_settings_max_connections"));
    all.add(value(Meaning.DATABASE_CONNECTIONS_LIMIT, "postgres_connections_max"));
    all.add(value(Meaning.LOCK_WAITERS, "pg_lock_waiters"));
    all.add(rate(Meaning.SEQUENTIAL_ROWS, "pg_stat_user_tables_seq_tup_read").each("relname"));
  }

  private static void statements(List<Entry> all) {
    all.add(rate(Meaning.STATEMENT_TIME, "pg_stat_statements_seconds_total").each("query"));
  }

  private static void process(List<Entry> all) {
    all.add(value(Meaning.PROCESS_CPU, "process_cpu_usage"));
    all.add(value(Meaning.PROCESS_CPU, "jvm_cpu_recent_utilization_ratio"));
    all.add(rate(Meaning.PROCESS_PROCESSORS, "process_cpu_seconds_total"));
    all.add(value(Meaning.PROCESSOR_COUNT, "system_cpu_count"));
    all.add(value(Meaning.PROCESSOR_COUNT, "jvm_cpu_count"));
    all.add(value(Meaning.PROCESSOR_COUNT, "go_sched_gomaxprocs_threads"));
    all.add(value(Meaning.SYSTEM_CPU, "system_cpu_usage"));
    all.add(value(Meaning.SYSTEM_CPU, "system_cpu_utilization_ratio"));
    all.add(rate(Meaning.QUOTA_PERIODS, "container_cpu_cfs_periods_total"));
    all.add(rate(Meaning.THROTTLED_PERIODS, "container_cpu_cfs_throttled_periods_total"));
    all.add(value(Meaning.HEAP_USED, "jvm_memory_used_bytes").with("area", "heap"));
    all.add(value(Meaning.HEAP_USED, "jvm_memory_used_bytes").with("jvm_memory_type", "heap"));
    all.add(value(Meaning.HEAP_LIMIT, "jvm_memory_max_bytes").with("area", "heap"));
    all.add(value(Meaning.HEAP_LIMIT, "jvm_memory_limit_bytes").with("jvm_memory_type", "heap"));
    all.add(rate(Meaning.GC_TIME, "jvm_gc_pause_seconds_sum"));
    all.add(rate(Meaning.GC_TIME, "jvm_gc_collection_seconds_sum"));
    all.add(rate(Meaning.GC_TIME, "jvm_gc_duration_seconds_sum"));
    all.add(rate(Meaning.GC_TIME, "go_gc_duration_seconds_sum"));
    all.add(rate(Meaning.GC_TIME, "nodejs_gc_duration_seconds_sum"));
    all.add(value(Meaning.FILES_OPEN, "process_open_fds"));
    all.add(value(Meaning.FILES_LIMIT, "process_max_fds"));
    all.add(value(Meaning.FILES_OPEN, "process_files_open_files"));
    all.add(value(Meaning.FILES_LIMIT, "process_files_max_files"));
  }

  /** Adds the series that are read from {@code /proc}. */
  private static void host(List<Entry> all) {
    all.add(value(Meaning.PROCESS_CPU, "host_process_cpu_ratio"));
    all.add(value(Meaning.SYSTEM_CPU, "host_cpu_ratio"));
    all.add(rate(Meaning.CPU_WAIT, "host_process_cpu_wait_seconds_total"));
    all.add(rate(Meaning.QUOTA_PERIODS, "host_process_quota_periods_total"));
    all.add(rate(Meaning.THROTTLED_PERIODS, "host_process_throttled_periods_total"));
    all.add(value(Meaning.MEMORY_USED, "host_memory_used_bytes").each("of"));
    all.add(value(Meaning.MEMORY_LIMIT, "host_memory_limit_bytes").each("of"));
    all.add(rate(Meaning.MEMORY_WAIT, "host_memory_wait_seconds_total"));
    all.add(rate(Meaning.DISK_WAIT, "host_disk_wait_seconds_total"));
    all.add(value(Meaning.FILES_OPEN, "host_process_open_fds"));
    all.add(value(Meaning.FILES_LIMIT, "host_process_max_fds"));
  }

  /** Adds the series that are read from a JVM's management beans. */
  private static void jmx(List<Entry> all) {
    all.add(value(Meaning.PROCESS_CPU, "jmx_process_cpu_ratio"));
    all.add(value(Meaning.HEAP_USED, "jmx_heap_used_bytes"));
    all.add(value(Meaning.HEAP_LIMIT, "jmx_heap_max_bytes"));
    all.add(value(Meaning.HEAP_KEPT, "jmx_heap_after_collection_ratio"));
    all.add(rate(Meaning.GC_TIME, "jmx_gc_seconds_total"));
    all.add(value(Meaning.THREADS_BLOCKED, "jmx_threads_blocked"));
    all.add(value(Meaning.THREADS, "jmx_threads_live"));
    all.add(value(Meaning.THREADS_AT, "jmx_threads_at").each("frame"));
    all.add(value(Meaning.FILES_OPEN, "jmx_open_fds"));
    all.add(value(Meaning.FILES_LIMIT, "jmx_max_fds"));
  }

  private static void threads(List<Entry> all) {
    all.add(value(Meaning.SERVER_THREADS_BUSY, "tomcat_threads_busy_threads").each("name"));
    all.add(value(Meaning.SERVER_THREADS_LIMIT, "tomcat_threads_config_max_threads").each("name"));
    all.add(value(Meaning.SERVER_THREADS_BUSY, "tomcat_threads_busy").each("name"));
    all.add(value(Meaning.SERVER_THREADS_LIMIT, "tomcat_threads_config_max").each("name"));
    all.add(value(Meaning.SERVER_THREADS_BUSY, "jetty_threads_busy"));
    all.add(value(Meaning.SERVER_THREADS_LIMIT, "jetty_threads_config_max"));
    all.add(value(Meaning.EXECUTOR_ACTIVE, "executor_active_threads").each("name"));
    all.add(value(Meaning.EXECUTOR_LIMIT, "executor_pool_max_threads").each("name"));
    all.add(value(Meaning.EXECUTOR_WAITING, "executor_queued_tasks").each("name"));
    all.add(value(Meaning.THREADS_BLOCKED, "jvm_threads_states_threads").with("state", "blocked"));
  }

  private static void requests(List<Entry> all) {
    all.add(rate(Meaning.LOG_LINES, "logback_events_total"));
    all.add(rate(Meaning.DEBUG_LINES, "logback_events_total").with("level", "debug"));
    all.add(rate(Meaning.DEBUG_LINES, "logback_events_total").with("level", "trace"));
    all.add(rate(Meaning.LOG_LINES, "log4j2_events_total"));
    all.add(rate(Meaning.DEBUG_LINES, "log4j2_events_total").with("level", "debug"));
    all.add(rate(Meaning.DEBUG_LINES, "log4j2_events_total").with("level", "trace"));
    all.add(rate(Meaning.SERVER_CALLS, "http_server_requests_seconds_sum"));
    all.add(rate(Meaning.SERVER_CALLS, "http_server_request_duration_seconds_sum"));
    all.add(rate(Meaning.SERVER_CALLS, "http_server_duration_milliseconds_sum").times(0.001));
    all.add(rate(Meaning.SERVER_REQUESTS, "http_server_requests_seconds_count"));
    all.add(rate(Meaning.SERVER_REQUESTS, "http_server_request_duration_seconds_count"));
    all.add(rate(Meaning.SERVER_REQUESTS, "http_server_duration_milliseconds_count"));
    all.add(rate(Meaning.CLIENT_CALLS, "http_client_requests_seconds_sum"));
    all.add(rate(Meaning.CLIENT_CALLS, "http_client_request_duration_seconds_sum"));
    all.add(rate(Meaning.CLIENT_CALLS, "http_client_duration_milliseconds_sum").times(0.001));
  }

  /**
   * Returns the meanings of an expression. Most expressions have no known meaning; the debug lines
   * of a log have two.
   */
  public static List<KnownSeries> of(String expression) {
    PrometheusSample series;
    String function = function(expression);
    try {
      series = PrometheusSample.parse(argument(expression, function) + " 0");
    } catch (IllegalArgumentException e) {
      return List.of(); // from a source with names of another format
    }
    return TABLE.getOrDefault(series.metric(), List.of()).stream()
        .filter(entry -> entry.function.equals(function))
        .filter(entry -> series.labels().entrySet().containsAll(entry.labels.entrySet()))
        .filter(entry -> entry.meaning != Meaning.GC_TIME || isOfPauses(series.labels()))
        .map(
            entry ->
                new KnownSeries(
                    entry.meaning,
                    entry.instance.isEmpty()
                        ? ""
                        : series.labels().getOrDefault(entry.instance, ""),
                    entry.scale))
        .toList();
  }

  /**
   * Whether a collection time is the time of pauses. Prometheus's client for Java and OpenTelemetry
   * name the collector in a label; Micrometer reports pauses only.
   */
  private static boolean isOfPauses(Map<String, String> labels) {
    return Stream.of("gc", "jvm_gc_name")
        .flatMap(label -> Optional.ofNullable(labels.get(label)).stream())
        .allMatch(KnownSeries::isOfPauses);
  }

  /**
   * Whether a garbage collector of the JVM reports the time of its pauses, and not of whole cycles.
   */
  public static boolean isOfPauses(String collector) {
    return !collector.endsWith("Cycles");
  }

  /** Whether an expression has a known meaning. The result is cached. */
  public static boolean isKnown(String expression) {
    if (FOUND.size() > REMEMBERED) {
      FOUND.clear();
    }
    return FOUND.computeIfAbsent(expression, e -> !of(e).isEmpty());
  }

  /**
   * Whether an expression is the rate of one of several counters of the same kind, such as one for
   * each table.
   */
  static boolean isOneOfSeveralCounters(String expression) {
    return function(expression).equals("rate")
        && of(expression).stream().anyMatch(known -> !known.instance.isEmpty());
  }

  /**
   * Whether all series of a metric are combined. The metric may have any of its names: {@code
   * http_server_requests_seconds}, or this name with {@code _sum}, {@code _count}, {@code _bucket}
   * or {@code _max}.
   */
  static boolean isAddedUp(String metric) {
    return ADDED_UP_TIMERS.contains(timer(metric));
  }

  private static String timer(String metric) {
    return PART_OF_TIMER.matcher(metric).replaceFirst("");
  }

  private static String function(String expression) {
    int end = expression.indexOf('(');
    String before = end < 0 ? "" : expression.substring(0, end);
    return before.matches("[a-z0-9]+") && expression.endsWith(")") ? before : "";
  }

  private static String argument(String expression, String function) {
    return function.isEmpty()
        ? expression
        : expression.substring(function.length() + 1, expression.length() - 1);
  }
}
