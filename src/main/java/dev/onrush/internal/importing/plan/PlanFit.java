package dev.onrush.internal.importing.plan;

import dev.onrush.internal.importing.request.ImportedRequest;
import dev.onrush.internal.importing.request.RequestTemplates;
import dev.onrush.internal.importing.request.TakenOut;
import dev.onrush.internal.importing.request.UniqueNames;
import dev.onrush.internal.importing.session.Endpoint;
import dev.onrush.internal.importing.session.Session;
import dev.onrush.internal.importing.session.Traffic;
import dev.onrush.internal.importing.session.UserClasses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes a plan from the traffic of a log.
 *
 * <p>Users that come and go are an open workload of sessions: whether the next one comes does not
 * depend on how fast the service is. Users that are there nearly all the time, such as monitors and
 * the users of a load test, are a closed one.
 */
public final class PlanFit {

  /** A request that is rarer than this is left out, beyond the first {@link #ALWAYS}. */
  private static final double RARE = 0.001;

  private static final int ALWAYS = 30;
  private static final int MOST_REQUESTS = 100;
  private static final int MOST_LENGTHS = 500;
  private static final int MOST_GAPS = 50_000;
  private static final int HEAVIEST = 1_000_000;

  /** Sessions that are simulated for the shape of a class in time. */
  private static final int SIMULATED = 4_000;

  private final Traffic traffic;
  private final TimeGrid grid;
  private final long seed;
  private final Map<Endpoint, Integer> numbers = new LinkedHashMap<>();
  private final UniqueNames names = new UniqueNames();

  private PlanFit(Traffic traffic, Duration length, long seed) {
    this.traffic = traffic;
    this.seed = seed;
    this.grid =
        TimeGrid.of(traffic, length.toNanos() / 1e9 / Math.max(1, traffic.window().seconds()));
    for (Endpoint endpoint : traffic.endpoints()) {
      boolean often = endpoint.requests() >= RARE * traffic.requests();
      if (numbers.size() < ALWAYS || (often && numbers.size() < MOST_REQUESTS)) {
        numbers.put(endpoint, numbers.size());
      }
    }
  }

  /**
   * The plan, and what it is held against.
   *
   * @param plan from the log
   * @param observed what of the log the plan is for
   */
  public record Fitted(ImportedPlan plan, Observed observed) {}

  /**
   * Fits.
   *
   * @param length of the plan; the rates are those of the log
   * @param takenOut is told what is left out of addresses
   * @param seed of what is drawn
   */
  public static Fitted fitted(Traffic traffic, Duration length, TakenOut takenOut, long seed) {
    return new PlanFit(traffic, length, seed).fitted(takenOut);
  }

  private Fitted fitted(TakenOut takenOut) {
    RequestTemplates templates = new RequestTemplates(takenOut);
    List<ImportedRequest> requests = numbers.keySet().stream().map(templates::of).toList();
    List<Session> visits = known(traffic.visits().sessions());
    List<Session> steady = known(traffic.steady());
    List<Session> fast = known(traffic.fast());
    Optional<ImportedPlan.Population> coming = visits(visits, fast, steady, requests);
    Optional<ImportedPlan.Population> staying = steady(steady, requests);
    List<Session> all = new ArrayList<>(visits);
    all.addAll(steady);
    return new Fitted(
        new ImportedPlan(requests, coming, staying),
        new Observed(grid, clock(gaps(all)), mix(), gaps(all), kept()));
  }

  /** The share of all requests. */
  private double kept() {
    long kept = numbers.keySet().stream().mapToLong(Endpoint::requests).sum();
    return (double) kept / Math.max(1, traffic.requests());
  }

  private double[] mix() {
    double[] mix = new double[numbers.size()];
    numbers.forEach((endpoint, number) -> mix[number] = endpoint.requests());
    double sum = Arrays.stream(mix).sum();
    return Arrays.stream(mix).map(each -> each / sum).toArray();
  }

  /** Without the requests that are left out. */
  private List<Session> known(List<Session> sessions) {
    List<Session> known = new ArrayList<>();
    for (Session session : sessions) {
      Map<Endpoint, Session.Requests> endpoints = new LinkedHashMap<>(session.endpoints());
      endpoints.keySet().retainAll(numbers.keySet());
      if (!endpoints.isEmpty()) {
        known.add(new Session(session.begin(), session.end(), endpoints, session.gaps()));
      }
    }
    return known;
  }

  private Optional<ImportedPlan.Population> visits(
      List<Session> visits,
      List<Session> fast,
      List<Session> steady,
      List<ImportedRequest> requests) {
    List<UserKind> kinds = new ArrayList<>();
    List<ArrivalFit.Smear> smears = new ArrayList<>();
    double weight = traffic.visits().weight();
    for (List<Session> sessions : UserClasses.of(visits, seed)) {
      UserKind kind = kind(sessions, requests, true);
      kinds.add(kind);
      smears.add(new ArrivalFit.Smear(kernel(kind), weight * requests(sessions)));
    }
    if (!fast.isEmpty()) {
      kinds.add(
          new UserKind(
              names.once("Requests without a session"),
              1,
              steps(fast),
              new Pause.Constant(Duration.ZERO),
              List.of(1),
              0));
      smears.add(new ArrivalFit.Smear(new double[] {1}, requests(fast)));
    }
    if (kinds.isEmpty()) {
      return Optional.empty();
    }
    double[] begins = grid.counts(traffic.visits().begins());
    grid.spread(fast, 1, begins);
    double stretched =
        smears.stream().mapToDouble(ArrivalFit.Smear::requests).sum()
            * grid.end()
            / Math.max(1, traffic.window().seconds());
    double[] inTime = scaled(inTime(visits, fast, steady), stretched);
    ArrivalFit.Found found =
        new ArrivalFit(
                grid.edges(),
                begins,
                inTime,
                grid.stretch(),
                grid.stretch() * clumping(visits, fast))
            .of(smears);
    return Optional.of(
        new ImportedPlan.Population(weighted(kinds, found.weights()), found.arrivals()));
  }

  /** The variance by the mean of requests that come in sessions: Σ n² / Σ n. */
  private static double clumping(List<Session> visits, List<Session> fast) {
    double squares = requests(fast); // each on its own
    double sum = squares;
    for (Session session : visits) {
      squares += (double) session.requests() * session.requests();
      sum += session.requests();
    }
    return squares / sum;
  }

  /** The requests of users that come and go; where the others send most of all, nearly so. */
  private double[] inTime(List<Session> visits, List<Session> fast, List<Session> steady) {
    double weight = traffic.visits().weight();
    double[] inTime = grid.requests();
    if (requests(steady) < 0.5 * traffic.requests()) {
      double[] staying = new double[grid.steps()];
      grid.spread(steady, 1, staying);
      Arrays.setAll(inTime, i -> Math.max(0, inTime[i] - staying[i]));
      return inTime;
    }
    Arrays.fill(inTime, 0);
    grid.spread(visits, weight, inTime);
    grid.spread(fast, 1, inTime);
    return inTime;
  }

  private static double[] scaled(double[] values, double newSum) {
    double sum = Arrays.stream(values).sum();
    return Arrays.stream(values).map(value -> sum == 0 ? 0 : value * newSum / sum).toArray();
  }

  /** Whole numbers that a reader can take in: of 10,000 sessions, unless one is rarer. */
  private static List<UserKind> weighted(List<UserKind> kinds, List<Double> weights) {
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    double least =
        weights.stream().mapToDouble(Double::doubleValue).filter(w -> w > 0).min().orElse(1) / sum;
    double whole = kinds.size() == 1 ? 1 : Math.min(HEAVIEST, Math.max(1_000, 100 / least));
    List<UserKind> weighted = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      int weight = (int) Math.max(1, Math.round(whole * weights.get(i) / sum));
      weighted.add(kinds.get(i).withWeight(weight));
    }
    return weighted;
  }

  private Optional<ImportedPlan.Population> steady(
      List<Session> sessions, List<ImportedRequest> requests) {
    if (sessions.isEmpty()) {
      return Optional.empty();
    }
    List<UserKind> kinds = new ArrayList<>();
    for (List<Session> those : UserClasses.of(sessions, seed)) {
      kinds.add(kind(those, requests, false).withWeight(those.size()));
    }
    Curve users = new Curve(grid.edges(), grid.present(sessions));
    return Optional.of(new ImportedPlan.Population(kinds, users));
  }

  private UserKind kind(List<Session> sessions, List<ImportedRequest> requests, boolean leaves) {
    List<UserKind.Step> steps = steps(sessions);
    double[] gaps = gaps(sessions);
    Pause pause =
        gaps.length == 0
            ? new Pause.Constant(Duration.ZERO)
            : PauseFit.of(gaps, clock(gaps)).pause();
    long[] lengths =
        Strata.of(sessions.stream().mapToLong(Session::requests).toArray(), MOST_LENGTHS);
    return new UserKind(
        names.once(UserKind.nameAfter(steps, requests)),
        1,
        steps,
        pause,
        leaves ? Arrays.stream(lengths).mapToObj(Math::toIntExact).toList() : List.of(),
        response(sessions));
  }

  /** In seconds; each request counts alike. */
  private static double response(List<Session> sessions) {
    return sessions.stream().mapToDouble(Session::waited).sum() / 1e6 / requests(sessions);
  }

  /** Shares by the largest remainder, so that they add up; the most frequent first. */
  private List<UserKind.Step> steps(List<Session> sessions) {
    double[] asked = new double[numbers.size()];
    sessions.forEach(
        s -> s.endpoints().forEach((e, r) -> asked[numbers.getOrDefault(e, 0)] += r.count()));
    double sum = Arrays.stream(asked).sum();
    int[] shares = new int[asked.length];
    Map<Integer, Double> rests = new HashMap<>();
    int left = UserKind.WHOLE;
    for (int i = 0; i < asked.length; i++) {
      double exact = UserKind.WHOLE * asked[i] / sum;
      shares[i] = (int) exact;
      left -= shares[i];
      rests.put(i, exact - shares[i]);
    }
    rests.entrySet().stream()
        .sorted(
            Map.Entry.<Integer, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(left)
        .forEach(entry -> shares[entry.getKey()]++);
    List<UserKind.Step> steps = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      if (shares[i] > 0) {
        steps.add(new UserKind.Step(i, shares[i]));
      }
    }
    steps.sort(Comparator.comparingInt(UserKind.Step::share).reversed());
    return steps;
  }

  /** In seconds; of very many, some that are spread evenly over all sessions. */
  private static double[] gaps(List<Session> sessions) {
    long all = sessions.stream().mapToLong(session -> session.gaps().length).sum();
    long every = Math.max(1, all / MOST_GAPS);
    double[] gaps = new double[(int) ((all + every - 1) / every)];
    long number = 0;
    for (Session session : sessions) {
      for (long gap : session.gaps()) {
        if (number % every == 0) {
          gaps[(int) (number / every)] = gap / 1e6;
        }
        number++;
      }
    }
    return gaps;
  }

  private Clock clock(double[] gaps) {
    return Clock.of(traffic.window().resolution(), gaps);
  }

  private static double requests(List<Session> sessions) {
    return sessions.stream().mapToDouble(Session::requests).sum();
  }

  /** Requests of a session by the step in which they are, from that of its arrival on. */
  private double[] kernel(UserKind kind) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] kernel = new double[grid.steps()];
    int last = 0;
    for (int i = 0; i < SIMULATED; i++) {
      double at = random.nextDouble() * grid.step();
      int requests = kind.lengths().get((int) ((long) i * kind.lengths().size() / SIMULATED));
      for (int request = 0; request < requests && at < grid.end(); request++) {
        int step = (int) (at / grid.step());
        if (step < kernel.length) {
          kernel[step]++;
          last = Math.max(last, step);
        }
        at += kind.response() + kind.pause().sample(random);
      }
    }
    double[] mean = Arrays.copyOf(kernel, last + 1);
    for (int step = 0; step <= last; step++) {
      mean[step] /= SIMULATED;
    }
    return mean;
  }
}
