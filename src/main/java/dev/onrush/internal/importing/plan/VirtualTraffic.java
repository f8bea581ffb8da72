package dev.onrush.internal.importing.plan;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The requests of a plan in virtual time. Users come, choose, wait and pause as in a run, and each
 * response takes the mean time of the log.
 */
final class VirtualTraffic {

  private static final int MOST_PAUSES = 50_000;

  private final SplittableRandom random;
  private final double end;
  private final long[] byRequest;
  private final int[] bySecond;
  private final double[] pauses = new double[MOST_PAUSES];
  private long seen;

  private VirtualTraffic(ImportedPlan plan, double end, SplittableRandom random) {
    this.random = random;
    this.end = end;
    this.byRequest = new long[plan.requests().size()];
    this.bySecond = new int[(int) Math.ceil(end)];
    plan.visits().ifPresent(this::visits);
    plan.steady().ifPresent(this::steady);
  }

  /**
   * Runs a plan once.
   *
   * @param seconds the length of the run
   */
  static VirtualTraffic of(ImportedPlan plan, double seconds, SplittableRandom random) {
    return new VirtualTraffic(plan, seconds, random);
  }

  long[] byRequest() {
    return byRequest.clone();
  }

  /** The length of the run in seconds, rounded up. */
  int seconds() {
    return bySecond.length;
  }

  /** The number of requests in a second. */
  int inSecond(int second) {
    return bySecond[second];
  }

  /** A sample of the pauses in seconds, each as probable as any other. */
  double[] pauses() {
    return Arrays.copyOf(pauses, (int) Math.min(seen, MOST_PAUSES));
  }

  long requests() {
    return Arrays.stream(byRequest).sum();
  }

  /** A random choice by weight. */
  private static final class Choice {
    private final int[] cumulative;

    Choice(int[] weights) {
      cumulative = weights.clone();
      Arrays.parallelPrefix(cumulative, Integer::sum);
    }

    int next(SplittableRandom random) {
      int number = random.nextInt(cumulative[cumulative.length - 1]);
      int at = Arrays.binarySearch(cumulative, number);
      return at < 0 ? -at - 1 : at + 1;
    }
  }

  private static Choice steps(ImportedUserClass kind) {
    return new Choice(kind.steps().stream().mapToInt(ImportedUserClass.Step::share).toArray());
  }

  private static Choice kinds(List<ImportedUserClass> kinds) {
    return new Choice(kinds.stream().mapToInt(ImportedUserClass::weight).toArray());
  }

  /**
   * Generates arrivals as a Poisson process whose rate follows the curve. The steps are exponential
   * on the scale of the expected number of arrivals.
   */
  private void visits(ImportedPlan.Population population) {
    List<ImportedUserClass> kinds = population.userClasses();
    List<Choice> steps = kinds.stream().map(VirtualTraffic::steps).toList();
    Choice choice = kinds(kinds);
    double[] seconds = population.curve().seconds();
    double[] levels = population.curve().levels();
    double passed = 0;
    double next = step();
    for (int i = 1; i < seconds.length; i++) {
      double area = population.curve().area(i);
      while (next <= passed + area && area > 0) {
        double at =
            seconds[i - 1]
                + within(next - passed, levels[i - 1], levels[i], seconds[i] - seconds[i - 1]);
        int kind = choice.next(random);
        session(at, kinds.get(kind), steps.get(kind));
        next += step();
      }
      passed += area;
    }
  }

  private double step() {
    return -Math.log1p(-random.nextDouble());
  }

  /**
   * The time after which the area below a line reaches {@code area}: from·t + slope·t²/2 = area.
   */
  private static double within(double area, double from, double to, double time) {
    double slope = (to - from) / time;
    double sum = from + Math.sqrt(Math.max(0, from * from + 2 * slope * area));
    return sum == 0 ? time : Math.min(time, 2 * area / sum);
  }

  private void session(double arrival, ImportedUserClass kind, Choice steps) {
    double at = arrival;
    int requests = kind.lengths().get(random.nextInt(kind.lengths().size()));
    for (int i = 0; i < requests && at < end; i++) {
      if (i > 0) {
        double pause = kind.pause().sample(random);
        at += kind.response() + pause;
        if (at >= end) {
          return;
        }
        pause(pause);
      }
      request(at, kind, steps);
    }
  }

  private void request(double at, ImportedUserClass kind, Choice steps) {
    byRequest[kind.steps().get(steps.next(random)).request()]++;
    bySecond[(int) Math.min(bySecond.length - 1, at)]++;
  }

  private void pause(double seconds) {
    seen++;
    if (seen <= MOST_PAUSES) {
      pauses[(int) seen - 1] = seconds;
      return;
    }
    long place = random.nextLong(seen);
    if (place < MOST_PAUSES) {
      pauses[(int) place] = seconds;
    }
  }

  /**
   * Runs the steady users. User number n, counted from 1, is present while the rounded curve is at
   * n or above.
   */
  private void steady(ImportedPlan.Population population) {
    List<ImportedUserClass> kinds = population.userClasses();
    List<Choice> steps = kinds.stream().map(VirtualTraffic::steps).toList();
    int[] kindOf = kindsOfUsers(kinds, (int) Math.round(population.curve().peak()));
    for (int user = 0; user < kindOf.length; user++) {
      double level = user + 0.5;
      double[] seconds = population.curve().seconds();
      double[] levels = population.curve().levels();
      double since = levels[0] >= level ? 0 : -1;
      for (int i = 1; i < seconds.length; i++) {
        boolean there = levels[i] >= level;
        if (there != since >= 0) {
          double part = (level - levels[i - 1]) / (levels[i] - levels[i - 1]);
          double at = seconds[i - 1] + part * (seconds[i] - seconds[i - 1]);
          if (there) {
            since = at;
          } else {
            stay(since, at, kinds.get(kindOf[user]), steps.get(kindOf[user]));
            since = -1;
          }
        }
      }
      if (since >= 0) {
        stay(since, end, kinds.get(kindOf[user]), steps.get(kindOf[user]));
      }
    }
  }

  /**
   * Returns the class of each user. The next user belongs to the class that is farthest below its
   * share.
   */
  private static int[] kindsOfUsers(List<ImportedUserClass> kinds, int users) {
    double sum = kinds.stream().mapToInt(ImportedUserClass::weight).sum();
    int[] given = new int[kinds.size()];
    int[] kindOf = new int[users];
    for (int user = 0; user < users; user++) {
      double most = Double.NEGATIVE_INFINITY;
      for (int kind = 0; kind < given.length; kind++) {
        double lacking = (user + 1) * kinds.get(kind).weight() / sum - given[kind];
        if (lacking > most) {
          most = lacking;
          kindOf[user] = kind;
        }
      }
      given[kindOf[user]]++;
    }
    return kindOf;
  }

  private void stay(double from, double to, ImportedUserClass kind, Choice steps) {
    double at = from;
    while (at < Math.min(to, end)) {
      request(at, kind, steps);
      double pause = kind.pause().sample(random);
      at += Math.max(1e-4, kind.response() + pause);
      if (at < Math.min(to, end)) {
        pause(pause);
      }
    }
  }
}
