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
 * The first exchanges of each kind of failure and the slowest of each request, or all, for those
 * who want to see what a service answered. Bounded: a few of each kind, and a number of kinds; of
 * all, the first. Any thread adds; one thread takes.
 */
public final class Exchanges {

  /** Of each kind of failure. */
  public static final int OF_A_KIND = 3;

  private static final int MOST_KINDS = 100;

  /** Of a request and a status code: so many texts are looked at, each once, and remembered. */
  private static final int EACH_TEXT = 1_000;

  /** After those, one of so many: most texts of such a request differ each time, as by an id. */
  private static final int ONE_TEXT_OF = 100;

  /** Of a kind for which there is no place: it counts as one of which enough were kept. */
  private static final AtomicInteger NO_PLACE = new AtomicInteger(OF_A_KIND);

  /** Of a run in which each is kept. */
  private static final int MOST = 1_000;

  /** Which are kept. */
  public enum Kept {
    /** The first of each kind of failure, and the slowest of each request. */
    NOTABLE,
    /** Each, also those that have not failed. */
    ALL
  }

  private record Place(String userClass, String request, String code) {}

  /** Failures of one request with one status code. */
  private final class Failures {

    /** How many were kept of the kind of a text; by its fingerprint, for texts may be long. */
    private final Map<Long, AtomicInteger> texts = new ConcurrentHashMap<>();

    private final Map<String, AtomicInteger> byKind = new ConcurrentHashMap<>();

    /** Those that came when as many were remembered as can be. */
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
        seen = ofKind(alike.apply(error));
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
   * FNV-1a of 64 bits over the characters: that two of 1,000 texts have the same has a chance below
   * 1 in 10 million million.
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
  private final UnaryOperator<String> alike;
  private final Map<Place, Failures> failures = new ConcurrentHashMap<>();
  private final AtomicInteger kinds = new AtomicInteger();
  private final AtomicInteger all = new AtomicInteger();
  private final ConcurrentLinkedQueue<Exchange> kept = new ConcurrentLinkedQueue<>();
  private final SlowestExchanges slowest = new SlowestExchanges();

  /**
   * None yet.
   *
   * @param secretNames names whose values are to be hidden before an exchange is kept
   * @param traceIds for requests that are sent; empty if they carry none
   * @param alike gives one text for errors that are of one kind
   */
  public Exchanges(
      Kept which,
      SecretNames secretNames,
      Optional<TraceIds> traceIds,
      UnaryOperator<String> alike) {
    this.which = which;
    this.secretNames = secretNames;
    this.traceIds = traceIds;
    this.alike = alike;
  }

  /** Names whose values are to be hidden before an exchange is kept. */
  public SecretNames secretNames() {
    return secretNames;
  }

  /** Ids of traces for the requests that are sent; empty if they carry none. */
  public Optional<TraceIds> traceIds() {
    return traceIds;
  }

  /** Whether each is to be kept, also those that have not failed. */
  public boolean keepsAll() {
    return which == Kept.ALL;
  }

  /** Keeps one, whatever came of it. */
  public void keep(Exchange exchange) {
    if (all.getAndIncrement() < MOST) {
      kept.add(exchange);
    }
  }

  /**
   * Keeps a failed exchange if it is among the first of its kind.
   *
   * @param code status code; empty where there was no response
   * @param error as it was told, with its ids and numbers
   * @param exchange is made only then
   */
  public void failed(
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
   * Whether a passed exchange that took so long is among the slowest of its request so far.
   *
   * @param group the groups around it; empty for none
   */
  public boolean isSlow(String group, String request, double millis) {
    return slowest.has(group, request, millis);
  }

  /** Keeps a passed exchange that is among the slowest of its request. */
  public void slow(String group, String request, Exchange exchange) {
    slowest.add(group, request, exchange);
  }

  /** Keeps one that others have kept, if it is among the first or slowest here too. */
  public void add(Exchange exchange) {
    if (!exchange.failed()) {
      if (isSlow("", exchange.request(), exchange.millis())) {
        slow("", exchange.request(), exchange);
      }
      return;
    }
    failed(
        exchange.userClass(),
        exchange.request(),
        exchange.answer().map(Exchange.Message::line).orElse(""),
        exchange.error(),
        () -> exchange);
  }

  /** Of all that was taken, the slowest passed exchanges of each request, the slowest first. */
  public static List<Exchange> slowestOf(List<Exchange> taken) {
    return SlowestExchanges.of(taken);
  }

  /**
   * Those that were kept since the last call; some of the slowest only in the last one.
   *
   * @param last whether nothing is added any more
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
