package dev.onrush.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.exchange.Exchange.Message;
import dev.onrush.internal.exchange.Exchanges.Kept;
import dev.onrush.internal.text.SecretNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExchangesTest {

  private int alikes;
  private final Exchanges exchanges =
      new Exchanges(
          Kept.NOTABLE,
          new SecretNames(List.of()),
          Optional.empty(),
          text -> {
            alikes++;
            return text.replaceAll("\\d{4,}", "<n>");
          });
  private int made;

  private void failed(String request, String code, String error) {
    exchanges.addFailed(
        "U",
        request,
        code,
        error,
        () -> {
          made++;
          return new Exchange(
              request, "U", 0, 1, error, new Message("GET /", List.of(), ""), Optional.empty());
        });
  }

  @Test
  void the_first_three_of_each_kind_are_kept() {
    for (int i = 0; i < 10; i++) {
      failed("a", "500", "status");
      failed("a", "404", "status");
      failed("b", "500", "status");
    }

    assertThat(exchanges.take(true)).hasSize(9);
    assertThat(made).isEqualTo(9);
  }

  @Test
  void failures_that_differ_by_an_id_are_of_one_kind() {
    for (int i = 0; i < 10; i++) {
      failed("a", "", "order 1234" + i + " not found");
    }

    assertThat(exchanges.take(true))
        .extracting(Exchange::error)
        .containsExactly("order 12340 not found", "order 12341 not found", "order 12342 not found");
  }

  @Test
  void a_failure_whose_text_differs_each_time_hides_no_other_one() {
    for (int i = 0; i < 2_000; i++) {
      failed("a", "200", "order " + (10_000 + i) + " not found");
    }
    for (int i = 0; i < 500; i++) {
      failed("a", "500", "status 500");
      failed("a", "200", "no total"); // of the same status: examined more rarely
    }

    assertThat(exchanges.take(true))
        .extracting(Exchange::error)
        .containsOnlyOnce("order 10000 not found", "order 10001 not found", "order 10002 not found")
        .hasSize(9)
        .filteredOn("status 500"::equals)
        .hasSize(3);
  }

  @Test
  void a_text_that_is_known_is_looked_at_once_however_often_it_comes() {
    for (int round = 0; round < 200; round++) {
      for (int i = 0; i < 20; i++) {
        failed("a", "200", "order " + (10_000 + i) + " not found");
      }
    }
    for (int i = 0; i < 5; i++) {
      failed("a", "200", "no total");
    }

    assertThat(alikes).isEqualTo(20 + 1);
    assertThat(exchanges.take(true))
        .extracting(Exchange::error)
        .containsExactly(
            "order 10000 not found",
            "order 10001 not found",
            "order 10002 not found",
            "no total",
            "no total",
            "no total");
  }

  @Test
  void texts_that_differ_each_time_are_looked_at_so_often_and_then_rarely() {
    for (int i = 0; i < 101_000; i++) {
      failed("a", "200", "order " + (10_000 + i) + " not found");
    }

    assertThat(alikes).isEqualTo(1_000 + 1_000);
  }

  @Test
  void kinds_are_bounded_and_each_known_kind_has_its_three() {
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 5_000; i++) {
        failed("request " + i, "", "no");
      }
    }

    assertThat(exchanges.take(true)).hasSize(300);
  }

  @Test
  void a_kind_for_which_there_is_no_place_hides_no_known_one() {
    failed("a", "200", "order 10000 not found");
    for (int i = 0; i < 99; i++) {
      failed("request " + i, "", "no");
    }
    for (int i = 0; i < 5_000; i++) {
      failed("a", "200", "no total");
    }
    failed("a", "200", "order 10001 not found");

    assertThat(exchanges.take(true))
        .extracting(Exchange::error)
        .filteredOn(error -> !error.equals("no"))
        .containsExactly("order 10000 not found", "order 10001 not found");
  }

  private void passed(String request, double millis) {
    passed("", request, millis);
  }

  private void passed(String group, String request, double millis) {
    if (exchanges.isSlow(group, request, millis)) {
      exchanges.addSlow(
          group,
          request,
          new Exchange(
              group + request,
              "U",
              Math.round(millis),
              millis,
              "",
              new Message("GET /", List.of(), ""),
              Optional.empty()));
    }
  }

  @Test
  void the_slowest_three_of_each_request_are_handed_on_at_the_end_at_the_latest() {
    List<Exchange> taken = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      passed("a", (i * 7919) % 1_000); // each number below 1,000 once
      passed("b", 5_000 - i);
      if (i % 10 == 9) {
        taken.addAll(exchanges.take(false));
      }
    }
    taken.addAll(exchanges.take(true));

    assertThat(Exchanges.slowestOf(taken))
        .extracting(exchange -> exchange.request() + " " + exchange.millis())
        .containsExactly("b 5000.0", "b 4999.0", "b 4998.0", "a 999.0", "a 998.0", "a 997.0");
  }

  @Test
  void a_request_is_another_in_another_group_and_names_are_bounded_over_all_of_them() {
    for (int i = 0; i < 10; i++) {
      passed("A/", "r", 100 + i);
      passed("B/", "r", 10 + i);
    }
    for (int i = 0; i < 100; i++) {
      passed("G" + i + "/", "r", 1);
    }

    List<Exchange> taken = exchanges.take(true);

    assertThat(taken)
        .extracting(Exchange::request)
        .filteredOn(name -> name.equals("A/r") || name.equals("B/r"))
        .hasSize(6);
    assertThat(taken.stream().map(Exchange::request).distinct()).hasSize(60);
  }

  @Test
  void a_service_that_gets_slower_and_slower_does_not_fill_the_disk() {
    List<Exchange> taken = new ArrayList<>();
    for (int second = 0; second < 3_600; second++) {
      for (int i = 0; i < 10; i++) {
        passed("a", 10 + second * 10 + i);
      }
      taken.addAll(exchanges.take(false));
    }
    taken.addAll(exchanges.take(true));

    // From 10 ms to 36 s in steps of a tenth: log(3600) / log(1.1) is 86, each of three.
    assertThat(taken).hasSizeLessThan(3 * 86 + 3);
    assertThat(Exchanges.slowestOf(taken))
        .extracting(Exchange::millis)
        .containsExactly(36_009.0, 36_008.0, 36_007.0);
  }

  @Test
  void requests_with_names_of_their_own_are_bounded() {
    for (int i = 0; i < 5_000; i++) {
      passed("request " + i, 1);
    }

    assertThat(exchanges.take(true)).hasSize(60);
  }
}
