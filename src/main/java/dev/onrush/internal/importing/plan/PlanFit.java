package dev.onrush.internal.importing.plan;

import dev.onrush.internal.importing.request.ImportedRequest;
import dev.onrush.internal.importing.request.Redaction;
import dev.onrush.internal.importing.request.RequestTemplates;
import dev.onrush.internal.importing.request.UniqueNames;
import dev.onrush.internal.importing.session.Endpoint;
import dev.onrush.internal.importing.session.Session;
import dev.onrush.internal.importing.session.Traffic;
import dev.onrush.internal.importing.session.UserClasses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes a plan from the traffic of a log.
 *
 * <p>Users that come and go are an open workload of sessions: the arrival of a session does not
 * depend on the speed of the service. Users that are present nearly all the time, such as monitors
 * and the users of a load test, are a closed workload.
 */
public final class PlanFit {

  /**
   * A request with a smaller share than this is left out, unless it is one of the first {@link
   * #ALWAYS}.
   */
  private static final double RARE = 0.001;

  private static final int ALWAYS = 30;
  private static final int MOST_REQUESTS = 100;
  private static final int MOST_LENGTHS = 500;
  private static final int MOST_GAPS = 50_000;
  private static final int HEAVIEST = 1_000_000;

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
   * A plan, and the measurements with which it is compared.
   *
   * @param plan the plan that was made from the log
   * @param observed the measurements of the log
   */
  public record Fitted(ImportedPlan plan, Observed observed) {}

  /**
   * Fits a plan to the traffic of a log.
   *
   * @param length the length of the plan; the rates are the rates of the log
   * @param redaction records what is removed from addresses
   * @param seed the seed of all random numbers
   */
  public static Fitted fitted(Traffic traffic, Duration length, Redaction redaction, long seed) {
    return new PlanFit(traffic, length, seed).fitted(redaction);
  }

  private Fitted fitted(Redaction redaction) {
    RequestTemplates templates = new RequestTemplates(redaction);
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

  /** The share of all requests that the plan keeps. */
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

  /**
   * Returns the sessions without the requests that are left out, and without sessions that have no
   * other request.
   */
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
    List<ImportedUserClass> kinds = new ArrayList<>();
    List<ArrivalFit.RequestKernel> kernels = new ArrayList<>();
    double weight = traffic.visits().weight();
    for (List<Session> sessions : UserClasses.of(visits, seed)) {
      ImportedUserClass kind = kind(sessions, requests, true);
      kinds.add(kind);
      kernels.add(
          new ArrivalFit.RequestKernel(
              SessionKernel.of(kind, grid, new SplittableRandom(seed)),
              weight * requests(sessions)));
    }
    if (!fast.isEmpty()) {
      kinds.add(
          new ImportedUserClass(
              names.unique("Requests without a session"),
              1,
              steps(fast),
              new Pause.Constant(Duration.ZERO),
              List.of(1),
              0));
      kernels.add(new ArrivalFit.RequestKernel(new double[] {1}, requests(fast)));
    }
    if (kinds.isEmpty()) {
      return Optional.empty();
    }
    double[] begins = grid.counts(traffic.visits().begins());
    grid.spread(fast, 1, begins);
    double stretched =
        kernels.stream().mapToDouble(ArrivalFit.RequestKernel::requests).sum()
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
            .of(kernels);
    return Optional.of(
        new ImportedPlan.Population(weighted(kinds, found.weights()), found.arrivals()));
  }

  /**
   * The variance divided by the mean of the number of requests that come in sessions: Σ n² / Σ n.
   */
  private static double clumping(List<Session> visits, List<Session> fast) {
    double squares = requests(fast); // each fast request counts as a session
    double sum = squares;
    for (Session session : visits) {
      squares += (double) session.requests() * session.requests();
      sum += session.requests();
    }
    return squares / sum;
  }

  /**
   * Returns the requests of users that come and go in each step. If the steady users send half of
   * all requests or more, these requests are estimated: each session's requests are spread evenly
   * over its time.
   */
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

  /**
   * Returns the classes with weights that are small whole numbers. A single class has the weight 1.
   * Otherwise the sum is 1,000, or so much more that the rarest class has about 100, but at most
   * {@link #HEAVIEST}.
   */
  private static List<ImportedUserClass> weighted(
      List<ImportedUserClass> kinds, List<Double> weights) {
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    double least =
        weights.stream().mapToDouble(Double::doubleValue).filter(w -> w > 0).min().orElse(1) / sum;
    double whole = kinds.size() == 1 ? 1 : Math.min(HEAVIEST, Math.max(1_000, 100 / least));
    List<ImportedUserClass> weighted = new ArrayList<>();
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
    List<ImportedUserClass> kinds = new ArrayList<>();
    for (List<Session> those : UserClasses.of(sessions, seed)) {
      kinds.add(kind(those, requests, false).withWeight(those.size()));
    }
    Curve users = new Curve(grid.edges(), grid.present(sessions));
    return Optional.of(new ImportedPlan.Population(kinds, users));
  }

  private ImportedUserClass kind(
      List<Session> sessions, List<ImportedRequest> requests, boolean leaves) {
    List<ImportedUserClass.Step> steps = steps(sessions);
    double[] gaps = gaps(sessions);
    Pause pause =
        gaps.length == 0
            ? new Pause.Constant(Duration.ZERO)
            : PauseFit.of(gaps, clock(gaps)).pause();
    long[] lengths =
        Strata.of(sessions.stream().mapToLong(Session::requests).toArray(), MOST_LENGTHS);
    return new ImportedUserClass(
        names.unique(ImportedUserClass.nameAfter(steps, requests)),
        1,
        steps,
        pause,
        leaves ? Arrays.stream(lengths).mapToObj(Math::toIntExact).toList() : List.of(),
        response(sessions));
  }

  /** The mean response time per request, in seconds. */
  private static double response(List<Session> sessions) {
    return sessions.stream().mapToDouble(Session::responseTime).sum() / 1e6 / requests(sessions);
  }

  /**
   * Returns the requests with their shares, the most frequent first. The shares add up to {@link
   * ImportedUserClass#WHOLE}.
   */
  private List<ImportedUserClass.Step> steps(List<Session> sessions) {
    double[] asked = new double[numbers.size()];
    sessions.forEach(
        s -> s.endpoints().forEach((e, r) -> asked[numbers.getOrDefault(e, 0)] += r.count()));
    int[] shares = WholeShares.of(asked, ImportedUserClass.WHOLE);
    List<ImportedUserClass.Step> steps = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      if (shares[i] > 0) {
        steps.add(new ImportedUserClass.Step(i, shares[i]));
      }
    }
    steps.sort(Comparator.comparingInt(ImportedUserClass.Step::share).reversed());
    return steps;
  }

  /**
   * Returns the gaps between requests, in seconds. If there are very many, returns a selection that
   * is spread evenly over all sessions.
   */
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

  private ClockResolution clock(double[] gaps) {
    return ClockResolution.of(traffic.window().resolution(), gaps);
  }

  private static double requests(List<Session> sessions) {
    return sessions.stream().mapToDouble(Session::requests).sum();
  }
}
