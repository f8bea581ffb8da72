package dev.onrush.internal.duet;

import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import java.time.Duration;

/**
 * One statistic of one request, for A and for B, block by block. A block stays open until both
 * variants have enough samples. If one variant breaks down and hardly has samples, its long block
 * is still a single block, which counts little among all others. So the time of such blocks is
 * recorded.
 */
final class Pairs {

  /** The fewest samples beyond a percentile that each variant must have in a block. */
  private static final double BEYOND = 2;

  private static final int SAMPLES = 10;
  private static final int ATTEMPTS = 50;

  /**
   * A variant is late if the other has this many times the samples of a usual block, while it does
   * not have enough for one.
   */
  private static final int MANY = 4;

  /** The relative error of times, which have three significant digits. */
  private static final double RESOLUTION = 0.0005;

  private final Statistic statistic;
  private final PairedSeries blocks = new PairedSeries();
  private final Side a = new Side();
  private final Side b = new Side();
  private Duration length = Duration.ZERO;

  /** The start of the open block, in counted time. */
  private Duration begun;

  /** The time that has been counted so far. */
  private Duration now;

  /** The number of filled blocks. */
  private long filled;

  /** Whether all times so far may have been measured in whole milliseconds. */
  private boolean wholeMilliseconds = true;

  /**
   * Creates the pairs without any block yet.
   *
   * @param begun the time of the run that was counted before
   */
  Pairs(Statistic statistic, Duration begun) {
    this.statistic = statistic;
    this.begun = begun;
    this.now = begun;
  }

  /** The data of one variant. */
  private final class Side {
    private Selection open = new Selection();
    private long attempts;
    private long failures;

    /** Whether the open block has waited long for this variant while the other had many samples. */
    private boolean late;

    /** Attempts in the open block until this variant became late. */
    private long attemptsInTime;

    private long failuresInTime;

    private Duration silent = Duration.ZERO;

    boolean isEnough() {
      return statistic == Simple.ERROR_RATE
          ? open.answerable() >= samples()
          : open.requests() >= samples() && open.all().times().count() > 0;
    }

    boolean isMany() {
      double usual = filled == 0 ? samples() : (double) attempts / filled;
      return open.answerable() >= MANY * usual;
    }

    void expect(Side other) {
      if (!late && !isEnough() && other.isMany()) {
        late = true;
        attemptsInTime = open.answerable();
        failuresInTime = open.failures();
      }
    }

    /**
     * The time in which this variant was silent. A variant that was late because it had no users
     * was not silent: most of its later requests succeed, and they did not take long.
     */
    Duration silence() {
      long attemptsLate = open.answerable() - attemptsInTime;
      long failuresLate = open.failures() - failuresInTime;
      return late && (2 * failuresLate > attemptsLate || isSlow())
          ? silent.plus(openFor())
          : silent;
    }

    /** Whether one of this variant's responses took half of the open block or more. */
    private boolean isSlow() {
      return 2e6 * open.all().times().max() >= openFor().toNanos();
    }

    boolean isInWholeMilliseconds() {
      return open.all().times().buckets().mayBeWholeMilliseconds();
    }

    void fill() {
      silent = silence();
      late = false;
      attempts += open.answerable();
      failures += open.failures();
      open = new Selection();
    }

    /** The variance of this variant's error rate over all blocks, as a share. */
    double variance() {
      double rate = (failures + 1.0) / (attempts + 2.0);
      return rate * (1 - rate) / attempts;
    }
  }

  private Duration openFor() {
    return now.minus(begun);
  }

  /**
   * Adds the samples of a period.
   *
   * @param time the length of the period
   * @param counted the time of the run that was counted, including this period
   */
  void add(Selection ofA, Selection ofB, Duration time, Duration counted) {
    now = counted;
    a.open.add(ofA);
    b.open.add(ofB);
    length = length.plus(time);
    if (a.isEnough() && b.isEnough()) {
      long samples = Math.min(timed(a.open), timed(b.open));
      blocks.add(value(a.open, samples), value(b.open, samples));
      wholeMilliseconds =
          wholeMilliseconds && a.isInWholeMilliseconds() && b.isInWholeMilliseconds();
      a.fill();
      b.fill();
      filled++;
      length = Duration.ZERO;
      begun = now;
    } else {
      a.expect(b);
      b.expect(a);
    }
  }

  private static long timed(Selection of) {
    return of.all().times().count();
  }

  /**
   * The value of a block: an error rate in percent, or the logarithm of any other statistic.
   *
   * @param samples the number of times that both variants have
   */
  private double value(Selection of, long samples) {
    if (statistic == Simple.ERROR_RATE) {
      return of.errorRate();
    }
    if (statistic == Simple.THROUGHPUT) {
      return EqualSamples.logarithm(of.requests() / (length.toNanos() / 1e9));
    }
    Distribution times = of.all().times();
    return statistic instanceof AtPercentile at
        ? EqualSamples.percentile(times, at.percentile(), samples)
        : EqualSamples.mean(times, samples);
  }

  Statistic statistic() {
    return statistic;
  }

  /** The filled blocks. */
  PairedSeries blocks() {
    return blocks;
  }

  /** The number of requests of each variant that a block needs. */
  int samples() {
    if (statistic == Simple.ERROR_RATE) {
      return ATTEMPTS;
    }
    return statistic instanceof AtPercentile at
        ? Math.max(SAMPLES, (int) Math.ceil(BEYOND / (1 - at.percentile().value() / 100) - 1e-9))
        : SAMPLES;
  }

  /** The time of the run that was counted until the last block was filled. */
  Duration covered() {
    return begun;
  }

  /**
   * The time in which a variant did not have enough requests for a block while the other had enough
   * for several. It counts only if most of the late requests failed or had no answer, or if one of
   * them took half of that time or more.
   */
  Duration silence(Variant of) {
    return (of == Variant.A ? a : b).silence();
  }

  /**
   * The time for which a variant has not had enough requests for the open block while the other had
   * enough for several, for any reason; zero if neither variant is late.
   */
  Duration late() {
    return a.late || b.late ? openFor() : Duration.ZERO;
  }

  /**
   * The least variance of a block's difference. It is not 0 for errors that never occurred: they
   * may be too rare for this number of requests (Laplace's rule of succession).
   */
  double leastVariance() {
    return statistic == Simple.ERROR_RATE
        ? 10_000 * blocks.size() * (a.variance() + b.variance())
        : RESOLUTION * RESOLUTION;
  }

  /** How much of the change may be due to the clock. */
  ClockSteps clockSteps() {
    boolean isTime = statistic instanceof AtPercentile || statistic == Simple.MEAN;
    return isTime && wholeMilliseconds ? ClockSteps.of(blocks.a(), blocks.b()) : ClockSteps.NONE;
  }
}
