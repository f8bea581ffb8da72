package dev.onrush.internal.baseline;

import dev.onrush.internal.metrics.histogram.Buckets;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * The data of selected requests of one run, from which figures of any combination of its blocks can
 * be computed. Figures are on the scale on which they are compared: logarithms, so that a
 * difference is a ratio, except for the error rate, which is in percent.
 */
final class Sample {

  /**
   * If the generator's own share is unknown for more than this fraction of the response times, the
   * resolution of their statistics is unknown.
   */
  private static final double UNKNOWN = 0.01;

  private final List<Block> blocks;
  private final double[] seconds;
  private final double stoodStill;
  private final long late;

  /**
   * All bucket values of the run in microseconds, ascending. {@link #indexes} contains, for each
   * block, the positions of its own values in this array.
   */
  private final long[] values;

  private final int[][] indexes;
  private final long[] responses;
  private final long[][] samples;

  /** The shortest response time of the run, in milliseconds. */
  private final double min;

  private final double max;
  private final Buckets times;

  /** The times without the generator's own share; 0 where this is not known. */
  private final Buckets least;

  private final boolean isShareUnknown;
  private final double step;
  private final long[] counts;

  /**
   * Creates the data of blocks.
   *
   * @param seconds the length of each block
   * @param stoodStill for how many of these seconds the generator stood still, and sent less than
   *     it could have
   * @param late by how many more requests were answered after the time of the blocks in which they
   *     were sent than were answered in this time and sent before
   */
  Sample(List<Block> blocks, double[] seconds, double stoodStill, long late) {
    this.blocks = blocks;
    this.seconds = seconds;
    this.stoodStill = stoodStill;
    this.late = late;
    this.values =
        blocks.stream().flatMapToLong(b -> Arrays.stream(micros(b))).sorted().distinct().toArray();
    this.indexes =
        blocks.stream()
            .map(
                b ->
                    Arrays.stream(micros(b))
                        .mapToInt(v -> Arrays.binarySearch(values, v))
                        .toArray())
            .toArray(int[][]::new);
    this.samples = blocks.stream().map(Sample::samples).toArray(long[][]::new);
    this.responses = blocks.stream().mapToLong(b -> b.times().count()).toArray();
    this.times = blocks.stream().map(Block::times).reduce(Buckets.EMPTY, Buckets::and);
    Buckets known = blocks.stream().map(Block::least).reduce(Buckets.EMPTY, Buckets::and);
    this.isShareUnknown = times.count() - known.count() > UNKNOWN * times.count();
    this.least = isShareUnknown ? known : known.and(zeros(times.count() - known.count()));
    this.min = times.min();
    this.max = times.max();
    this.step = Resolution.step(times);
    this.counts = new long[values.length];
  }

  /** The requests that are missing in the blocks, because they were answered later. */
  long late() {
    return late;
  }

  private static Buckets zeros(long count) {
    Distribution zeros = new Distribution();
    for (long n = count; n > 0; n--) {
      zeros.record(0);
    }
    return zeros.buckets();
  }

  /**
   * How much of a figure may be due to the generator; empty if this is not known. A throughput may
   * be lower by it, other figures higher.
   *
   * @param figure of the whole run, as {@link #whole} returns it
   */
  OptionalDouble share(Statistic statistic, double figure) {
    if (statistic == Simple.ERROR_RATE) {
      long inBurst = blocks.stream().mapToLong(Block::inBurst).sum();
      return OptionalDouble.of(inBurst == 0 ? 0 : 100.0 * inBurst / answerable());
    }
    if (statistic == Simple.THROUGHPUT) {
      double others = Math.max(0, length() - stoodStill);
      return others == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.log(length() / others));
    }
    if (isShareUnknown) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Math.max(0, figure - logarithm(least(statistic))));
  }

  /** The precision of a statistic of the response times. */
  Resolution resolution(Statistic statistic) {
    if (isShareUnknown) {
      return Resolution.unknown(step);
    }
    double measured =
        statistic instanceof AtPercentile asked
            ? times.at(asked.percentile())
            : mean(Block::sum, times.count());
    return Resolution.of(step, measured - least(statistic));
  }

  /** A statistic of the response times without the generator's own share, in milliseconds. */
  private double least(Statistic statistic) {
    return statistic instanceof AtPercentile asked
        ? least.at(asked.percentile())
        : mean(Block::leastSum, least.count());
  }

  private double mean(ToDoubleFunction<Block> sum, long count) {
    return blocks.stream().mapToDouble(sum).sum() / Math.max(1, count);
  }

  /** The length of all blocks together, in seconds. */
  double length() {
    return Arrays.stream(seconds).sum();
  }

  /** The number of blocks, with or without a request. */
  int size() {
    return blocks.size();
  }

  long requests() {
    return blocks.stream().mapToLong(b -> b.requests()).sum();
  }

  /** The number of requests that could succeed or fail, including those that could not be sent. */
  long answerable() {
    return blocks.stream().mapToLong(Block::answerable).sum();
  }

  long failures() {
    return blocks.stream().mapToLong(b -> b.failures()).sum();
  }

  long responses() {
    return Arrays.stream(responses).sum();
  }

  long responses(int block) {
    return responses[block];
  }

  /**
   * The sum of the ranks of each block's responses among those of all these blocks. A rank is a
   * share from -1/2 for the fastest to 1/2 for the slowest.
   *
   * @param from the first block
   * @param to the block after the last
   */
  double[] ranks(int from, int to) {
    Arrays.fill(counts, 0);
    for (int b = from; b < to; b++) {
      for (int i = 0; i < indexes[b].length; i++) {
        counts[indexes[b][i]] += samples[b][i];
      }
    }
    double all = Arrays.stream(counts).sum();
    double[] rank = new double[counts.length];
    long below = 0;
    for (int value = 0; value < rank.length; value++) {
      rank[value] = (below + counts[value] / 2.0) / all - 0.5;
      below += counts[value];
    }
    double[] sums = new double[to - from];
    for (int b = from; b < to; b++) {
      for (int i = 0; i < indexes[b].length; i++) {
        sums[b - from] += samples[b][i] * rank[indexes[b][i]];
      }
    }
    return sums;
  }

  /** The failures of each block, minus those that the error rate of these blocks predicts. */
  double[] excessFailures(int from, int to) {
    List<Block> some = blocks.subList(from, to);
    double failures = some.stream().mapToLong(Block::failures).sum();
    double rate = failures / Math.max(1, some.stream().mapToLong(Block::answerable).sum());
    return some.stream().mapToDouble(b -> b.failures() - rate * b.answerable()).toArray();
  }

  /** The requests of each block, per second. */
  double[] rates(int from, int to) {
    double[] rates = new double[to - from];
    Arrays.setAll(rates, b -> blocks.get(from + b).requests() / seconds[from + b]);
    return rates;
  }

  /** The number of blocks that contain a request. */
  long occupied() {
    return blocks.stream().filter(b -> b.requests() > 0).count();
  }

  /** Returns the figures of the whole run. */
  double[] whole(List<Statistic> statistics) {
    short[] once = new short[blocks.size()];
    Arrays.fill(once, (short) 1);
    return weighted(once, statistics);
  }

  /**
   * Returns the figures of the blocks, each counted as often as {@code weights} says; NaN for a
   * figure without data.
   */
  double[] weighted(short[] weights, List<Statistic> statistics) {
    long requests = 0;
    long failures = 0;
    long unsent = 0;
    long timed = 0;
    double sum = 0;
    double time = 0;
    Arrays.fill(counts, 0);
    for (int b = 0; b < weights.length; b++) {
      int weight = weights[b];
      if (weight > 0) {
        Block block = blocks.get(b);
        requests += weight * block.requests();
        failures += weight * block.failures();
        unsent += weight * block.unsent();
        timed += weight * responses[b];
        sum += weight * block.sum();
        time += weight * seconds[b];
        int[] at = indexes[b];
        for (int i = 0; i < at.length; i++) {
          counts[at[i]] += weight * samples[b][i];
        }
      }
    }
    double[] figures = new double[statistics.size()];
    for (int s = 0; s < figures.length; s++) {
      Statistic statistic = statistics.get(s);
      if (statistic instanceof AtPercentile asked) {
        figures[s] = timed == 0 ? Double.NaN : logarithm(at(asked.percentile().value(), timed));
      } else if (statistic == Simple.MEAN) {
        figures[s] = timed == 0 ? Double.NaN : logarithm(sum / timed);
      } else if (statistic == Simple.ERROR_RATE) {
        long answerable = timed + unsent;
        figures[s] = answerable == 0 ? Double.NaN : 100.0 * failures / answerable;
      } else if (statistic == Simple.THROUGHPUT) {
        figures[s] = requests == 0 ? Double.NaN : Math.log(requests / time);
      } else {
        throw new IllegalArgumentException(statistic + " is not compared with a baseline");
      }
    }
    return figures;
  }

  /**
   * Returns a percentile in milliseconds by nearest rank, with the arithmetic of HdrHistogram, so
   * that both agree.
   */
  private double at(double percentile, long timed) {
    long rank =
        Math.max(
            1,
            (long) Math.ceil(Math.nextAfter(percentile, Double.NEGATIVE_INFINITY) * timed / 100.0));
    long seen = 0;
    int i = -1;
    while (seen < rank) {
      i++;
      seen += counts[i];
    }
    return Math.max(min, Math.min(max, values[i] / 1000.0));
  }

  /**
   * Returns the logarithm of a time. A time below half a step of the clock counts as half a step,
   * because zero has no logarithm.
   */
  private double logarithm(double milliseconds) {
    return Math.log(Math.max(step / 2, milliseconds));
  }

  /** Returns the middles of a block's buckets in microseconds. */
  private static long[] micros(Block block) {
    LongStream.Builder micros = LongStream.builder();
    block.times().forEach((milliseconds, count) -> micros.add(Math.round(milliseconds * 1000)));
    return micros.build().toArray();
  }

  private static long[] samples(Block block) {
    LongStream.Builder samples = LongStream.builder();
    block.times().forEach((milliseconds, count) -> samples.add(count));
    return samples.build().toArray();
  }
}
