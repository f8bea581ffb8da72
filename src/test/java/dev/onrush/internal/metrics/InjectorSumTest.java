package dev.onrush.internal.metrics;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.profile.Phase;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InjectorSumTest {

  private static final List<Phase> PHASES = List.of(Phase.WHOLE_RUN);

  private final Recorder one = new Recorder(PHASES, text -> text);
  private final Recorder two = new Recorder(PHASES, text -> text);
  private final InjectorSum injectors = new InjectorSum(List.of("one", "two"));

  private static Vitals vitals(double cpu, Duration standstill) {
    return new Vitals(cpu, cpu, ofMillis(10), standstill, standstill, 0.2, 50, 1000);
  }

  private static void respond(Recorder recorder, long millis) {
    recorder.timed("U", "", "r", 5, millis * 1000, true, "200", "");
  }

  @Test
  void percentiles_of_the_sum_are_those_of_all_samples_together() {
    Random random = new Random(42);
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      // a slow injector and a fast one: a mean of their percentiles has no meaning
      long micros = i % 3 == 0 ? 200_000 + random.nextInt(800_000) : 1_000 + random.nextInt(9_000);
      (i % 3 == 0 ? one : two).timed("U", "", "r", 5, micros, true, "200", "");
      all.add(micros);
    }

    injectors.add("one", one.takeInterval(ofSeconds(1)));
    injectors.add("two", two.takeInterval(ofSeconds(1)));
    Timeline timeline = new Timeline();
    timeline.add(injectors.take(ofSeconds(1)));

    Collections.sort(all);
    Distribution times = timeline.all().all().times();
    assertThat(times.count()).isEqualTo(3_000);
    for (double percentile : new double[] {50, 66, 67, 95, 99, 99.9}) {
      double exact = all.get((int) Math.ceil(percentile * 30 - 1e-6) - 1) / 1000.0;
      // three significant digits
      assertThat(times.at(new Percentile(percentile)))
          .isBetween(exact * 0.999 - 0.001, exact * 1.001 + 0.001);
    }
    assertThat(times.max()).isEqualTo(all.get(2_999) / 1000.0);
  }

  @Test
  void what_is_told_late_is_in_the_next_sum_and_in_no_other() {
    respond(one, 10);
    respond(two, 20);
    injectors.add("one", one.takeInterval(ofSeconds(1)));

    Interval first = injectors.take(ofSeconds(1));
    injectors.add("two", two.takeInterval(ofSeconds(1)));
    respond(two, 30);
    injectors.add("two", two.takeInterval(ofSeconds(2)));
    Interval second = injectors.take(ofSeconds(2));
    Interval third = injectors.take(ofSeconds(3));

    assertThat(requests(first)).isEqualTo(1);
    assertThat(requests(second)).isEqualTo(2);
    assertThat(requests(third)).isZero();
    assertThat(second.injectors().get("two").length()).isEqualTo(ofSeconds(2));
    assertThat(first.injectors().get("two").hasReported()).isFalse();
    assertThat(second.start()).isEqualTo(ofSeconds(1));
  }

  @Test
  void users_of_all_are_active_together_also_where_one_is_late() {
    one.userStarted("U");
    one.userStarted("U");
    two.userStarted("U");
    two.userStarted("V");
    injectors.add("one", one.takeInterval(ofSeconds(1)));
    injectors.add("two", two.takeInterval(ofSeconds(1)));

    Interval first = injectors.take(ofSeconds(1));
    one.userEnded("U");
    injectors.add("one", one.takeInterval(ofSeconds(2)));
    Interval second = injectors.take(ofSeconds(2));

    assertThat(first.users().get("U")).isEqualTo(new Users(3, 0, 3));
    assertThat(first.users().get("V")).isEqualTo(new Users(1, 0, 1));
    assertThat(second.users().get("U")).isEqualTo(new Users(0, 1, 2));
    assertThat(second.users().get("V")).isEqualTo(new Users(0, 0, 1));
  }

  @Test
  void of_one_that_is_lost_the_data_stay_and_the_users_go() {
    one.userStarted("U");
    two.userStarted("U");
    respond(two, 20);
    injectors.add("one", one.takeInterval(ofSeconds(1)));
    injectors.add("two", two.takeInterval(ofSeconds(1)));
    injectors.lost("two");

    Interval sum = injectors.take(ofSeconds(1));

    assertThat(requests(sum)).isEqualTo(1);
    assertThat(sum.users().get("U")).isEqualTo(new Users(2, 0, 1));
    assertThat(sum.injectors().get("two").lost()).isTrue();
    assertThat(sum.injectors().get("two").arrived()).isEqualTo(1);
    assertThat(sum.injectors().get("one").lost()).isFalse();
  }

  @Test
  void vitals_of_the_sum_are_the_worst_and_those_of_each_are_kept() {
    injectors.add("one", one.takeInterval(ofSeconds(1)).with(vitals(0.9, ofMillis(5))));
    injectors.add("two", two.takeInterval(ofSeconds(1)).with(vitals(0.2, ofMillis(300))));

    Interval sum = injectors.take(ofSeconds(1));

    assertThat(sum.vitals())
        .isEqualTo(
            Optional.of(
                new Vitals(0.9, 0.9, ofMillis(10), ofMillis(300), ofMillis(300), 0.2, 50, 1000)));
    assertThat(sum.injectors().get("one").vitals().orElseThrow().cpu()).isEqualTo(0.9);
    assertThat(sum.injectors().get("two").vitals().orElseThrow().cpu()).isEqualTo(0.2);
    assertThat(sum.injectors().keySet()).containsExactly("one", "two");
  }

  private static long requests(Interval interval) {
    return Selection.of(interval.tallies(), s -> s.kind() == Kind.REQUEST).requests();
  }
}
