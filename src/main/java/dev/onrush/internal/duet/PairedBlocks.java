package dev.onrush.internal.duet;

import dev.onrush.internal.metrics.ChangeUnit;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Median;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.RunFlow;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Subject;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The blocks of time of a duet. A disturbance of both variants, such as another process on the
 * machine, is in both figures of a block, but not in their difference (duet benchmarking; L. Bulej,
 * V. Horký, P. Tůma, F. Farquet, A. Prokopec, "Duet Benchmarking: Improving Measurement Accuracy in
 * the Cloud", ICPE 2020, arXiv 2001.05811).
 *
 * <p>A block is an interval of a second, or as many intervals as it takes until both variants have
 * enough samples for the statistic. Times and throughput are compared by the logarithm of their
 * ratio. Memory is bounded by the number of requests.
 */
public final class PairedBlocks {

  /** The share of runs in which any of the asked comparisons may be wrong at any moment. */
  public static final double MISS = 0.05;

  /**
   * The fewest independent blocks for an interval; with fewer, the correlation of neighbours is
   * unknown. Fewer blocks than this, independent or not, are not compared at all.
   */
  static final int FEWEST = 12;

  /** The fraction of the plan after which the interval is at its best. */
  private static final double BEST = 0.25;

  /** The fraction of the load after which the frequency of a request is known. */
  private static final double TELLING = 0.25;

  /** The fraction of a run above which a silence of one variant is more than a pause. */
  private static final double SILENT = 0.1;

  /** The statistics that are compared for each request, in this order. */
  public static final List<Statistic> STATISTICS =
      List.of(
          new AtPercentile(Percentile.P50),
          new AtPercentile(Percentile.P90),
          new AtPercentile(Percentile.P95),
          new AtPercentile(Percentile.P99),
          Simple.MEAN,
          Simple.ERROR_RATE,
          Simple.THROUGHPUT);

  /** The name under which all requests together are kept. */
  private static final String ALL = "";

  private final Map<String, Variant> variants = new HashMap<>();
  private final CountedLoad planned;
  private final Map<String, Map<Statistic, Pairs>> requests = new TreeMap<>();
  private final List<Statistic> more = new ArrayList<>();

  /**
   * The total length of the intervals in which any request was counted. It contains neither the
   * warm-up of the services nor a pause by hand.
   */
  private Duration counted = Duration.ZERO;

  /**
   * Creates the blocks without any interval yet.
   *
   * @param a the users of A
   * @param b the users of B
   * @param planned the load of each variant
   */
  public PairedBlocks(RunFlow a, RunFlow b, LoadProfile planned) {
    a.userClasses().forEach(name -> variants.put(name, Variant.A));
    b.userClasses().forEach(name -> variants.put(name, Variant.B));
    this.planned = CountedLoad.of(planned);
  }

  /** Adds a statistic to the comparison, such as a percentile that a threshold needs. */
  public void compare(Statistic statistic) {
    if (!STATISTICS.contains(statistic) && !more.contains(statistic)) {
      more.add(statistic);
    }
  }

  /** Adds the next interval. */
  public void add(Interval interval) {
    Map<String, Map<Variant, Map<Series, Tally>>> found = new HashMap<>();
    interval.forEachRequest(
        (series, tally) -> {
          Variant variant = variants.get(series.userClass());
          if (variant != null) {
            of(found, series.name(), variant).put(series, tally);
            of(found, ALL, variant).put(series, tally);
          }
        });
    found.keySet().forEach(this::pairs);
    counted = found.isEmpty() ? counted : counted.plus(interval.length());
    requests.forEach(
        (name, statistics) -> {
          Map<Variant, Map<Series, Tally>> both = found.getOrDefault(name, Map.of());
          Selection a = Selection.of(both.getOrDefault(Variant.A, Map.of()), any -> true);
          Selection b = Selection.of(both.getOrDefault(Variant.B, Map.of()), any -> true);
          statistics.values().forEach(pairs -> pairs.add(a, b, interval.length(), counted));
        });
  }

  private static Map<Series, Tally> of(
      Map<String, Map<Variant, Map<Series, Tally>>> found, String name, Variant variant) {
    return found
        .computeIfAbsent(name, n -> new EnumMap<>(Variant.class))
        .computeIfAbsent(variant, v -> new HashMap<>());
  }

  private void pairs(String name) {
    requests.computeIfAbsent(
        name,
        n -> {
          Map<Statistic, Pairs> statistics = new LinkedHashMap<>();
          STATISTICS.forEach(statistic -> statistics.put(statistic, new Pairs(statistic, counted)));
          more.forEach(statistic -> statistics.put(statistic, new Pairs(statistic, counted)));
          return statistics;
        });
  }

  /**
   * The names of the requests that either variant has sent, with the groups before them, in order.
   */
  public List<String> requests() {
    return requests.keySet().stream().filter(name -> !name.equals(ALL)).toList();
  }

  /**
   * The result of a comparison.
   *
   * @param difference empty if there are too few blocks
   * @param whyNot why there is no difference; empty if there is one
   * @param silence the silence of A or B, in words: the variant had so few answers for so long that
   *     the blocks do not show how it performed; empty if neither was silent
   */
  public record Found(
      Optional<PairedDifference> difference, String whyNot, Optional<String> silence) {}

  /**
   * Returns the difference in one statistic.
   *
   * @param request the full name of the request; empty for all requests
   * @param miss the share of runs in which the true value may be outside the interval at any moment
   */
  public Found difference(Optional<String> request, Statistic statistic, double miss) {
    String name = request.orElse(ALL);
    Pairs pairs = requests.getOrDefault(name, Map.of()).get(statistic);
    if (pairs == null) {
      return new Found(Optional.empty(), "no requests", Optional.empty());
    }
    if (pairs.blocks().size() < FEWEST) {
      return new Found(Optional.empty(), tooFew(pairs), silence(pairs));
    }
    Scope scope = request.map(r -> Scope.ALL.of(new Subject.Request(r))).orElse(Scope.ALL);
    return new Found(Optional.of(difference(scope, pairs, miss)), "", silence(pairs));
  }

  /**
   * Whether a request is sent so rarely that it will not have enough blocks when the plan ends.
   * False until a quarter of the load has been sent, because it is not known before.
   *
   * @param request the full name of the request
   */
  boolean isTooRare(String request, Statistic statistic) {
    Pairs pairs = requests.getOrDefault(request, Map.of()).get(statistic);
    double part = planned.share(counted);
    int blocks = pairs == null ? 0 : pairs.blocks().size() + 1; // the open block is a part of one
    return part >= TELLING && blocks <= FEWEST * part;
  }

  /**
   * Whether A or B currently lacks the requests for a block, and has for so long that the variant
   * counts as silent if the missing requests fail.
   *
   * @param request the full name of the request; empty for all requests
   */
  boolean isWaitedFor(String request, Statistic statistic) {
    Pairs pairs = requests.getOrDefault(request, Map.of()).get(statistic);
    return pairs != null && isLong(pairs.late());
  }

  private boolean isLong(Duration time) {
    return ratio(time, counted) > SILENT;
  }

  private static String tooFew(Pairs pairs) {
    return "too few samples: "
        + Quantity.count(pairs.blocks().size(), "block")
        + " of time with "
        + Quantity.count(pairs.samples())
        + " or more requests to each of A and B; "
        + FEWEST
        + " are needed";
  }

  /** Describes a silence, such as {@code B hardly answered for 50 s of 60 s}. */
  private Optional<String> silence(Pairs pairs) {
    return Arrays.stream(Variant.values())
        .filter(variant -> isLong(pairs.silence(variant)))
        .findFirst()
        .map(
            variant ->
                variant
                    + " hardly answered for "
                    + Quantity.duration(pairs.silence(variant).truncatedTo(ChronoUnit.SECONDS))
                    + " of "
                    + Quantity.duration(counted.truncatedTo(ChronoUnit.SECONDS)));
  }

  private PairedDifference difference(Scope scope, Pairs pairs, double miss) {
    PairedSeries blocks = pairs.blocks();
    boolean relative = ChangeUnit.isRelative(pairs.statistic());
    double[] differences =
        relative ? Outliers.winsorized(blocks.differences()) : blocks.differences();
    int n = differences.length;
    double inflation = Dependence.inflation(differences);
    double change = 0;
    for (double difference : differences) {
      change += difference / n;
    }
    double variance = 0;
    for (double difference : differences) {
      variance += (difference - change) * (difference - change) / n;
    }
    variance = Math.max(variance, pairs.leastVariance());
    double chance =
        relative
            ? Math.max(Dependence.successiveDifferenceVariance(differences), pairs.leastVariance())
            : pairs.leastVariance();
    // The prior counts independent blocks, like the first argument of halfWidth. It does not change
    // while no block is filled.
    double prior = BEST * n * Math.max(1, ratio(planned.length(), pairs.covered())) / inflation;
    double half =
        n / inflation < FEWEST
            ? Double.POSITIVE_INFINITY
            : ConfidenceSequence.halfWidth(n / inflation, prior, variance, miss);
    ClockSteps clock = pairs.clockSteps();
    return new PairedDifference(
        scope,
        pairs.statistic(),
        relative ? Math.exp(Median.of(blocks.a())) : mean(blocks.a()),
        relative ? Math.exp(Median.of(blocks.b())) : mean(blocks.b()),
        ChangeUnit.of(pairs.statistic(), change),
        ChangeUnit.of(pairs.statistic(), change - half - clock.less()),
        ChangeUnit.of(pairs.statistic(), change + half + clock.more()),
        100 * (1 - miss),
        Math.sqrt(chance / n),
        clock.less(),
        n);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  private static double ratio(Duration above, Duration below) {
    return below.isZero() ? 1 : (double) above.toNanos() / below.toNanos();
  }
}
