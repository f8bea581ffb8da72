package dev.onrush.internal.gatling.arrival;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.plan.Slice;
import dev.onrush.plan.UserClass;
import dev.onrush.plan.UserSchedule;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.units.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The arrivals of the two versions of a duet: pairs with one user of each, in one JVM or divided
 * among three.
 */
class ArrivalSequenceTest {

  private static final int PAIRS = 300;
  private static final int SLICES = 3;

  private static UserSchedule schedule(boolean random, Slice slice) {
    ArrivalRate even = ArrivalRate.none().hold(new Rate(20), ofSeconds(60));
    UserClass buyers = UserClass.named("Buyer").task("Pay", exec(session -> session));
    UserClass others = UserClass.named("Guest").weight(3).task("Look", exec(session -> session));
    return new UserSchedule(List.of(others, buyers), random ? even.poisson() : even, slice);
  }

  private static List<Double> arrivals(boolean random, boolean second, Slice slice) {
    UserSchedule schedule = schedule(random, slice);
    ArrivalSequence sequence =
        ArrivalSequence.ofTwin(schedule, 1, new SplittableRandom(42), second, slice);
    List<Double> arrivals = new ArrayList<>();
    for (int i = 0; i < PAIRS / slice.of(); i++) {
      arrivals.add(sequence.next());
    }
    return arrivals;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void slices_have_the_pairs_of_the_whole_in_turn(boolean random) {
    for (boolean second : List.of(false, true)) {
      List<Double> whole = arrivals(random, second, Slice.WHOLE);
      for (int index = 0; index < SLICES; index++) {
        List<Double> own = arrivals(random, second, new Slice(index, SLICES));
        for (int i = 0; i < own.size(); i++) {
          assertThat(own.get(i)).isEqualTo(whole.get(i * SLICES + index));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void neither_twin_is_ahead_by_more_than_one_and_each_comes_first_half_of_the_time(
      boolean random) {
    List<Double> first = arrivals(random, false, Slice.WHOLE);
    List<Double> second = arrivals(random, true, Slice.WHOLE);

    int firstLeads = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      double earlier = Math.min(first.get(pair), second.get(pair));
      if (pair > 0) {
        assertThat(earlier).isGreaterThan(Math.max(first.get(pair - 1), second.get(pair - 1)));
      }
      firstLeads += first.get(pair) < second.get(pair) ? 1 : 0;
    }
    // of 300 fair coin tosses; four standard deviations are 35
    assertThat(firstLeads).isBetween(115, 185);
  }
}
