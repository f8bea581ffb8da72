package dev.onrush.internal.duet;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Condition.Between;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.ImpliedErrorRate;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Percent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DuetPlanTest {

  private static final Percent FIVE = new Percent(5);
  private static final Optional<Percent> NOTHING_IMPLIED = Optional.empty();

  @BeforeAll
  static void words_need_a_configuration() {
    GatlingDefaults.loadUnlessLoaded();
  }

  private static UserClass browsing() {
    return userClass("Browsing").weight(3).task("Search", get("/search"));
  }

  private static UserClass health() {
    return userClass("Health").fixed(3).task("Health", get("/health"));
  }

  private static LoadPlan closed() {
    return loadPlan("Shop")
        .users(browsing(), health())
        .profile(concurrentUsers().rampTo(11, ofSeconds(2)).hold(11, ofSeconds(8)))
        .thresholds(
            p95().of("Search").below(ofMillis(500)),
            requestCount().by("Browsing").during("steady").atLeast(100),
            p95().during("steady").notWorseThanBaseline());
  }

  private static List<Double> peaks(LoadPlan plan) {
    return plan.flows().stream().map(flow -> flow.profile().peak()).toList();
  }

  @Test
  void users_come_twice_and_are_together_as_many_as_in_the_plan() {
    for (long seed = 0; seed < 20; seed++) {
      LoadPlan plan = DuetPlan.of(closed(), false, FIVE, NOTHING_IMPLIED, seed).plan();

      assertThat(plan.flows().stream().map(Flow::name)).containsExactly("A", "B");
      assertThat(plan.classes().stream().map(c -> c.name() + ", " + c.share().text()))
          .containsExactly(
              "Browsing (A), weight 3",
              "Health (A), 2 users",
              "Browsing (B), weight 3",
              "Health (B), 2 users");
      assertThat(peaks(plan)).containsExactlyInAnyOrder(6.0, 5.0);
    }
  }

  @Test
  void a_jump_by_one_user_is_left_out_for_the_variant_that_does_not_get_this_user() {
    LoadPlan jumping =
        loadPlan("Shop")
            .users(browsing())
            .profile(
                concurrentUsers()
                    .hold(10, ofSeconds(5))
                    .rampTo(11, ofSeconds(0))
                    .holdFor(ofSeconds(5)))
            .thresholds(p95().below(ofMillis(500)));

    LoadPlan plan = DuetPlan.of(jumping, false, FIVE, NOTHING_IMPLIED, 1).plan();

    assertThat(plan.flows().stream().map(flow -> flow.profile()))
        .containsExactlyInAnyOrder(
            concurrentUsers().hold(5, ofSeconds(5)).hold(5, ofSeconds(5)),
            concurrentUsers().hold(5, ofSeconds(5)).rampTo(6, ofSeconds(0)).holdFor(ofSeconds(5)));
  }

  @Test
  void the_seed_says_who_of_both_has_the_odd_user() {
    assertThat(
            List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9).stream()
                .map(
                    seed ->
                        peaks(DuetPlan.of(closed(), false, FIVE, NOTHING_IMPLIED, seed).plan())
                            .get(0)))
        .contains(6.0, 5.0);
  }

  @Test
  void each_variant_of_a_full_duet_has_the_whole_load() {
    LoadPlan plan = DuetPlan.of(closed(), true, FIVE, NOTHING_IMPLIED, 1).plan();

    assertThat(peaks(plan)).containsExactly(11.0, 11.0);
    assertThat(plan.classes().get(1).share().text()).isEqualTo("3 users");
    assertThat(plan.thresholds().get(1))
        .hasToString("request count by Browsing (B) in steady in flow B >= 100");
  }

  /** Returns a seed with which B has this number of the plan's eleven users. */
  private static long seedOf(double users) {
    return LongStream.range(0, 100)
        .filter(
            s ->
                peaks(DuetPlan.of(closed(), false, FIVE, NOTHING_IMPLIED, s).plan()).get(1)
                    == users)
        .findFirst()
        .orElseThrow();
  }

  private static List<Condition> bounds(double users, Threshold... thresholds) {
    LoadPlan plan =
        closed()
            .withProfile(concurrentUsers().hold(11, ofSeconds(10)))
            .withThresholds(List.of(thresholds));
    return DuetPlan.of(plan, false, FIVE, NOTHING_IMPLIED, seedOf(users))
        .plan()
        .thresholds()
        .stream()
        .limit(thresholds.length)
        .map(Threshold::condition)
        .toList();
  }

  private static Bound least(double bound) {
    return new Bound(Comparison.AT_LEAST, bound);
  }

  private static Bound most(double bound) {
    return new Bound(Comparison.AT_MOST, bound);
  }

  @Test
  void counts_and_throughput_follow_the_share_that_b_has_of_an_odd_number_of_users() {
    Threshold[] asked = {
      requestCount().atLeast(1_100),
      requestCount().atMost(1_100),
      throughput().during("steady").atLeast(perSecond(110)),
      requestCount().between(110, 220),
      requestCount().by("Browsing").atLeast(800),
      requestCount().of("Search").atLeast(800),
      requestCount().by("Health").atMost(300),
      requestCount().ofEachRequest().atLeast(80),
    };

    // 5 of 11 users: 2 of 3 in Health and 3 of 8 in Browsing
    assertThat(bounds(5, asked))
        .containsExactly(
            least(412),
            most(734),
            least(41.25),
            new Between(50, 100),
            least(300),
            least(300),
            most(200),
            least(30));
    // 6 of 11: 2 of 3 in Health and 4 of 8 in Browsing
    assertThat(bounds(6, asked))
        .containsExactly(
            least(550),
            most(734),
            least(55),
            new Between(60, 120),
            least(400),
            least(400),
            most(200),
            least(40));
  }

  @Test
  void over_levels_of_several_shares_a_bound_follows_the_time_of_the_users_of_b() {
    LoadPlan plan =
        loadPlan("Shop")
            .users(browsing())
            .profile(concurrentUsers().hold(3, ofSeconds(10)).hold(101, ofSeconds(590)))
            .thresholds(throughput().atLeast(perSecond(90)), requestCount().atMost(60_000));
    for (long seed = 0; seed < 20; seed++) {
      LoadPlan duet = DuetPlan.of(plan, false, FIVE, NOTHING_IMPLIED, seed).plan();
      boolean less = duet.flows().get(1).profile().peak() == 50;
      double timeOfB = less ? 1 * 10 + 50 * 590 : 2 * 10 + 51 * 590;
      double share = timeOfB / (3 * 10 + 101 * 590);

      assertThat(duet.thresholds().stream().limit(2).map(Threshold::condition))
          .as("B has %s", less ? "1 and 50 users" : "2 and 51 users")
          .containsExactly(least(90 * share), most(Math.ceil(60_000 * share)));
    }
  }

  @Test
  void in_windows_over_levels_of_several_shares_a_floor_has_the_least_and_a_ceiling_the_greatest() {
    LoadPlan plan =
        loadPlan("Shop")
            .users(browsing())
            .profile(
                concurrentUsers()
                    .hold(1, ofSeconds(10))
                    .hold(3, ofSeconds(10))
                    .hold(10, ofSeconds(10)))
            .thresholds(
                requestCount().every(ofSeconds(5)).atLeast(600),
                requestCount().every(ofSeconds(5)).atMost(600));
    for (long seed = 0; seed < 20; seed++) {
      LoadPlan duet = DuetPlan.of(plan, false, FIVE, NOTHING_IMPLIED, seed).plan();
      boolean less = duet.flows().get(1).profile().levelAt(ofSeconds(15)) == 1;

      assertThat(duet.thresholds().stream().limit(2).map(Threshold::condition))
          .as("B has %s", less ? "0, 1 and 5 users" : "1, 2 and 5 users")
          .isEqualTo(less ? List.of(least(200), most(300)) : List.of(least(300), most(600)));
    }
  }

  @Test
  void in_steady_state_a_bound_follows_the_users_that_b_has_in_the_phases_that_hold_a_level() {
    LoadPlan plan =
        loadPlan("Shop")
            .users(browsing())
            .profile(spike().from(5).to(50).backTo(5))
            .thresholds(throughput().inSteadyState().atLeast(perSecond(5)));
    for (long seed = 0; seed < 20; seed++) {
      LoadPlan duet = DuetPlan.of(plan, false, FIVE, NOTHING_IMPLIED, seed).plan();
      double users = duet.flows().get(1).profile().levelAt(ofSeconds(20));

      assertThat(duet.thresholds().get(0).condition()).isEqualTo(least(users));
    }
  }

  @Test
  void thresholds_judge_b_and_none_compares_with_a_baseline() {
    DuetPlan duet = DuetPlan.of(closed(), false, FIVE, NOTHING_IMPLIED, seedOf(6));

    assertThat(duet.plan().thresholds().stream().map(Threshold::toString))
        .containsExactly(
            "p95 of Search in flow B < 500 ms",
            "request count by Browsing (B) in steady in flow B >= 50 (100 scaled by 0.5)",
            "p95 of each request worse than A (implied) <= 5 %",
            "error rate of each request worse than A (implied) <= 0.5 %");
    assertThat(duet.left())
        .isEqualTo(
            Map.of(
                p95().during("steady").notWorseThanBaseline(),
                "a duet compares B with A, not with a baseline"));
  }

  @Test
  void recovery_ratio_and_service_metrics_are_those_of_b() {
    LoadPlan plan =
        loadPlan("Spike")
            .users(browsing())
            .profile(spike().from(2).to(10).holdFor(ofSeconds(5)).backTo(2))
            .thresholds(
                recovery().within(ofSeconds(3)),
                ratio(p95().during(SPIKE), p95().during("baseline")).below(3.0),
                service("hikaricp_connections_pending").max().atMost(5.0));

    assertThat(
            DuetPlan.of(plan, false, FIVE, NOTHING_IMPLIED, 1).plan().thresholds().stream()
                .map(Threshold::toString))
        .containsExactly(
            "recovery in spike in flow B <= 3 s",
            "p95 in spike in flow B over p95 in baseline in flow B < 3",
            "max of service hikaricp_connections_pending <= 5",
            "p95 of each request worse than A (implied) <= 5 %",
            "error rate of each request worse than A (implied) <= 0.5 %");
  }

  @Test
  void arrivals_are_halved() {
    LoadPlan plan =
        loadPlan("Shop")
            .users(browsing())
            .profile(arrivalRate().hold(perSecond(5), ofSeconds(8)))
            .thresholds(errorRate().below(ofPercent(1)));

    assertThat(peaks(DuetPlan.of(plan, false, FIVE, NOTHING_IMPLIED, 1).plan()))
        .containsExactly(2.5, 2.5);
  }

  @Test
  void what_cannot_be_a_duet_is_refused() {
    LoadPlan search =
        loadPlan("Search")
            .users(browsing())
            .profile(capacitySearch().from(10).upTo(100))
            .thresholds(errorRate().below(ofPercent(1)));
    assertThatThrownBy(() -> DuetPlan.of(search, false, FIVE, NOTHING_IMPLIED, 1))
        .hasMessage(
            "plan \"Search\" searches for its capacity, but a duet needs a load that is known"
                + " beforehand; leave out \"against\", or give the plan a load profile");

    LoadPlan flows =
        loadPlan("Day")
            .flow("Clerks", users(browsing()).profile(concurrentUsers().hold(4, ofSeconds(5))))
            .flow("Labs", users(health()).profile(concurrentUsers().hold(4, ofSeconds(5))))
            .thresholds(errorRate().below(ofPercent(1)));
    assertThatThrownBy(() -> DuetPlan.of(flows, false, FIVE, NOTHING_IMPLIED, 1))
        .hasMessage(
            "plan \"Day\" has several flows (Clerks, Labs), but a duet runs only one; select it,"
                + " for example with -Donly=Clerks");

    LoadPlan one =
        loadPlan("One")
            .users(browsing())
            .profile(concurrentUsers().hold(1, ofSeconds(5)))
            .thresholds(errorRate().below(ofPercent(1)));
    assertThatThrownBy(() -> DuetPlan.of(one, false, FIVE, NOTHING_IMPLIED, 1))
        .hasMessage(
            "plan \"One\" has 1 user at its peak, but in a duet A and B share the users; raise the"
                + " peak to 2 or more, or give each variant the whole load with -Dduet=full");
    assertThat(peaks(DuetPlan.of(one, true, FIVE, NOTHING_IMPLIED, 1).plan()))
        .containsExactly(1.0, 1.0);

    for (long seed = 0; seed < 2; seed++) {
      long any = seed;
      assertThatThrownBy(() -> DuetPlan.of(fixed(3), false, FIVE, NOTHING_IMPLIED, any))
          .hasMessage(
              "plan \"Fixed\" has 3 fixed users; in a duet each variant gets half of each class,"
                  + " rounded up, which is 3 users, but only half of the 3 users at the peak; raise"
                  + " the peak to 6 or more, or give each variant the whole load with -Dduet=full");
    }
    assertThat(peaks(DuetPlan.of(fixed(6), false, FIVE, NOTHING_IMPLIED, 1).plan()))
        .containsExactly(3.0, 3.0);
    assertThat(peaks(DuetPlan.of(fixed(3), true, FIVE, NOTHING_IMPLIED, 1).plan()))
        .containsExactly(3.0, 3.0);
  }

  /** Of 39 users, one variant has 19 instead of 20, 5 % less; of 37, 18 instead of 19. */
  @Test
  void an_odd_level_that_is_not_counted_decides_no_throughput() {
    LoadPlan plan =
        loadPlan("Throughput")
            .users(browsing())
            .profile(
                concurrentUsers()
                    .hold(5, ofSeconds(30))
                    .notCounted()
                    .rampTo(100, Duration.ZERO)
                    .holdFor(ofSeconds(60)))
            .thresholds(throughput().notWorseThanA());

    assertThat(DuetPlan.of(plan, false, FIVE, NOTHING_IMPLIED, 1).plan().thresholds())
        .contains(throughput().notWorseThanA());
  }

  @Test
  void throughput_is_not_compared_where_one_user_more_decides() {
    assertThatThrownBy(() -> DuetPlan.of(ofUsers(11), false, FIVE, NOTHING_IMPLIED, 1))
        .hasMessage(
            "plan \"Throughput\" compares throughput (\"throughput worse than A <= 5 %\"), but has a"
                + " level of 11 users, of which A and B cannot have the same number; use an even"
                + " number at each level, or give each variant the whole load with -Dduet=full");
    assertThat(peaks(DuetPlan.of(ofUsers(11), true, FIVE, NOTHING_IMPLIED, 1).plan()))
        .containsExactly(11.0, 11.0);
    assertThat(peaks(DuetPlan.of(ofUsers(12), false, FIVE, NOTHING_IMPLIED, 1).plan()))
        .containsExactly(6.0, 6.0);
    assertThat(peaks(DuetPlan.of(ofUsers(39), false, FIVE, NOTHING_IMPLIED, 1).plan()))
        .containsExactlyInAnyOrder(19.0, 20.0);
    assertThatThrownBy(() -> DuetPlan.of(ofUsers(37), false, FIVE, NOTHING_IMPLIED, 1))
        .hasMessageContaining("a level of 37 users");
  }

  private static LoadPlan ofUsers(int users) {
    return loadPlan("Throughput")
        .users(browsing())
        .profile(concurrentUsers().hold(users, ofSeconds(5)))
        .thresholds(throughput().notWorseThanA());
  }

  /** Returns a plan with three classes of one user each, and this number of users at the peak. */
  private static LoadPlan fixed(int peak) {
    return loadPlan("Fixed")
        .users(
            userClass("A").fixed(1).task("A", get("/a")),
            userClass("B").fixed(1).task("B", get("/b")),
            userClass("C").fixed(1).task("C", get("/c")),
            browsing())
        .profile(concurrentUsers().hold(peak, ofSeconds(5)))
        .thresholds(errorRate().below(ofPercent(1)));
  }

  @Test
  void nothing_is_implied_where_the_plan_asks_for_a_difference() {
    LoadPlan plan =
        closed()
            .withThresholds(
                List.of(errorRate().below(ofPercent(1)), p99().of("Search").notWorseThanA()));

    assertThat(
            DuetPlan.of(plan, false, FIVE, NOTHING_IMPLIED, 1).plan().thresholds().stream()
                .map(String::valueOf))
        .containsExactly("error rate in flow B < 1 %", "p99 of Search worse than A <= 5 %");
  }

  /** Returns the thresholds except those on the difference, with an implied error rate of 50 %. */
  private static List<String> judged(Threshold... thresholds) {
    LoadPlan plan = closed().withThresholds(List.of(thresholds));
    return DuetPlan.of(plan, false, FIVE, Optional.of(new Percent(50)), 1)
        .plan()
        .thresholds()
        .stream()
        .map(Threshold::toString)
        .filter(text -> !text.contains("worse than A"))
        .toList();
  }

  @Test
  void a_is_asked_to_answer_and_b_is_too_unless_the_plan_has_a_threshold_on_all_errors() {
    assertThat(judged(errorRate().below(ofPercent(1))))
        .containsExactly("error rate in flow B < 1 %", "error rate in flow A (implied) < 50 %");
    assertThat(judged(p95().below(ofMillis(500)), errorRate().by("Health").below(ofPercent(1))))
        .containsExactly(
            "p95 in flow B < 500 ms",
            "error rate by Health (B) in flow B < 1 %",
            "error rate in flow A (implied) < 50 %",
            "error rate in flow B (implied) < 50 %");
    // the settings have changed its bound
    assertThat(judged(p95().below(ofMillis(500)), ImpliedErrorRate.below(ofPercent(20))))
        .containsExactly(
            "p95 in flow B < 500 ms",
            "error rate in flow A (implied) < 20 %",
            "error rate in flow B (implied) < 20 %");
  }

  @Test
  void the_service_is_warmed_up_in_both_flows() {
    LoadPlan plan =
        DuetPlan.of(closed().warmUpService(ofSeconds(4)), false, FIVE, NOTHING_IMPLIED, 1).plan();

    assertThat(
            plan.loads().stream()
                .flatMap(load -> load.phases().stream())
                .filter(phase -> !Phase.isCounted(phase.title()))
                .map(Phase::title))
        .containsExactly("A / " + Phase.SERVICE_WARM_UP, "B / " + Phase.SERVICE_WARM_UP);
  }
}
