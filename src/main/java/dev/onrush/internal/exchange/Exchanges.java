package dev.onrush.internal.exchange;

import dev.onrush.internal.text.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** Texts that differ each time, as by an id, are looked at so often, at most. */
  private static final int MOST_TEXTS = 1_000;

  /** Of a run in which each is kept. */
  private static final int MOST = 1_000;

  /** Which are kept. */
  public enum Kept {
    /** The first of each kind of failure, and the slowest of each request. */
    NOTABLE,
    /** Each, also those that have not failed. */
    ALL
  }

  private record Kind(String userClass, String request, String code, String error) {}

  private final Kept which;
  private final SecretNames secretNames;
  private final Optional<TraceIds> traceIds;
  private final UnaryOperator<String> alike;
  private final Map<Kind, AtomicInteger> texts = new ConcurrentHashMap<>();
  private final Map<Kind, AtomicInteger> kinds = new ConcurrentHashMap<>();
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
    Kind told = new Kind(userClass, request, code, error);
    AtomicInteger seen = texts.get(told);
    if (seen == null) {
      if (texts.size() >= MOST_TEXTS) {
        return;
      }
      Kind alikes = new Kind(userClass, request, code, alike.apply(error));
      seen =
          kinds.size() >= MOST_KINDS
              ? kinds.getOrDefault(alikes, new AtomicInteger(OF_A_KIND))
              : kinds.computeIfAbsent(alikes, k -> new AtomicInteger());
      texts.put(told, seen);
    }
    if (seen.get() < OF_A_KIND && seen.getAndIncrement() < OF_A_KIND) {
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
