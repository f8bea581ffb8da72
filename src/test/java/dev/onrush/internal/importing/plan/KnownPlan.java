package dev.onrush.internal.importing.plan;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * A plan with known traffic, and the access log that it produces. It is written for tests, without
 * any code of the importer.
 */
final class KnownPlan {

  static final Instant BEGIN = Instant.parse("2026-03-02T08:00:00Z");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** The behaviour of a class of users; its paths may contain {@code ID}. */
  record Kind(
      double weight,
      Map<String, Integer> mix,
      ToDoubleFunction<SplittableRandom> pause,
      ToIntFunction<SplittableRandom> length) {}

  record Event(double at, int user, String request) {}

  private final double seconds;
  private final List<Kind> kinds = new ArrayList<>();
  private DoubleUnaryOperator rate = at -> 0;
  private final List<Kind> staying = new ArrayList<>();
  private final List<Integer> users = new ArrayList<>();

  KnownPlan(double seconds) {
    this.seconds = seconds;
  }

  double seconds() {
    return seconds;
  }

  KnownPlan sessionsPerSecond(DoubleUnaryOperator newRate) {
    rate = newRate;
    return this;
  }

  KnownPlan visitors(Kind kind) {
    kinds.add(kind);
    return this;
  }

  KnownPlan staying(int number, Kind kind) {
    users.add(number);
    staying.add(kind);
    return this;
  }

  static Map<String, Integer> mix(Object... pathsAndWeights) {
    Map<String, Integer> mix = new LinkedHashMap<>();
    for (int i = 0; i < pathsAndWeights.length; i += 2) {
      mix.put((String) pathsAndWeights[i], (Integer) pathsAndWeights[i + 1]);
    }
    return mix;
  }

  static ToDoubleFunction<SplittableRandom> exponential(double mean) {
    return random -> -mean * Math.log1p(-random.nextDouble());
  }

  static ToDoubleFunction<SplittableRandom> between(double min, double max) {
    return random -> random.nextDouble(min, max);
  }

  static ToDoubleFunction<SplittableRandom> always(double time) {
    return random -> time;
  }

  /** A geometric distribution from 1 on, with this mean. */
  static ToIntFunction<SplittableRandom> geometric(double mean) {
    return random -> 1 + (int) (Math.log1p(-random.nextDouble()) / Math.log1p(-1 / mean));
  }

  /** Returns all requests of one run, in the order of their times. */
  List<Event> events(long seed) {
    List<Event> events = new ArrayList<>();
    run(seed, (at, user, request) -> events.add(new Event(at, user, request)));
    events.sort(Comparator.comparingDouble(Event::at));
    return events;
  }

  /** Receives each request of a run, user by user. */
  interface Requests {
    void add(double at, int user, String request);
  }

  /** Generates all requests of one run, user by user. */
  void run(long seed, Requests events) {
    SplittableRandom random = new SplittableRandom(seed);
    int user = 0;
    for (int k = 0; k < staying.size(); k++) {
      for (int i = 0; i < users.get(k); i++) {
        // A user that stays began long ago, so it is at a random point of its first pause.
        double first = random.nextDouble() * staying.get(k).pause().applyAsDouble(random);
        user(events, user++, first, staying.get(k), Integer.MAX_VALUE, random);
      }
    }
    double sum = kinds.stream().mapToDouble(Kind::weight).sum();
    for (int second = 0; second < seconds; second++) {
      double at = second;
      double level = rate.applyAsDouble(second + 0.5);
      while (level > 0 && (at -= Math.log1p(-random.nextDouble()) / level) < second + 1) {
        double place = random.nextDouble() * sum;
        int k = 0;
        while ((place -= kinds.get(k).weight()) > 0) {
          k++;
        }
        Kind kind = kinds.get(k);
        user(events, user++, at, kind, kind.length().applyAsInt(random), random);
      }
    }
  }

  private void user(
      Requests events, int user, double first, Kind kind, int requests, SplittableRandom random) {
    double at = first;
    int weights = kind.mix().values().stream().mapToInt(Integer::intValue).sum();
    for (int i = 0; i < requests && at < seconds; i++) {
      int place = random.nextInt(weights);
      String path = "";
      for (Map.Entry<String, Integer> each : kind.mix().entrySet()) {
        path = each.getKey();
        if ((place -= each.getValue()) < 0) {
          break;
        }
      }
      events.add(at, user, path);
      at += kind.pause().applyAsDouble(random);
    }
  }

  /** Returns lines in the format "combined", with whole seconds. */
  static List<String> lines(List<Event> events, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return events.stream()
        .map(
            event ->
                "10."
                    + (event.user() >> 16 & 255)
                    + "."
                    + (event.user() >> 8 & 255)
                    + "."
                    + (event.user() & 255)
                    + " - - ["
                    + TIME.format(BEGIN.plusNanos((long) (1e9 * event.at())))
                    + "] \""
                    + event.request().replace("ID", Integer.toString(random.nextInt(1, 500)))
                    + " HTTP/1.1\" 200 1234 \"-\" \"Mozilla/5.0 \\\"quoted\\\" (X11)\"")
        .toList();
  }
}
