package dev.onrush.internal.duet;

import static dev.onrush.dsl.OnrushDsl.arrivalRate;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Two versions of a service under one load, or one after the other. Requests arrive at random, and
 * times are lognormal. Both versions share a level that drifts from second to second (AR(1)), a
 * trend, an intermittent CPU load, and stalls in which all requests wait. Each version also has its
 * own drift, and its own pauses, as of a garbage collector.
 *
 * @param seconds of the run
 * @param perSecond requests to both together
 * @param sigma of the lognormal times
 * @param common standard deviation of the common level, a share
 * @param own standard deviation of the level of each version, a share
 * @param memory of both from one second to the next, from 0 to below 1
 * @param hog the slowdown during the CPU load: 10 to 30 s, every 20 to 60 s
 * @param trend the slowdown at the end compared with the begin
 * @param stalls per minute, of both
 * @param pauses per minute, of each version separately
 */
public record SimulatedDuet(
    int seconds,
    double perSecond,
    double sigma,
    double common,
    double own,
    double memory,
    double hog,
    double trend,
    double stalls,
    double pauses) {

  /** Two minutes of 100/s on a quiet machine. */
  public static final SimulatedDuet QUIET =
      new SimulatedDuet(120, 100, 0.25, 0.03, 0.01, 0.6, 0, 0, 0, 0);

  /** Two minutes with all disturbances of a run. */
  public static final SimulatedDuet BUSY =
      new SimulatedDuet(120, 100, 0.25, 0.15, 0.03, 0.6, 0.8, 0.3, 2, 4);

  /** The users of A. */
  public static final RunFlow A = new RunFlow("A", List.of("Users (A)"));

  /** The users of B. */
  public static final RunFlow B = new RunFlow("B", List.of("Users (B)"));

  private static final List<String> REQUESTS = List.of("Search", "Pay");
  private static final double[] MEDIANS = {80, 30};

  /** Returns this duet with an intermittent CPU load. */
  public SimulatedDuet hog(double slower) {
    return new SimulatedDuet(
        seconds, perSecond, sigma, common, own, memory, slower, trend, stalls, pauses);
  }

  /** Returns this duet with a trend. */
  public SimulatedDuet trend(double slower) {
    return new SimulatedDuet(
        seconds, perSecond, sigma, common, own, memory, hog, slower, stalls, pauses);
  }

  /** Returns this duet with stalls of both and pauses of each, this many per minute. */
  public SimulatedDuet bursts(double ofBoth, double ofEach) {
    return new SimulatedDuet(
        seconds, perSecond, sigma, common, own, memory, hog, trend, ofBoth, ofEach);
  }

  /** Returns this duet with other drifts. */
  public SimulatedDuet drift(double ofBoth, double ofEach, double from) {
    return new SimulatedDuet(
        seconds, perSecond, sigma, ofBoth, ofEach, from, hog, trend, stalls, pauses);
  }

  /** Returns this duet with another length and rate. */
  public SimulatedDuet of(int length, double rate) {
    return new SimulatedDuet(length, rate, sigma, common, own, memory, hog, trend, stalls, pauses);
  }

  /** Returns the phases of a run of one version. */
  public List<Phase> phases() {
    return List.of(
        new Phase(
            "steady",
            Duration.ZERO,
            Duration.ofSeconds(seconds),
            Optional.of(new HeldLevel(perSecond, HeldLevel.Unit.ARRIVALS))));
  }

  /** Returns the blocks of such a duet, which are still empty. */
  public PairedBlocks blocks() {
    return new PairedBlocks(
        A, B, arrivalRate().hold(OnrushDsl.perSecond(perSecond / 2), Duration.ofSeconds(seconds)));
  }

  /** Returns a duet in which B takes {@code slower} times as long as A. */
  public List<Interval> duet(long seed, double slower) {
    return intervals(new SplittableRandom(seed), 1, slower, true);
  }

  /** Returns a run of one version, which takes {@code slower} times as long. */
  public List<Interval> alone(long seed, double slower) {
    return intervals(new SplittableRandom(seed), slower, slower, false);
  }

  private List<Interval> intervals(SplittableRandom random, double a, double b, boolean both) {
    double[] of = {a, b};
    Level together = new Level(common, memory, random);
    Level[] each = {new Level(own, memory, random), new Level(own, memory, random)};
    List<double[]> waits = times(random, stalls, 200, 800);
    List<List<double[]>> waitsOfEach =
        List.of(times(random, pauses, 50, 250), times(random, pauses, 50, 250));
    boolean[] hogged = hogged(random);
    Recorder recorder = new Recorder(phases(), text -> text);
    recorder.startAt(0);
    List<Interval> intervals = new ArrayList<>();
    double due = 0;
    int first = 0;
    for (int second = 0, n = 0; second < seconds; second++) {
      double level = together.next() + trend * second / seconds;
      level += hogged[second] ? Math.log1p(hog) : 0;
      double[] levels = {level + each[0].next(), level + each[1].next()};
      for (; due < (second + 1) * 1000.0; n++) {
        first = n % 2 == 0 ? random.nextInt(2) : 1 - first; // pairs with one of each
        int request = random.nextInt(REQUESTS.size());
        double time =
            MEDIANS[request] * of[first] * Math.exp(sigma * random.nextGaussian() + levels[first]);
        time += wait(waits, due) + wait(waitsOfEach.get(first), due);
        recorder.timed(
            both ? "Users (" + (first == 0 ? "A" : "B") + ")" : "Users",
            "",
            REQUESTS.get(request),
            (long) due,
            (long) (1_000 * time),
            true,
            "200",
            "");
        due += -Math.log(1 - random.nextDouble()) * 1000 / perSecond;
      }
      intervals.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
    }
    return intervals;
  }

  private List<double[]> times(SplittableRandom random, double aMinute, double from, double to) {
    List<double[]> times = new ArrayList<>();
    if (aMinute > 0) {
      for (double at = 0; at < seconds * 1000.0; ) {
        at += -Math.log(1 - random.nextDouble()) * 60_000 / aMinute;
        times.add(new double[] {at, at + from + (to - from) * random.nextDouble()});
      }
    }
    return times;
  }

  private static double wait(List<double[]> times, double due) {
    double wait = 0;
    for (double[] time : times) {
      wait += due >= time[0] && due < time[1] ? time[1] - due : 0;
    }
    return wait;
  }

  private boolean[] hogged(SplittableRandom random) {
    boolean[] hogged = new boolean[seconds];
    for (int at = random.nextInt(20, 60); at < seconds; at += random.nextInt(30, 90)) {
      int end = at + random.nextInt(10, 30);
      for (int second = at; second < Math.min(end, seconds); second++) {
        hogged[second] = true;
      }
    }
    return hogged;
  }

  /** A level that depends on the level of the second before. */
  private static final class Level {
    private final double deviation;
    private final double memory;
    private final SplittableRandom random;
    private double now;

    Level(double deviation, double memory, SplittableRandom random) {
      this.deviation = deviation;
      this.memory = memory;
      this.random = random;
      this.now = deviation * random.nextGaussian();
    }

    double next() {
      now = memory * now + deviation * Math.sqrt(1 - memory * memory) * random.nextGaussian();
      return now;
    }
  }
}
