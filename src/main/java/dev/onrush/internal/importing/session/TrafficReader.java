package dev.onrush.internal.importing.session;

import dev.onrush.internal.importing.log.LogEntry;
import dev.onrush.internal.importing.log.SessionBy;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** Collects the traffic of a log from its entries, one after the other. */
public final class TrafficReader {

  /**
   * The reason for which a request that opens a WebSocket is left out, for messages. The traffic
   * that follows it is not a response.
   */
  public static final String WEB_SOCKET = "for a WebSocket";

  /** The reason for which a request outside the period that is read is left out, for messages. */
  public static final String OUTSIDE = "outside the period of --from and --until";

  private static final long SECOND = 1_000_000;

  /**
   * The longest response time, in microseconds. A longer response is a stream or a long poll, and
   * the users of a run do not wait longer by default.
   */
  static final long LONGEST_RESPONSE = 60 * SECOND;

  /**
   * Selects what is read.
   *
   * @param sessionBy the property that tells one user from another
   * @param gap the pause after which the next request of a user begins a new session
   * @param withStatic whether requests for images, scripts and other static files are kept
   * @param time the period that is read
   */
  public record Selection(SessionBy sessionBy, Duration gap, boolean withStatic, Time time) {}

  /**
   * A part of the period of a log.
   *
   * @param from the start, in microseconds since 1970, inclusive
   * @param to the end, in microseconds since 1970, exclusive
   */
  public record Time(long from, long to) {

    /** The whole period. */
    public static final Time ALL = new Time(Long.MIN_VALUE, Long.MAX_VALUE);

    /** Whether a moment, in microseconds since 1970, is in this period. */
    public boolean has(long at) {
      return at >= from && at < to;
    }
  }

  private final Selection selection;
  private final PathTree tree;
  private final Sessions sessions;
  private final TimeSeries requests = new TimeSeries();
  private EntryTimes outside = EntryTimes.NONE;
  private final Map<String, Long> leftOut = new LinkedHashMap<>();

  /** The response times in microseconds, up to an hour. */
  private final Histogram times = new Histogram(3_600 * SECOND, 2);

  private boolean wholeSeconds = true;
  private boolean wholeMillis = true;
  private long responses;
  private long errors;
  private long unidentified;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long firstEnd = Long.MAX_VALUE;

  /**
   * Creates a reader without entries.
   *
   * @param selection selects what is read
   * @param seed the seed of the random samples
   */
  public TrafficReader(Selection selection, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    this.selection = selection;
    this.tree = new PathTree(random);
    this.sessions = new Sessions(selection.gap(), random);
  }

  /** Adds an entry. */
  public void add(LogEntry entry) {
    if (!selection.time().has(entry.time().at())) {
      outside = outside.with(entry.time().at());
      leaveOut(OUTSIDE);
      return;
    }
    if (entry.status() == 101) {
      leaveOut(WEB_SOCKET);
      return;
    }
    if (!selection.withStatic() && StaticFiles.isStatic(entry.path())) {
      leaveOut(StaticFiles.LEFT_OUT);
      return;
    }
    Optional<Endpoint> endpoint = tree.add(entry.method(), entry.target(), entry.status());
    if (endpoint.isEmpty()) {
      leaveOut("for paths that were never found, or are too long");
      return;
    }
    LogEntry.Time time = withinLog(entry.time().asExactAsBegin());
    first = Math.min(first, time.at());
    last = Math.max(last, time.at());
    wholeSeconds &= time.at() % SECOND == 0;
    wholeMillis &= time.at() % 1_000 == 0;
    requests.add(Math.floorDiv(time.at(), SECOND));
    count(entry);
    unidentified += selection.sessionBy().isIn(entry) ? 0 : 1;
    sessions.add(selection.sessionBy().key(entry), time, endpoint.get());
  }

  /** Limits a stream that began long before the log to the start of the log. */
  private LogEntry.Time withinLog(LogEntry.Time time) {
    firstEnd = Math.min(firstEnd, time.end());
    return time.took() > LONGEST_RESPONSE && time.at() < firstEnd
        ? new LogEntry.Time(firstEnd, time.end() - firstEnd)
        : time;
  }

  private void count(LogEntry entry) {
    if (entry.status() > 0) {
      responses++;
      errors += entry.status() >= 500 ? 1 : 0;
    }
    if (entry.time().took() != LogEntry.UNKNOWN) {
      times.recordValue(Math.min(entry.time().took(), times.getHighestTrackableValue()));
    }
  }

  private void leaveOut(String why) {
    leftOut.merge(why, 1L, Long::sum);
  }

  /** The number of entries that were left out, by reason. */
  public Map<String, Long> leftOut() {
    return new LinkedHashMap<>(leftOut);
  }

  /** The times of the entries outside the period that is read. */
  public EntryTimes outside() {
    return outside;
  }

  /** Returns the numbers of entries that were left out, each with its reason, for messages. */
  public static String reasons(Map<String, Long> leftOut) {
    return leftOut.entrySet().stream()
        .map(reason -> Quantity.count(reason.getValue()) + " " + reason.getKey())
        .collect(Collectors.joining(", "));
  }

  /** Whether no entry has been kept. */
  public boolean isEmpty() {
    return first > last;
  }

  /** Returns the traffic of all entries. No entry can be added afterwards. */
  public Traffic traffic() {
    sessions.complete();
    tree.openRareWords();
    List<Endpoint> endpoints = new ArrayList<>(tree.endpoints());
    endpoints.sort(Comparator.comparingLong(Endpoint::requests).reversed());
    Duration resolution =
        wholeSeconds ? Duration.ofSeconds(1) : Duration.ofNanos(wholeMillis ? 1_000_000 : 1_000);
    return new Traffic(
        new Traffic.Window(
            Math.floorDiv(first, SECOND), Math.floorDiv(last, SECOND) + 1, requests, resolution),
        List.copyOf(endpoints),
        new Traffic.Sample(
            sessions.kept(),
            sessions.seen(),
            sessions.endedEarly(),
            sessions.late(),
            sessions.begins()),
        sessions.steady(),
        sessions.fast(),
        leftOut(),
        unidentified,
        service());
  }

  private Traffic.Service service() {
    Optional<Duration> p95 =
        times.getTotalCount() == 0
            ? Optional.empty()
            : Optional.of(Duration.ofNanos(1_000 * times.getValueAtPercentile(95)));
    return new Traffic.Service(p95, responses == 0 ? 0 : (double) errors / responses);
  }
}
