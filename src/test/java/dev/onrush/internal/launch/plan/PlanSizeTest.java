package dev.onrush.internal.launch.plan;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.profile.LoadProfile;
import dev.onrush.threshold.Threshold;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A plan at the size that settings request. */
class PlanSizeTest {

  private static final UserClass USERS = userClass("U").task("Ask", get("/"));

  private static LoadPlan plan(LoadProfile profile, Threshold... thresholds) {
    return loadPlan("P").users(USERS).profile(profile).thresholds(thresholds);
  }

  private static LoadPlan tuned(LoadPlan plan, String... settings) {
    Map<String, String> given = new HashMap<>(Map.of("onrush.impliedErrorRate", "off"));
    for (int i = 0; i < settings.length; i += 2) {
      given.put("onrush." + settings[i], settings[i + 1]);
    }
    return PlanSize.apply(plan, SettingsReader.load(given));
  }

  private static final LoadPlan FIFTY_USERS =
      plan(smoke().users(50).holdFor(ofSeconds(20)), requestCount().atLeast(1_000));

  @Test
  void bounds_of_the_plan_follow_its_size() {
    assertThat(tuned(FIFTY_USERS, "scale", "0.2", "pace", "0.5").thresholds())
        .extracting(Threshold::toString)
        .containsExactly("request count >= 100 (1000 scaled by 0.1)");
    // 100 is twice the peak of 50
    assertThat(tuned(FIFTY_USERS, "users", "100").thresholds())
        .extracting(Threshold::toString)
        .containsExactly("request count >= 2000 (1000 scaled by 2)");
  }

  @Test
  void scale_multiplies_the_peak_that_users_sets() {
    LoadPlan tuned = tuned(FIFTY_USERS, "users", "100", "scale", "0.1");

    assertThat(tuned.profile()).isEqualTo(smoke().users(10).holdFor(ofSeconds(20)));
    // 10 users are a fifth of the peak of 50
    assertThat(tuned.thresholds())
        .extracting(Threshold::toString)
        .containsExactly("request count >= 200 (1000 scaled by 0.2)");
    LoadPlan search =
        loadPlan("P")
            .users(USERS)
            .profile(capacitySearch().from(10).upTo(1_000))
            .thresholds(p95().below(ofSeconds(1)));
    assertThat(tuned(search, "users", "100", "scale", "2").search())
        .contains(capacitySearch().from(2).upTo(200));
  }

  @Test
  void levels_are_those_of_decimal_numbers() {
    // In binary floating point, 100 times 1.1 is 110.00000000000001, and 49 times 1/49 is not
    // exactly 1.
    LoadPlan hundred = plan(smoke().users(100).holdFor(ofSeconds(5)), errorCount().atMost(0));
    assertThat(tuned(hundred, "scale", "1.1").profile())
        .isEqualTo(smoke().users(110).holdFor(ofSeconds(5)));
    int[][] pairs = {{49, 1}, {7, 29}, {13, 15}, {21, 87}, {23, 61}};
    for (int[] pair : pairs) {
      LoadPlan plan = plan(smoke().users(pair[0]).holdFor(ofSeconds(5)), errorCount().atMost(0));
      assertThat(tuned(plan, "users", String.valueOf(pair[1])).profile().peak()).isEqualTo(pair[1]);
    }
  }

  @Test
  void a_rate_that_no_decimal_number_is_keeps_its_arrivals() {
    // A third per second is 60 in three minutes, and twice as many at twice the scale.
    LoadPlan plan = plan(arrivalRate().hold(perMinute(20), ofMinutes(3)), errorCount().atMost(0));

    for (int scale = 1; scale <= 3; scale++) {
      LoadProfile profile = tuned(plan, "scale", String.valueOf(scale)).profile();

      assertThat(((LoadProfile.ArrivalRate) profile).arrivalsBy(ofMinutes(3)))
          .isEqualTo(60.0 * scale);
    }
  }

  private static final LoadPlan TWO_FLOWS =
      loadPlan("Clinic")
          .flow("Clerks", users(USERS).profile(smoke().users(50).holdFor(ofSeconds(20))))
          .flow(
              "Labs",
              users(userClass("L").task("Ask", get("/")))
                  .profile(arrivalRate().hold(perSecond(10), ofSeconds(20)))
                  .startingAfter(ofSeconds(10)))
          .thresholds(requestCount().inFlow("Labs").atLeast(200));

  @Test
  void scale_and_pace_are_for_all_flows_and_their_begins() {
    LoadPlan tuned = tuned(TWO_FLOWS, "scale", "0.2", "pace", "0.5");

    assertThat(tuned.flows()).extracting(f -> f.profile().peak()).containsExactly(10.0, 2.0);
    assertThat(tuned.duration()).isEqualTo(ofSeconds(15));
    assertThat(tuned.thresholds())
        .extracting(Threshold::toString)
        .containsExactly("request count in flow Labs >= 20 (200 scaled by 0.1)");
  }

  @Test
  void a_number_of_users_is_none_of_several_flows() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tuned(TWO_FLOWS, "users", "100"))
        .withMessage(
            "users was 100 (from -Donrush.users), and plan \"Clinic\" has 2 flows (Clerks, Labs), each with its own peak;"
                + " scale them all with scale, such as -Dscale=0.1");
  }

  @Test
  void bounds_of_settings_are_taken_as_they_are() {
    LoadPlan tuned =
        tuned(
            FIFTY_USERS,
            "scale",
            "0.2",
            "pace",
            "0.5",
            "thresholds.request-count",
            "70",
            "thresholds.own",
            "error count <= 10, abort after 8 s");

    assertThat(tuned.thresholds())
        .containsExactly(
            requestCount().atLeast(70), errorCount().atMost(10).abortAfter(ofSeconds(8)));
  }

  @Test
  void windows_become_shorter_with_the_profile_and_keep_their_names_for_settings() {
    LoadPlan plan =
        plan(
            load().users(5).holdFor(ofSeconds(60)),
            p95().during(STEADY).every(ofSeconds(30)).below(ofSeconds(1)));

    assertThat(tuned(plan, "pace", "0.1").thresholds())
        .extracting(Threshold::toString)
        .containsExactly("p95 in steady every 3 s < 1 s (every 30 s scaled)");
    assertThat(
            tuned(plan, "pace", "0.1", "thresholds.p95-in-steady-every-30-s", "2 s").thresholds())
        .extracting(Threshold::toString)
        .containsExactly("p95 in steady every 3 s < 2 s (every 30 s scaled)");
  }

  private static final UserClass HEALTH =
      userClass("Health").fixed(5).task("Health", get("/health"));

  private static LoadPlan ofUsers(int users, Threshold... thresholds) {
    return loadPlan("P")
        .users(userClass("Browsing").task("Browse", get("/")), HEALTH)
        .profile(smoke().users(users).holdFor(ofSeconds(20)))
        .thresholds(thresholds);
  }

  @Test
  void bounds_follow_the_users_who_come_within_their_scope() {
    // 20 users are 5 of Health and 15 of Browsing; 10 users are 5 and 5
    LoadPlan plan =
        ofUsers(
            20,
            throughput().by("Browsing").atLeast(perSecond(15)),
            throughput().by("Browsing").atMost(perSecond(30)),
            throughput().of("Browse").every(ofSeconds(5)).atLeast(perSecond(15)),
            throughput().by("Health").atLeast(perSecond(3)),
            requestCount().of("Health").atMost(60),
            // of both classes, or of either class
            throughput().atLeast(perSecond(18)),
            throughput().atMost(perSecond(20)),
            throughput().between(perSecond(18), perSecond(20)),
            requestCount().of("Part of a task").atLeast(90),
            requestCount().of("Part of a task").atMost(90));

    assertThat(tuned(plan, "scale", "0.5").thresholds())
        .extracting(Threshold::toString)
        .containsExactly(
            "throughput by Browsing >= 5/s (15/s scaled by 0.333)",
            "throughput by Browsing <= 10/s (30/s scaled by 0.333)",
            "throughput of Browse every 5 s >= 5/s (15/s scaled by 0.333)",
            "throughput by Health >= 3/s",
            "request count of Health <= 60",
            "throughput >= 6/s (18/s scaled by 0.333)",
            "throughput <= 20/s",
            "throughput between 9/s and 10/s (between 18/s and 20/s scaled by 0.5)",
            "request count of Part of a task >= 30 (90 scaled by 0.333)",
            "request count of Part of a task <= 90");
    assertThat(tuned(plan, "users", "10").thresholds())
        .isEqualTo(tuned(plan, "scale", "0.5").thresholds());
  }

  @Test
  void a_minimum_of_users_who_are_not_equally_busy_can_be_kept() {
    // Health sends 0.1/s, each of the others 2/s: 198.1/s with 100 users, 8.1/s with 5
    LoadPlan plan =
        loadPlan("P")
            .users(
                userClass("Browsing").task("Browse", get("/")),
                userClass("Health").fixed(1).task("Health", get("/health")))
            .profile(smoke().users(100).holdFor(ofSeconds(20)))
            .thresholds(throughput().atLeast(perSecond(180)));

    // 4 of 99 users, with which the lowest expected rate is 7.3/s
    assertThat(bound(tuned(plan, "scale", "0.05"))).isCloseTo(180 * 4 / 99.0, within(1e-9));
  }

  private static double bound(LoadPlan plan) {
    return plan.thresholds().get(0).condition().sides().get(0).bound();
  }

  @Test
  void along_a_ramp_bounds_follow_the_time_of_whole_users() {
    LoadPlan rising =
        ofUsers(
                20,
                requestCount().by("Browsing").atLeast(1_150),
                requestCount().by("Health").atLeast(345))
            .withProfile(concurrentUsers().rampTo(20, ofSeconds(60)).hold(20, ofSeconds(20)));
    LoadPlan few =
        plan(
            concurrentUsers().rampTo(14, ofSeconds(60)).hold(14, ofSeconds(60)),
            throughput().atMost(perSecond(14)));

    // The first five users are of Health. Of 0 to 20 users, each whole number holds for 3 s, of 0
    // to 10 for 6 s, the last one half as long. User-seconds of Browsing: 3 (1 + … + 14) + 1.5 · 15
    // + 20 · 15 = 637.5, and 6 (1 + … + 4) + 3 · 5 + 20 · 5 = 175; of Health 362.5 and 325.
    assertThat(tuned(rising, "scale", "0.5").thresholds())
        .extracting(Threshold::toString)
        .containsExactly(
            "request count by Browsing >= 315 (1150 scaled by 0.275)",
            "request count by Health >= 309 (345 scaled by 0.897)");
    // 1.4 users are none until 0.5 is reached, which is after 21.4 s, and 1 from then on
    assertThat(bound(tuned(few, "scale", "0.1")))
        .isCloseTo(14 * (120 - 60 * 0.5 / 1.4) / 1_260, within(1e-9));
  }

  @Test
  void a_ramp_of_many_users_takes_no_longer_than_one_of_a_thousand() {
    LoadPlan plan =
        plan(
            concurrentUsers().rampTo(1_000_000, ofSeconds(60)),
            throughput().atLeast(perSecond(10)));

    assertThat(bound(tuned(plan, "scale", "0.5"))).isCloseTo(5, within(1e-5));
  }

  @Test
  void bounds_follow_whole_users() {
    // a tenth of 14 users is 1.4, rounded to 1
    LoadPlan plan =
        plan(smoke().users(14).holdFor(ofSeconds(20)), throughput().atLeast(perSecond(14)));

    assertThat(tuned(plan, "scale", "0.1").thresholds())
        .extracting(Threshold::toString)
        .containsExactly("throughput >= 1/s (14/s scaled by 0.0714)");
  }

  @Test
  void in_steady_state_bounds_follow_the_users_of_the_phases_that_hold_a_level() {
    // a tenth of 14 users is 1; the spike, with 5 of its 50 users, rises and then holds
    LoadPlan plan =
        plan(
            spike().from(14).to(50).backTo(14),
            throughput().inSteadyState().atLeast(perSecond(14)),
            throughput().during("baseline").atLeast(perSecond(14)));

    assertThat(tuned(plan, "scale", "0.1").thresholds())
        .extracting(Threshold::toString)
        .containsExactly(
            "throughput in steady state >= 1/s (14/s scaled by 0.0714)",
            "throughput in baseline >= 1/s (14/s scaled by 0.0714)");
  }

  @Test
  void beside_a_search_bounds_follow_the_users_of_the_level_that_is_kept_to() {
    // 14 users for two seconds of a curve, and then for the duration of the search; a tenth is 1
    UserClass labs = userClass("Labs").task("Result", get("/results"));
    LoadPlan plan =
        loadPlan("Clinic")
            .flow(
                "Clerks",
                users(USERS)
                    .profile(
                        concurrentUsers().follow(ofSeconds(3), t -> t.toSeconds() == 0 ? 60 : 14)))
            .flow(
                "Labs",
                users(labs).profile(capacitySearch().from(perSecond(10)).upTo(perSecond(640))))
            .thresholds(
                p95().below(ofSeconds(1)), throughput().inFlow("Clerks").atLeast(perSecond(14)));

    assertThat(tuned(plan, "scale", "0.1").thresholds())
        .extracting(Threshold::toString)
        .containsExactly("p95 < 1 s", "throughput in flow Clerks >= 1/s (14/s scaled by 0.0714)");
  }

  @Test
  void a_bound_on_a_request_follows_all_classes_that_may_send_it() {
    // 2 of 2 in Monitor, 8 of 98 in Shoppers
    UserClass monitor = userClass("Monitor").fixed(2).task("Search", get("/search"));
    UserClass shoppers =
        userClass("Shoppers")
            .task("Shop", exec(http("Search").get("/search"), http("Buy").get("/buy")));
    UserClass anything =
        userClass("Shoppers").task("Shop", exec(http(session -> "Any").get("/search")));
    List<Threshold> asked =
        List.of(
            requestCount().of("Search").atLeast(1_000),
            requestCount().of("Search").atMost(1_000),
            requestCount().of("Buy").atMost(1_000),
            requestCount().of("Search Redirect 1").atLeast(1_000),
            requestCount().of("Search").by("Monitor").atLeast(1_000));
    for (UserClass each : List.of(shoppers, anything)) {
      LoadPlan plan =
          loadPlan("P")
              .users(monitor, each)
              .profile(smoke().users(100).holdFor(ofSeconds(20)))
              .thresholds(asked.toArray(Threshold[]::new));

      assertThat(tuned(plan, "scale", "0.1").thresholds())
          .extracting(Threshold::toString)
          .containsExactly(
              "request count of Search >= 81 (1000 scaled by 0.0816)",
              "request count of Search <= 1000",
              "request count of Buy <= 82 (1000 scaled by 0.0816)",
              "request count of Search Redirect 1 >= 81 (1000 scaled by 0.0816)",
              "request count of Search by Monitor >= 1000");
    }
  }

  @Test
  void a_bound_on_a_request_leaves_out_classes_whose_requests_begin_with_another_text() {
    // 2 of 2 in Monitor, 8 of 98 in Shoppers
    LoadPlan plan =
        loadPlan("P")
            .users(
                userClass("Monitor").fixed(2).task("Search", get("/search")),
                userClass("Shoppers").task("Shop", exec(http("Buy #{item}").get("/buy"))))
            .profile(smoke().users(100).holdFor(ofSeconds(20)))
            .thresholds(
                requestCount().of("Search").atLeast(1_000), requestCount().of("Buy 1").atMost(100));

    assertThat(tuned(plan, "scale", "0.1").thresholds())
        .extracting(Threshold::toString)
        .containsExactly(
            "request count of Search >= 1000",
            "request count of Buy 1 <= 9 (100 scaled by 0.0816)");
  }

  @Test
  void bounds_follow_the_users_of_several_flows() {
    UserClass labs = userClass("Labs").task("Result", get("/results"));
    LoadPlan closed =
        loadPlan("Clinic")
            .flow("Clerks", users(USERS).profile(smoke().users(14).holdFor(ofSeconds(20))))
            .flow("Labs", users(labs).profile(smoke().users(60).holdFor(ofSeconds(10))))
            .thresholds(
                requestCount().atLeast(880),
                requestCount().inFlow("Clerks").atLeast(280),
                requestCount().inFlow("Labs").atLeast(600));
    LoadPlan both =
        loadPlan("Clinic")
            .flow("Clerks", users(USERS).profile(smoke().users(14).holdFor(ofSeconds(20))))
            .flow("Labs", users(labs).profile(arrivalRate().hold(perSecond(60), ofSeconds(10))))
            .thresholds(requestCount().atLeast(880), requestCount().atMost(880));

    // 1 of 14 users, and 6 of 60
    assertThat(tuned(closed, "scale", "0.1").thresholds())
        .extracting(Threshold::toString)
        .containsExactly(
            "request count >= 62 (880 scaled by 0.0714)",
            "request count in flow Clerks >= 20 (280 scaled by 0.0714)",
            "request count in flow Labs >= 60 (600 scaled by 0.1)");
    // 1 of 14 users, and a tenth of the arrivals: 62.9 to 88
    assertThat(tuned(both, "scale", "0.1").thresholds())
        .extracting(Threshold::toString)
        .containsExactly(
            "request count >= 62 (880 scaled by 0.0714)",
            "request count <= 88 (880 scaled by 0.1)");
  }

  @Test
  void what_fixed_users_bring_follows_the_time_alone() {
    LoadPlan plan =
        loadPlan("P")
            .users(USERS, userClass("Monitor").fixed(2).task("Health", get("/health")))
            .profile(smoke().users(50).holdFor(ofSeconds(20)))
            .thresholds(
                requestCount().of("Ask").atLeast(100), requestCount().of("Health").atMost(100));

    assertThat(tuned(plan, "scale", "0.2", "pace", "0.5").thresholds())
        .extracting(Threshold::toString)
        .containsExactly(
            // 48 of 50 users, and 8 of 10
            "request count of Ask >= 8 (100 scaled by 0.0833)",
            "request count of Health <= 50 (100 scaled by 0.5)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tuned(plan, "scale", "0.02"))
        .withMessage(
            "plan \"P\" has 2 fixed users, but its profile has 1 user at its peak; write smaller"
                + " numbers in fixed(…), or raise the profile (-Dscale and -Dusers leave fixed users"
                + " as they are) to 2 users");
  }

  @Test
  void the_capacity_that_is_asked_for_follows_the_levels_of_the_search() {
    LoadPlan plan =
        loadPlan("P")
            .users(USERS)
            .profile(capacitySearch().from(perSecond(10)).upTo(perSecond(640)))
            .thresholds(p95().below(ofSeconds(1)), capacity().atLeast(perSecond(20)));

    assertThat(tuned(plan, "scale", "0.1", "pace", "0.5").thresholds())
        .extracting(Threshold::toString)
        .containsExactly("p95 < 1 s", "capacity >= 2/s (20/s scaled by 0.1)");
  }

  @Test
  void in_a_search_bounds_on_fixed_users_follow_the_time_alone() {
    LoadPlan plan =
        ofUsers(100, p95().below(ofSeconds(1)))
            .withSearch(capacitySearch().from(10).upTo(100))
            .withThresholds(
                List.of(
                    p95().below(ofSeconds(1)),
                    throughput().by("Health").atLeast(perSecond(4)),
                    throughput().by("Browsing").atLeast(perSecond(4)),
                    throughput().atMost(perSecond(50))));

    assertThat(tuned(plan, "scale", "0.5").thresholds())
        .extracting(Threshold::toString)
        .containsExactly(
            "p95 < 1 s",
            "throughput by Health >= 4/s",
            "throughput by Browsing >= 2/s (4/s scaled by 0.5)",
            "throughput <= 50/s");
    assertThat(tuned(plan, "scale", "2").thresholds())
        .extracting(Threshold::toString)
        .contains("throughput by Health >= 4/s", "throughput <= 100/s (50/s scaled by 2)");
  }

  @Test
  void bounds_on_a_flow_beside_a_searched_one_follow_its_own_users() {
    LoadPlan plan =
        loadPlan("Clinic")
            .flow("Clerks", users(USERS).profile(load().users(14).holdFor(ofSeconds(20))))
            .flow(
                "Labs",
                users(userClass("Labs").task("Result", get("/results")))
                    .profile(capacitySearch().from(perSecond(10)).upTo(perSecond(100))))
            .thresholds(
                throughput().inFlow("Clerks").atLeast(perSecond(14)),
                throughput().inFlow("Labs").atLeast(perSecond(5)));

    assertThat(tuned(plan, "scale", "0.1").thresholds())
        .extracting(Threshold::toString)
        .containsExactly(
            "throughput in flow Clerks >= 1/s (14/s scaled by 0.0714)",
            "throughput in flow Labs >= 0.5/s (5/s scaled by 0.1)");
  }

  @Test
  void the_capacity_that_is_asked_for_is_rounded_like_the_levels_of_the_search() {
    LoadPlan plan =
        loadPlan("P")
            .users(USERS)
            .profile(capacitySearch().from(perSecond(10)).upTo(perSecond(1_234)))
            .thresholds(p95().below(ofSeconds(1)), capacity().atLeast(perSecond(1_234)));

    LoadPlan tenth = tuned(plan, "scale", "0.1");

    assertThat(tenth.profile().peak()).isEqualTo(123);
    assertThat(tenth.thresholds().get(1)).hasToString("capacity >= 123/s (1234/s scaled by 0.1)");
    assertThat(tuned(plan).thresholds()).isEqualTo(plan.thresholds());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tuned(plan, "thresholds.capacity", "1235/s"))
        .withMessage(
            "threshold \"capacity >= 1235/s\" cannot be kept, since the search goes up to 1234/s;"
                + " lower its bound, or raise upTo(…)");
  }

  /** 199.9/s is rounded to 200/s, the highest level; no level above it is tried. */
  @Test
  void a_capacity_that_has_to_be_passed_is_not_rounded() {
    LoadPlan plan =
        loadPlan("P")
            .users(USERS)
            .profile(capacitySearch().from(perSecond(10)).upTo(perSecond(2_000)))
            .thresholds(p95().below(ofSeconds(1)), Threshold.parse("capacity > 1999/s"));

    assertThat(tuned(plan, "scale", "0.1").thresholds().get(1))
        .hasToString("capacity > 199.9/s (1999/s scaled by 0.1)");
  }

  @Test
  void a_size_that_no_run_can_have_is_refused_by_the_setting_that_asks_for_it() {
    assertRefused(
        "scale was 1e300 (from -Donrush.scale), which changes the peak from 50 users to 5e301; up to 1,000,000 users are"
            + " allowed, which is a scale of 20,000",
        "scale",
        "1e300");
    assertRefused(
        "scale was 2,000 (from -Donrush.scale) with users 1,000 (from -Donrush.users), which changes the peak from"
            + " 50 users to 2,000,000; up to 1,000,000 users are allowed, which is a scale of 1,000",
        "users",
        "1000",
        "scale",
        "2000");
    assertRefused(
        "pace was 100,000,000 (from -Donrush.pace), which changes the length of the plan from 20 s to"
            + " 2,000,000,000 s; 0.1 s to 1,000 days are allowed",
        "pace",
        "1e8");
    assertRefused(
        "pace was 1e300 (from -Donrush.pace), which changes the length of the plan from 20 s to 2e301 s;"
            + " 0.1 s to 1,000 days are allowed",
        "pace",
        "1e300");
    assertRefused(
        "pace was 0.001 (from -Donrush.pace), which changes the length of the plan from 20 s to 0.02 s;"
            + " 0.1 s to 1,000 days are allowed",
        "pace",
        "0.001");
    assertRefused(
        "plan \"P\" has a profile in which no user starts: its peak is 0.05 users, which rounds to"
            + " 0; raise its level or the scale",
        "scale",
        "0.001");
    LoadPlan open =
        plan(arrivalRate().hold(perSecond(50), ofSeconds(5)), p95().below(ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tuned(open, "scale", "1e300"))
        .withMessage(
            "scale was 1e300 (from -Donrush.scale), which changes the peak from 50/s to 5e301; up to 1,000,000/s are"
                + " allowed, which is a scale of 20,000");
  }

  @Test
  void a_profile_that_is_too_short_as_it_is_written_is_refused_without_a_pace() {
    LoadPlan plan = plan(smoke().users(50).holdFor(ofMillis(50)), errorCount().atMost(0));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> tuned(plan))
        .withMessage("the profile lasts 50 ms; 0.1 s to 1,000 days are allowed");
  }

  @Test
  void users_are_the_highest_level_of_a_search_however_few_probes_it_has() {
    LoadPlan plan =
        loadPlan("P")
            .users(USERS)
            .profile(capacitySearch().from(10).upTo(1_000).probesAtMost(5))
            .thresholds(p95().below(ofSeconds(1)));

    assertThat(tuned(plan, "users", "100").search())
        .contains(capacitySearch().from(1).upTo(100).probesAtMost(5));
  }

  private static void assertRefused(String message, String... settings) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tuned(FIFTY_USERS, settings))
        .withMessage(message);
  }

  @Test
  void factors_are_decimal_numbers() {
    for (String text :
        new String[] {"0x1p3", "1e3d", "0.1f", "NaN", "Infinity", "-1", "0", "1e999"}) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> tuned(FIFTY_USERS, "scale", text))
          .withMessage(
              "setting onrush.scale was \""
                  + text
                  + "\" (from -Donrush.scale); write a number above 0 such as 0.1");
    }
  }
}
