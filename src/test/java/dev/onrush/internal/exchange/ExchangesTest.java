package dev.onrush.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.exchange.Exchange.Message;
import dev.onrush.internal.exchange.Exchanges.Kept;
import dev.onrush.internal.text.SecretNames;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExchangesTest {

  private final Exchanges exchanges =
      new Exchanges(
          Kept.FAILURES, new SecretNames(List.of()), text -> text.replaceAll("\\d{4,}", "<n>"));
  private int made;

  private void failed(String request, String code, String error) {
    exchanges.failed(
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

    assertThat(exchanges.take()).hasSize(9);
    assertThat(made).isEqualTo(9);
  }

  @Test
  void failures_that_differ_by_an_id_are_of_one_kind() {
    for (int i = 0; i < 10; i++) {
      failed("a", "", "order 1234" + i + " not found");
    }

    assertThat(exchanges.take())
        .extracting(Exchange::error)
        .containsExactly("order 12340 not found", "order 12341 not found", "order 12342 not found");
  }

  @Test
  void kinds_are_bounded_and_each_known_kind_has_its_three() {
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 5_000; i++) {
        failed("request " + i, "", "no");
      }
    }

    assertThat(exchanges.take()).hasSize(300);
  }
}
