package dev.onrush.internal.importing.plan;

import static dev.onrush.internal.importing.plan.KnownPlan.always;
import static dev.onrush.internal.importing.plan.KnownPlan.between;
import static dev.onrush.internal.importing.plan.KnownPlan.exponential;
import static dev.onrush.internal.importing.plan.KnownPlan.geometric;
import static dev.onrush.internal.importing.plan.KnownPlan.mix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.importing.log.LineFormat;
import dev.onrush.internal.importing.log.LineFormats;
import dev.onrush.internal.importing.log.SessionBy;
import dev.onrush.internal.importing.plan.KnownPlan.Event;
import dev.onrush.internal.importing.plan.KnownPlan.Kind;
import dev.onrush.internal.importing.request.Redaction;
import dev.onrush.internal.importing.session.Traffic;
import dev.onrush.internal.importing.session.TrafficReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Known plans produce an access log with whole seconds; the plan that is imported from it resembles
 * the known plan. Both are compared by many runs in virtual time, to exclude chance.
 */
@Tag("extended")
class KnownPlansTest {

  private static final int RUNS = 30;

  private static final Map<String, Integer> SHOP =
      mix("GET /products", 6, "GET /products/ID", 3, "GET /cart", 1);
  private static final Map<String, Integer> BUYING =
      mix("GET /cart", 3, "POST /cart/items", 3, "POST /orders", 2, "GET /products/ID", 2);
  private static final Map<String, Integer> REPORTS =
      mix("GET /reports?year=ID", 5, "GET /reports/ID/pdf", 5);
  private static final Map<String, Integer> HEALTH = mix("GET /health", 1);

  static Stream<Arguments> plans() {
    double hour = 1_800;
    Kind browsing = new Kind(8, SHOP, exponential(8), geometric(7));
    Kind buying = new Kind(2, BUYING, between(2, 9), geometric(10));
    Kind reading = new Kind(1, REPORTS, between(20, 40), geometric(4));
    return Stream.of(
        Arguments.of(
            "one class, exponential pauses",
            new KnownPlan(hour).sessionsPerSecond(at -> 15).visitors(browsing)),
        Arguments.of(
            "two classes with pauses of their own",
            new KnownPlan(hour).sessionsPerSecond(at -> 15).visitors(browsing).visitors(buying)),
        Arguments.of(
            "three classes 8:2:1",
            new KnownPlan(hour)
                .sessionsPerSecond(at -> 15)
                .visitors(browsing)
                .visitors(buying)
                .visitors(reading)),
        Arguments.of(
            "constant pauses, sessions of one length",
            new KnownPlan(hour)
                .sessionsPerSecond(at -> 20)
                .visitors(new Kind(1, SHOP, always(5), random -> 6))),
        Arguments.of(
            "single requests",
            new KnownPlan(hour)
                .sessionsPerSecond(at -> 40)
                .visitors(new Kind(1, SHOP, always(0), random -> 1))),
        Arguments.of(
            "a ramp",
            new KnownPlan(hour).sessionsPerSecond(at -> 30 * at / hour).visitors(browsing)),
        Arguments.of(
            "a day, in a tenth of its time",
            new KnownPlan(hour)
                .sessionsPerSecond(at -> 20 - 15 * Math.cos(2 * Math.PI * at / (hour)))
                .visitors(browsing)
                .visitors(buying)),
        Arguments.of(
            "a spike",
            new KnownPlan(hour)
                .sessionsPerSecond(at -> at > 800 && at < 1_200 ? 80 : 20)
                .visitors(browsing)),
        Arguments.of(
            "users that stay",
            new KnownPlan(hour / 2).staying(1_000, new Kind(1, SHOP, between(1, 9), random -> 1))),
        Arguments.of(
            "visitors, and monitors that stay",
            new KnownPlan(hour)
                .sessionsPerSecond(at -> 15)
                .visitors(browsing)
                .staying(3, new Kind(1, HEALTH, always(10), random -> 1))),
        Arguments.of(
            "sessions that are long beside the log",
            new KnownPlan(hour)
                .sessionsPerSecond(at -> 10)
                .visitors(new Kind(1, SHOP, exponential(30), geometric(20)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void the_imported_plan_has_the_mix_the_pauses_and_the_rates_of_the_known_one(
      String name, KnownPlan known) {
    List<Event> logged = known.events(1);

    PlanFit.Fitted fitted = fitted(KnownPlan.lines(logged, 2), known);

    ImportedPlan plan = fitted.plan();
    int minutes = (int) Math.ceil(known.seconds() / 60);
    double[] ofKnown = new double[minutes];
    double[] ofPlan = new double[minutes];
    Map<String, Double> mixOfKnown = new LinkedHashMap<>();
    double[] mixOfPlan = new double[plan.requests().size()];
    List<Double> pausesOfKnown = new ArrayList<>();
    addPauses(logged, pausesOfKnown);
    double[] pausesOfPlan = {};
    for (int run = 0; run < RUNS; run++) {
      known.run(
          100 + run,
          (at, user, request) -> {
            ofKnown[(int) (at / 60)]++;
            mixOfKnown.merge(request, 1.0, Double::sum);
          });
      VirtualTraffic traffic =
          VirtualTraffic.of(plan, fitted.observed().seconds(), new SplittableRandom(run));
      for (int second = 0; second < traffic.seconds(); second++) {
        ofPlan[Math.min(minutes - 1, second / 60)] += traffic.inSecond(second);
      }
      long[] byRequest = traffic.byRequest();
      Arrays.setAll(mixOfPlan, i -> mixOfPlan[i] + byRequest[i]);
      pausesOfPlan = traffic.pauses();
    }

    double all = Arrays.stream(ofKnown).sum();
    double ours = Arrays.stream(ofPlan).sum();
    mixOfKnown.forEach(
        (request, times) ->
            assertThat(share(plan, request, mixOfPlan) / ours)
                .as(request)
                .isCloseTo(times / all, within(0.02)));
    double[] exact = pausesOfKnown.stream().mapToDouble(Double::doubleValue).toArray();
    assertThat(KolmogorovSmirnov.distance(exact, pausesOfPlan)).as("pauses").isLessThan(0.05);
    double off = 0;
    for (int minute = 0; minute < minutes; minute++) {
      off += Math.abs(ofKnown[minute] - ofPlan[minute]);
    }
    assertThat(off / all).as("requests per minute").isLessThan(0.03);
  }

  private static PlanFit.Fitted fitted(List<String> lines, KnownPlan known) {
    TrafficReader reader =
        new TrafficReader(
            new TrafficReader.Selection(
                SessionBy.AGENT, Duration.ofMinutes(30), false, TrafficReader.Time.ALL),
            7);
    LineFormat format = LineFormats.combined();
    lines.forEach(line -> assertThat(format.read(line, reader::add)).isTrue());
    Traffic traffic = reader.traffic();
    return PlanFit.fitted(
        traffic, Duration.ofSeconds(traffic.window().seconds()), new Redaction(List.of()), 7);
  }

  private static double share(ImportedPlan plan, String request, double[] counts) {
    String name =
        request
            .replaceAll("\\?.*", "")
            .replace("/products/ID", "/products/{productId}")
            .replace("/reports/ID", "/reports/{reportId}");
    for (int i = 0; i < counts.length; i++) {
      if (plan.requests().get(i).name().equals(name)) {
        return counts[i];
      }
    }
    throw new AssertionError("no request " + name + " in " + plan.requests());
  }

  private static void addPauses(List<Event> events, List<Double> pauses) {
    Map<Integer, Double> last = new LinkedHashMap<>();
    for (Event event : events) {
      Double before = last.put(event.user(), event.at());
      if (before != null) {
        pauses.add(event.at() - before);
      }
    }
  }
}
