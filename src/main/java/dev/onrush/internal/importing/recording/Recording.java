package dev.onrush.internal.importing.recording;

import dev.onrush.internal.importing.log.SessionBy;
import dev.onrush.internal.importing.session.EntryTimes;
import dev.onrush.internal.importing.session.StaticFiles;
import dev.onrush.internal.importing.session.TrafficReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Selects the requests of a recording that a load test sends, and counts the others by the reason
 * for which they are left out.
 */
final class Recording {

  /** The most requests of a recording that are kept, so that a reader can take in the journey. */
  static final int MOST = 1_000;

  /** The most requests that are kept before the host of the service is known. */
  private static final int MOST_CANDIDATES = 10_000;

  private static final int LONGEST_TARGET = 4_096;

  private static final String BY_WORKER =
      "answered by the page's service worker, whose own requests are kept";

  private static final Set<String> STATIC_TYPES =
      Set.of("image", "stylesheet", "script", "font", "media", "manifest", "texttrack");

  private static final List<String> STATIC_CONTENT =
      List.of("image/", "font/", "audio/", "video/", "text/css", "javascript", "font-woff");

  private final Selection selection;
  private final List<Exchange> candidates = new ArrayList<>();
  private final Map<String, Map<String, Long>> leftOut = new LinkedHashMap<>();
  private EntryTimes outside = EntryTimes.NONE;

  /**
   * Selects what is kept.
   *
   * @param sessionBy the property that tells one user from another
   * @param hosts the hosts whose requests are kept; if the list is empty, the host of the first
   *     page
   * @param withStatic whether requests for images, scripts and other static files are kept
   * @param time the period that is read
   */
  record Selection(
      SessionBy sessionBy, List<String> hosts, boolean withStatic, TrafficReader.Time time) {

    /** Copies the hosts, in lower case and without the ports that are usual. */
    Selection {
      hosts =
          hosts.stream()
              .map(host -> host.toLowerCase(Locale.ROOT).replaceFirst(":(?:443|80)$", ""))
              .toList();
    }
  }

  Recording(Selection selection) {
    this.selection = selection;
  }

  /**
   * The selected requests.
   *
   * @param hosts the hosts of the service, in the order of their first requests
   * @param users the requests of each user, in the order of their times
   * @param leftOut the number of requests that were left out, by reason
   * @param outside the times of the requests outside the period that is read
   */
  record Kept(
      Set<String> hosts,
      List<List<Exchange>> users,
      Map<String, Long> leftOut,
      EntryTimes outside) {}

  /** Adds an entry. */
  void add(Exchange exchange) {
    String why = whyNot(exchange);
    if (why.equals(TrafficReader.OUTSIDE)) {
      outside = outside.with(exchange.entry().time().at());
    }
    if (why.isEmpty() && candidates.size() < MOST_CANDIDATES) {
      candidates.add(exchange);
    } else {
      leaveOut(exchange.origin().host(), why.isEmpty() ? tooMany() : why);
    }
  }

  private void leaveOut(String host, String why) {
    leftOut.computeIfAbsent(host, name -> new LinkedHashMap<>()).merge(why, 1L, Long::sum);
  }

  private static String tooMany() {
    return String.format(Locale.ROOT, "after the first %,d", MOST);
  }

  private String whyNot(Exchange exchange) {
    if (!selection.time().has(exchange.entry().time().at())) {
      return TrafficReader.OUTSIDE;
    }
    String scheme = exchange.origin().scheme();
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return "with a protocol other than HTTP";
    }
    if (exchange.entry().status() == 101) {
      return TrafficReader.WEB_SOCKET;
    }
    if (isEventStream(exchange)) {
      return "for server-sent events";
    }
    if (!selection.withStatic() && isStatic(exchange)) {
      return StaticFiles.LEFT_OUT;
    }
    if (exchange.origin().responseSource() == Exchange.ResponseSource.CACHE) {
      return "answered by the browser's cache";
    }
    if (exchange.entry().status() == 0) {
      return "without a response";
    }
    boolean asks = exchange.entry().sender().field("access-control-request-method").isPresent();
    if (asks && exchange.entry().method().equals("OPTIONS")) {
      return "for CORS preflight";
    }
    return exchange.entry().target().length() > LONGEST_TARGET
        ? "with an address that is too long"
        : "";
  }

  /**
   * Whether a page listens to a stream of events. A stream that answers another method than GET is
   * treated as any other response.
   */
  private static boolean isEventStream(Exchange exchange) {
    String content = exchange.response().mimeType().toLowerCase(Locale.ROOT);
    return exchange.origin().type().equalsIgnoreCase("eventsource")
        || (exchange.entry().method().equals("GET") && content.contains("text/event-stream"));
  }

  private static boolean isStatic(Exchange exchange) {
    String content = exchange.response().mimeType().toLowerCase(Locale.ROOT);
    return StaticFiles.isStatic(exchange.path())
        || STATIC_TYPES.contains(exchange.origin().type().toLowerCase(Locale.ROOT))
        || STATIC_CONTENT.stream().anyMatch(content::contains);
  }

  /** Returns the selected requests. No entry can be added afterwards. */
  Kept kept() {
    candidates.sort(Comparator.comparingLong(exchange -> exchange.entry().time().at()));
    WorkerRequests requests = WorkerRequests.of(candidates);
    requests.repeated().forEach(each -> leaveOut(each.origin().host(), BY_WORKER));
    List<String> wanted =
        selection.hosts().isEmpty() ? firstPage(requests.once()) : selection.hosts();
    Set<String> hosts = new LinkedHashSet<>();
    Map<String, List<Exchange>> users = new LinkedHashMap<>();
    int kept = 0;
    for (Exchange exchange : requests.once()) {
      String host = exchange.origin().host();
      if (!wanted.contains(host)) {
        leaveOut(host, "");
      } else if (kept == MOST) {
        leaveOut(host, tooMany());
      } else {
        kept++;
        hosts.add(host);
        users.computeIfAbsent(user(exchange), key -> new ArrayList<>()).add(exchange);
      }
    }
    return new Kept(hosts, List.copyOf(users.values()), reasons(wanted), outside);
  }

  /**
   * Returns the key of the user. By default, the whole recording is of one user, because it is of
   * one browser.
   */
  private String user(Exchange exchange) {
    return selection.sessionBy().equals(SessionBy.AGENT)
        ? ""
        : selection.sessionBy().key(exchange.entry());
  }

  private static List<String> firstPage(List<Exchange> exchanges) {
    return exchanges.stream()
        .filter(
            each ->
                each.origin().type().equals("document")
                    || each.response().mimeType().toLowerCase(Locale.ROOT).contains("html"))
        .findFirst()
        .or(() -> exchanges.stream().findFirst())
        .map(first -> List.of(first.origin().host()))
        .orElse(List.of());
  }

  /**
   * Returns the number of requests that were left out, by reason. All requests to other hosts share
   * one reason.
   */
  private Map<String, Long> reasons(Collection<String> hosts) {
    Map<String, Long> reasons = new LinkedHashMap<>();
    Map<String, Long> others = new TreeMap<>();
    leftOut.forEach(
        (host, whys) ->
            whys.forEach(
                (why, times) -> {
                  if (hosts.isEmpty() || hosts.contains(host) || host.isEmpty()) {
                    reasons.merge(why, times, Long::sum);
                  } else {
                    others.merge(host, times, Long::sum);
                  }
                }));
    if (!others.isEmpty()) {
      reasons.put(
          "to other hosts (--host NAME keeps them): " + Hosts.text(others),
          others.values().stream().mapToLong(Long::longValue).sum());
    }
    return reasons;
  }

  /** Lists names of hosts, the most frequent first. */
  private static final class Hosts {
    private static final int SHOWN = 5;

    private Hosts() {}

    static String text(Map<String, Long> hosts) {
      List<String> names =
          hosts.entrySet().stream()
              .sorted(
                  Map.Entry.<String, Long>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .map(Map.Entry::getKey)
              .toList();
      return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
          + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
    }
  }
}
