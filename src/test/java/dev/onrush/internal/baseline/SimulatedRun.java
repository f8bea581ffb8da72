package dev.onrush.internal.baseline;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A service with realistic response times: requests arrive at random, times are lognormal and
 * recorded in whole milliseconds, all times drift together from second to second (AR(1)), and
 * occasionally the service stalls and all requests wait until it continues.
 *
 * @param sigma of the lognormal times
 * @param drift standard deviation of the level, a share
 * @param memory of the drift from one second to the next, from 0 to below 1
 * @param stalls per minute, each of 200 to 800 ms
 * @param betweenRuns standard deviation of the level between runs, a share
 * @param runsShiftAsOne whether all requests have the same level in a run
 * @param failures share of requests that fail
 * @param slow share of requests that take ten times as long
 * @param failuresFollow the exponent with which the share of failures follows the level; 0 for not
 *     at all
 */
public record SimulatedRun(
    int seconds,
    double perSecond,
    double sigma,
    double drift,
    double memory,
    double stalls,
    double betweenRuns,
    boolean runsShiftAsOne,
    double failures,
    double slow,
    double failuresFollow) {

  /** 60 s of 60/s, with a drift of 3 % and a stall in every second run. */
  public static final SimulatedRun REALISTIC =
      new SimulatedRun(60, 60, 0.25, 0.03, 0.6, 0.5, 0, true, 0.002, 0, 0);

  public static final String SLOW = "Search";
  private static final String[] REQUESTS = {"Log in", "List", SLOW, "Show", "Buy"};
  private static final double[] MEDIANS = {120, 35, 80, 20, 200};

  public SimulatedRun perSecond(double rate) {
    return new SimulatedRun(
        seconds,
        rate,
        sigma,
        drift,
        memory,
        stalls,
        betweenRuns,
        runsShiftAsOne,
        failures,
        slow,
        failuresFollow);
  }

  public SimulatedRun seconds(int length) {
    return new SimulatedRun(
        length,
        perSecond,
        sigma,
        drift,
        memory,
        stalls,
        betweenRuns,
        runsShiftAsOne,
        failures,
        slow,
        failuresFollow);
  }

  public SimulatedRun sigma(double spread) {
    return new SimulatedRun(
        seconds,
        perSecond,
        spread,
        drift,
        memory,
        stalls,
        betweenRuns,
        runsShiftAsOne,
        failures,
        slow,
        failuresFollow);
  }

  public SimulatedRun drift(double sd, double correlation) {
    return new SimulatedRun(
        seconds,
        perSecond,
        sigma,
        sd,
        correlation,
        stalls,
        betweenRuns,
        runsShiftAsOne,
        failures,
        slow,
        failuresFollow);
  }

  public SimulatedRun betweenRuns(double sd, boolean asOne) {
    return new SimulatedRun(
        seconds,
        perSecond,
        sigma,
        drift,
        memory,
        stalls,
        sd,
        asOne,
        failures,
        slow,
        failuresFollow);
  }

  public SimulatedRun stalls(double perMinute) {
    return new SimulatedRun(
        seconds,
        perSecond,
        sigma,
        drift,
        memory,
        perMinute,
        betweenRuns,
        runsShiftAsOne,
        failures,
        slow,
        failuresFollow);
  }

  public SimulatedRun failures(double share) {
    return new SimulatedRun(
        seconds,
        perSecond,
        sigma,
        drift,
        memory,
        stalls,
        betweenRuns,
        runsShiftAsOne,
        share,
        slow,
        failuresFollow);
  }

  /** Returns a service with a second mode: this share of requests takes ten times as long. */
  public SimulatedRun slow(double share) {
    return new SimulatedRun(
        seconds,
        perSecond,
        sigma,
        drift,
        memory,
        stalls,
        betweenRuns,
        runsShiftAsOne,
        failures,
        share,
        failuresFollow);
  }

  /** Returns a service whose failures follow the level: with 20, +3 % is 82 % more failures. */
  public SimulatedRun failuresFollow(double exponent) {
    return new SimulatedRun(
        seconds,
        perSecond,
        sigma,
        drift,
        memory,
        stalls,
        betweenRuns,
        runsShiftAsOne,
        failures,
        slow,
        exponent);
  }

  /** Returns a run in which the requests of one name take {@code slower} times as long. */
  RunBlocks run(long seed, double slower) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Phase> phases =
        List.of(
            new Phase(
                "steady",
                Duration.ZERO,
                Duration.ofSeconds(seconds + 1),
                Optional.of(new HeldLevel(perSecond, HeldLevel.Unit.ARRIVALS))));
    double[] shift = new double[REQUESTS.length];
    double common = betweenRuns * random.nextGaussian();
    for (int r = 0; r < shift.length; r++) {
      shift[r] = runsShiftAsOne ? common : betweenRuns * random.nextGaussian();
    }
    List<double[]> stallTimes = new ArrayList<>();
    for (double at = 0; stalls > 0; ) {
      at += -Math.log(1 - random.nextDouble()) * 60_000 / stalls;
      if (at > seconds * 1000.0) {
        break;
      }
      stallTimes.add(new double[] {at, at + 200 + 600 * random.nextDouble()});
    }
    Recorder recorder = new Recorder(phases, text -> text);
    recorder.startAt(0);
    List<Interval> intervals = new ArrayList<>();
    double level = drift * random.nextGaussian();
    double due = 0;
    for (int second = 0; second <= seconds; second++) {
      level = memory * level + drift * Math.sqrt(1 - memory * memory) * random.nextGaussian();
      while (due < (second + 1) * 1000.0) {
        int r = random.nextInt(REQUESTS.length);
        double factor = REQUESTS[r].equals(SLOW) ? slower : 1;
        double time =
            MEDIANS[r] * factor * Math.exp(sigma * random.nextGaussian() + level + shift[r]);
        time *= slow > 0 && random.nextDouble() < slow ? 10 : 1;
        for (double[] stall : stallTimes) {
          if (due >= stall[0] && due < stall[1]) {
            time += stall[1] - due;
          }
        }
        boolean ok = random.nextDouble() >= failures * Math.exp(failuresFollow * level);
        recorder.response(
            "Users",
            "",
            REQUESTS[r],
            (long) due,
            (long) (due + time),
            ok,
            ok ? "200" : "500",
            ok ? "" : "status 500");
        due += -Math.log(1 - random.nextDouble()) * 1000 / perSecond;
      }
      intervals.add(recorder.takeInterval(Duration.ofSeconds(second + 1)));
    }
    return RunBlocks.of(phases, intervals);
  }
}
