package dev.onrush.internal.exchange;

import dev.onrush.internal.text.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Records exchanges, so that users can see what a service answered: the first of each kind of
 * failure and the slowest of each request, or all. Their number is bounded: a few of each kind and
 * a limited number of kinds, or the first ones if all are kept. Any thread may add exchanges; one
 * thread takes them.
 */
public final class Exchanges {

  /** The number of exchanges that are kept for each kind of failure. */
  public static final int OF_A_KIND = 3;

  private static final int MOST_KINDS = 100;

  /**
   * The number of error texts of a request and a status code that are examined, each once, and
   * remembered.
   */
  private static final int EACH_TEXT = 1_000;

  /**
   * Beyond {@link #EACH_TEXT}, only one of this many texts is examined. If a request has so many
   * texts, most of them differ each time, for example by an id.
   */
  private static final int ONE_TEXT_OF = 100;

  /**
   * The count of a kind for which there is no place. It equals the count of a kind of which enough
   * exchanges were kept.
   */
  private static final AtomicInteger NO_PLACE = new AtomicInteger(OF_A_KIND);

  /** The most exchanges of a run in which all are kept. */
  private static final int MOST = 1_000;

  /** Which exchanges are kept. */
  public enum Kept {
    /** The first of each kind of failure, and the slowest of each request. */
    NOTABLE,
    /** All exchanges, including those that have not failed. */
    ALL
  }

  private record Place(String userClass, String request, String code) {}

  /** The failures of one request with one status code. */
  private final class Failures {

    /**
     * How many exchanges of a text's kind were kept, by the fingerprint of the text, since texts
     * may be long.
     */
    private final Map<Long, AtomicInteger> texts = new ConcurrentHashMap<>();

    private final Map<String, AtomicInteger> byKind = new ConcurrentHashMap<>();

    /** The number of texts that occurred after {@link #EACH_TEXT} texts were remembered. */
    private final AtomicLong furtherTexts = new AtomicLong();

    /** Whether a failure is among the first of its kind. */
    boolean isFirst(String error) {
      long text = fingerprint(error);
      AtomicInteger seen = texts.get(text);
      if (seen == null) {
        boolean hasRoom = texts.size() < EACH_TEXT;
        if (!hasRoom && furtherTexts.incrementAndGet() % ONE_TEXT_OF != 0) {
          return false;
        }
        seen = ofKind(kindOf.apply(error));
        if (hasRoom || seen.get() < OF_A_KIND) {
          texts.put(text, seen);
        }
      }
      return seen.get() < OF_A_KIND && seen.getAndIncrement() < OF_A_KIND;
    }

    private AtomicInteger ofKind(String kind) {
      return kinds.get() >= MOST_KINDS
          ? byKind.getOrDefault(kind, NO_PLACE)
          : byKind.computeIfAbsent(
              kind,
              k -> {
                kinds.incrementAndGet();
                return new AtomicInteger();
              });
    }
  }

  /**
   * Returns the 64-bit FNV-1a hash of the characters. The probability that two of 1,000 texts have
   * the same hash is below 1 in 10 million million.
   *
   * @see <a href="http://www.isthe.com/chongo/tech/comp/fnv/">FNV</a>
   */
  private static long fingerprint(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  private final Kept which;
  private final SecretNames secretNames;
  private final Optional<TraceIds> traceIds;
  private final UnaryOperator<String> kindOf;
  private final Map<Place, Failures> failures = new ConcurrentHashMap<>();
  private final AtomicInteger kinds = new AtomicInteger();
  private final AtomicInteger all = new AtomicInteger();
  private final ConcurrentLinkedQueue<Exchange> kept = new ConcurrentLinkedQueue<>();
  private final SlowestExchanges slowest = new SlowestExchanges();

  /**
   * Creates an empty record.
   *
   * @param secretNames names whose values are to be hidden before an exchange is kept
   * @param traceIds generates the trace ids of requests; empty if requests carry no trace id
   * @param kindOf returns the same text for errors of the same kind
   */
  public Exchanges(
      Kept which,
      SecretNames secretNames,
      Optional<TraceIds> traceIds,
      UnaryOperator<String> kindOf) {
    this.which = which;
    this.secretNames = secretNames;
    this.traceIds = traceIds;
    this.kindOf = kindOf;
  }

  /** The names whose values are to be hidden before an exchange is kept. */
  public SecretNames secretNames() {
    return secretNames;
  }

  /** The generator of the trace ids of requests; empty if requests carry no trace id. */
  public Optional<TraceIds> traceIds() {
    return traceIds;
  }

  /** Whether all exchanges are to be kept, including those that have not failed. */
  public boolean keepsAll() {
    return which == Kept.ALL;
  }

  /** Keeps an exchange, whether it has failed or not. */
  public void keep(Exchange exchange) {
    if (all.getAndIncrement() < MOST) {
      kept.add(exchange);
    }
  }

  /**
   * Keeps a failed exchange if it is among the first of its kind.
   *
   * @param code the status code; empty if there was no response
   * @param error the original error text, with its ids and numbers
   * @param exchange creates the exchange; called only if it is kept
   */
  public void addFailed(
      String userClass, String request, String code, String error, Supplier<Exchange> exchange) {
    Place place = new Place(userClass, request, code);
    Failures same = failures.get(place);
    if (same == null) {
      if (kinds.get() >= MOST_KINDS) {
        return;
      }
      same = failures.computeIfAbsent(place, p -> new Failures());
    }
    if (same.isFirst(error)) {
      kept.add(exchange.get());
    }
  }

  /**
   * Whether a successful exchange that took {@code millis} is among the slowest of its request so
   * far.
   *
   * @param group the groups around the request; empty if there are none
   */
  public boolean isSlow(String group, String request, double millis) {
    return slowest.has(group, request, millis);
  }

  /** Keeps a successful exchange that is among the slowest of its request. */
  public void addSlow(String group, String request, Exchange exchange) {
    slowest.add(group, request, exchange);
  }

  /**
   * Keeps an exchange that another JVM has kept, if it is among the first or the slowest here too.
   */
  public void add(Exchange exchange) {
    if (!exchange.failed()) {
      if (isSlow("", exchange.request(), exchange.millis())) {
        addSlow("", exchange.request(), exchange);
      }
      return;
    }
    addFailed(
        exchange.userClass(),
        exchange.request(),
        exchange.answer().map(Exchange.Message::line).orElse(""),
        exchange.error(),
        () -> exchange);
  }

  /**
   * Returns the slowest of the taken exchanges of each request that were successful, the slowest
   * first.
   */
  public static List<Exchange> slowestOf(List<Exchange> taken) {
    return SlowestExchanges.of(taken);
  }

  /**
   * Returns the exchanges that were kept since the last call. Some of the slowest are returned only
   * by the last call.
   *
   * @param last whether no more exchanges will be added
   */
  public List<Exchange> take(boolean last) {
    List<Exchange> taken = new ArrayList<>();
    for (Exchange next = kept.poll(); next != null; next = kept.poll()) {
      taken.add(next);
    }
    taken.addAll(slowest.take(last));
    return taken;
  }
}
