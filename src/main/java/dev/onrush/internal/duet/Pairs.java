package dev.onrush.internal.duet;

import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import java.time.Duration;

/**
 * One statistic of one request, of A and of B, block by block. A block is open until each of both
 * has enough samples. One that lasts long, since a variant has broken down and hardly has any, is a
 * single block nevertheless, and says little among all others; so the time of such blocks is kept.
 */
final class Pairs {

  /** Samples of each variant in a block, at least, beyond a percentile. */
  private static final double BEYOND = 2;

  private static final int SAMPLES = 10;
  private static final int ATTEMPTS = 50;

  /** So many times the samples of a usual block, and the other variant has not enough for one. */
  private static final int MANY = 4;

  /** Times have three significant digits. */
  private static final double RESOLUTION = 0.0005;

  private final Statistic statistic;
  private final PairedSeries blocks = new PairedSeries();
  private final Side a = new Side();
  private final Side b = new Side();
  private Duration length = Duration.ZERO;

  /** The begin of the open block in the time that is counted. */
  private Duration begun;

  /** The time that is counted so far. */
  private Duration now;

  /** How many blocks were filled. */
  private long filled;

  /**
   * No block yet.
   *
   * @param begun the time of the run that was counted before
   */
  Pairs(Statistic statistic, Duration begun) {
    this.statistic = statistic;
    this.begun = begun;
    this.now = begun;
  }

  /** One of both variants. */
  private final class Side {
    private Selection open = new Selection();
    private long attempts;
    private long failures;

    /** Whether in the open block the other has waited for it for long. */
    private boolean late;

    /** In the open block, until it was late. */
    private long attemptsInTime;

    private long failuresInTime;

    private Duration silent = Duration.ZERO;

    boolean isEnough() {
      return statistic == Simple.ERROR_RATE
          ? open.attempts() >= samples()
          : open.requests() >= samples() && open.all().times().count() > 0;
    }

    boolean isMany() {
      double usual = filled == 0 ? samples() : (double) attempts / filled;
      return open.attempts() >= MANY * usual;
    }

    void expect(Side other) {
      if (!late && !isEnough() && other.isMany()) {
        late = true;
        attemptsInTime = open.attempts();
        failuresInTime = open.failures();
      }
    }

    /**
     * One that was late since it had no user is not silent: most of what it then sends is good, and
     * was not waited for.
     */
    Duration silence() {
      long attemptsLate = open.attempts() - attemptsInTime;
      long failuresLate = open.failures() - failuresInTime;
      return late && (2 * failuresLate > attemptsLate || isSlow())
          ? silent.plus(openFor())
          : silent;
    }

    /** Whether one of its responses took half of the open block or more. */
    private boolean isSlow() {
      return 2e6 * open.all().times().max() >= openFor().toNanos();
    }

    void fill() {
      silent = silence();
      late = false;
      attempts += open.attempts();
      failures += open.failures();
      open = new Selection();
    }

    /** The variance of its rate in all blocks together, as a share. */
    double variance() {
      double rate = (failures + 1.0) / (attempts + 2.0);
      return rate * (1 - rate) / attempts;
    }
  }

  private Duration openFor() {
    return now.minus(begun);
  }

  /**
   * Takes the samples of a time.
   *
   * @param counted the time of the run that was counted, with this one
   */
  void add(Selection ofA, Selection ofB, Duration time, Duration counted) {
    now = counted;
    a.open.add(ofA);
    b.open.add(ofB);
    length = length.plus(time);
    if (a.isEnough() && b.isEnough()) {
      blocks.add(value(a.open), value(b.open));
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

  /** In percent of an error rate; of all else, the logarithm. */
  private double value(Selection of) {
    if (statistic == Simple.ERROR_RATE) {
      return of.errorRate();
    }
    double value =
        statistic == Simple.THROUGHPUT
            ? of.requests() / (length.toNanos() / 1e9)
            : statistic instanceof AtPercentile at
                ? of.all().times().at(at.percentile())
                : of.all().times().mean();
    return Math.log(Math.max(value, 0.001)); // a microsecond
  }

  Statistic statistic() {
    return statistic;
  }

  /** The blocks that are filled. */
  PairedSeries blocks() {
    return blocks;
  }

  /** Requests of each variant that a block needs. */
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
   * For how long a variant had not enough requests for a block while the other had enough for
   * several, and most of those that came late failed or had no answer, or one of them took half of
   * that time or more.
   */
  Duration silence(Variant of) {
    return (of == Variant.A ? a : b).silence();
  }

  /**
   * For how long a variant has not had enough requests for a block by now while the other had
   * enough for several, for whatever reason; zero if neither is so late.
   */
  Duration late() {
    return a.late || b.late ? openFor() : Duration.ZERO;
  }

  /**
   * The least variance of a block's difference. Of errors that were never seen it is not 0: they
   * may be too rare for so few requests (Laplace's rule of succession).
   */
  double leastVariance() {
    return statistic == Simple.ERROR_RATE
        ? 10_000 * blocks.size() * (a.variance() + b.variance())
        : RESOLUTION * RESOLUTION;
  }
}
