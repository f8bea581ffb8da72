package dev.onrush.internal.exchange;

import dev.onrush.internal.text.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The first exchanges of each kind of failure, or all, for who wants to see what a service
 * answered. Bounded: a few of each kind, and a number of kinds; of all, the first. Any thread adds;
 * one thread takes.
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
    /** The first of each kind of failure. */
    FAILURES,
    /** Each, also those that have not failed. */
    ALL
  }

  private record Kind(String userClass, String request, String code, String error) {}

  private final Kept which;
  private final SecretNames secretNames;
  private final UnaryOperator<String> alike;
  private final Map<Kind, AtomicInteger> texts = new ConcurrentHashMap<>();
  private final Map<Kind, AtomicInteger> kinds = new ConcurrentHashMap<>();
  private final AtomicInteger all = new AtomicInteger();
  private final ConcurrentLinkedQueue<Exchange> kept = new ConcurrentLinkedQueue<>();

  /**
   * None yet.
   *
   * @param secretNames names whose values are to be hidden before an exchange is kept
   * @param alike gives one text for errors that are of one kind
   */
  public Exchanges(Kept which, SecretNames secretNames, UnaryOperator<String> alike) {
    this.which = which;
    this.secretNames = secretNames;
    this.alike = alike;
  }

  /** Names whose values are to be hidden before an exchange is kept. */
  public SecretNames secretNames() {
    return secretNames;
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

  /** Keeps one that others have kept, if it is among the first of its kind here too. */
  public void add(Exchange exchange) {
    failed(
        exchange.userClass(),
        exchange.request(),
        exchange.answer().map(Exchange.Message::line).orElse(""),
        exchange.error(),
        () -> exchange);
  }

  /** Those that were kept since the last call, in the order in which they ended. */
  public List<Exchange> take() {
    List<Exchange> taken = new ArrayList<>();
    for (Exchange next = kept.poll(); next != null; next = kept.poll()) {
      taken.add(next);
    }
    return taken;
  }
}
