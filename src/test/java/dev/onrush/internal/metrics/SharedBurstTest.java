package dev.onrush.internal.metrics;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Series.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedBurstTest {

  private static final Series OK = series(Kind.REQUEST, "Home", Outcome.OK);
  private static final Series FAILED = OK.with(Outcome.FAILED);
  private static final Series IN_BURST = OK.with(Outcome.FAILED_IN_BURST);

  private final InjectorSum sum = new InjectorSum(List.of("one", "two"));
  private int seconds;

  private static Series series(Kind kind, String name, Outcome outcome) {
    return new Series(kind, "Visitor", name, "steady", outcome);
  }

  /** An injector in a burst that began 300 ms ago, in which it has sent two requests. */
  private static Map<Series, Tally> burst() {
    Tally burst = new Tally();
    for (long micros : new long[] {0, 1_000, 200_000, 300_000}) {
      burst.count(new ResponseTime(0, micros, micros), "", "");
    }
    Map<Series, Tally> tallies = new HashMap<>();
    tallies.put(series(Kind.BURST, Series.BURST, Outcome.OK), burst);
    tallies.put(OK, responses(1, 400_000, 350_000));
    return tallies;
  }

  private static Tally responses(int number, long micros, long least) {
    Tally tally = new Tally();
    for (int i = 0; i < number; i++) {
      tally.count(new ResponseTime(0, micros, least), "200", "");
    }
    return tally;
  }

  private static Tally failures(int number) {
    Tally tally = new Tally();
    for (int i = 0; i < number; i++) {
      tally.count(new ResponseTime(0, 5_000, 5_000), "503", "refused");
    }
    return tally;
  }

  private void report(String injector, Map<Series, Tally> tallies) {
    sum.add(
        injector,
        new Interval(
            ofSeconds(seconds),
            ofSeconds(seconds + 1),
            tallies,
            Map.of(),
            Optional.empty(),
            Map.of()));
  }

  private Map<Series, Tally> take() {
    return sum.take(ofSeconds(++seconds)).tallies();
  }

  private static double least(Map<Series, Tally> of) {
    return of.get(OK).leastTimes().min();
  }

  private static double most(Map<Series, Tally> of) {
    return of.get(OK).leastTimes().max();
  }

  @Test
  void a_burst_of_one_injector_may_delay_the_responses_to_the_others() {
    report("one", burst());
    report("two", Map.of(OK, responses(1, 700_000, 690_000)));

    Map<Series, Tally> all = take();

    assertThat(all.get(OK).times().count()).isEqualTo(2);
    assertThat(all.get(OK).times().max()).isEqualTo(700);
    assertThat(least(all)).as("its own requests have their share already").isEqualTo(350);
    assertThat(most(all)).isEqualTo(390);
  }

  @Test
  void a_report_of_the_next_second_may_belong_to_the_same_time() {
    report("one", burst());
    take();
    report("two", Map.of(OK, responses(1, 200_000, 190_000)));
    assertThat(least(take())).isZero();

    report("two", Map.of(OK, responses(1, 200_000, 190_000)));
    assertThat(least(take())).isEqualTo(190);
  }

  @Test
  void of_the_failures_as_many_are_doubtful_as_requests_were_sent_in_the_burst() {
    report("one", burst());
    report("two", Map.of(FAILED, failures(5)));

    Map<Series, Tally> all = take();

    assertThat(all.get(IN_BURST).requests()).isEqualTo(2);
    assertThat(all.get(IN_BURST).codes()).isEqualTo(Map.of("503", 2L));
    assertThat(all.get(IN_BURST).errors()).isEqualTo(Map.of("refused", 2L));
    assertThat(all.get(FAILED).requests()).isEqualTo(3);
    assertThat(all.get(FAILED).codes()).isEqualTo(Map.of("503", 3L));
    assertThat(all.get(FAILED).times().count()).isEqualTo(3);
    assertThat(all.get(FAILED).times().max()).isEqualTo(5);
  }

  @Test
  void an_accepted_refusal_is_as_doubtful_as_a_failure() {
    Tally accepted = responses(7, 5_000, 5_000);
    for (int i = 0; i < 5; i++) {
      accepted.count(new ResponseTime(0, 5_000, 5_000), "503", "");
    }
    report("one", burst());
    report("two", Map.of(OK, accepted));

    Map<Series, Tally> all = take();

    Series inBurst = OK.with(Outcome.OK_IN_BURST);
    assertThat(all.get(inBurst).codes()).isEqualTo(Map.of("503", 2L));
    assertThat(all.get(inBurst).times().count()).isEqualTo(2);
    assertThat(all.get(OK).codes()).isEqualTo(Map.of("200", 8L, "503", 3L));
  }

  @Test
  void if_all_failures_are_doubtful_none_is_certain() {
    report("one", burst());
    report("two", Map.of(FAILED, failures(1)));

    assertThat(take()).containsKey(IN_BURST).doesNotContainKey(FAILED);
  }

  @Test
  void without_a_burst_nothing_is_changed() {
    report("one", Map.of(OK, responses(3, 400_000, 400_000)));
    report("two", Map.of(OK, responses(1, 700_000, 690_000), FAILED, failures(5)));

    Map<Series, Tally> all = take();

    assertThat(most(all)).isEqualTo(690);
    assertThat(all.get(FAILED).requests()).isEqualTo(5);
  }
}
