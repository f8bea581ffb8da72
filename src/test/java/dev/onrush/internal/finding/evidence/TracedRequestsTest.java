package dev.onrush.internal.finding.evidence;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.trace.Span;
import dev.onrush.internal.trace.Waterfall;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracedRequestsTest {

  private static final dev.onrush.internal.verdict.figure.Span BREACH =
      new dev.onrush.internal.verdict.figure.Span(ofSeconds(10), ofSeconds(20));

  private final TracedRequests traced = new TracedRequests();

  private static Span span(String id, String parent, String name, long from, long to) {
    String kind = name.equals("GET") ? "server" : "client";
    return new Span("t", id, parent, "shop", name, kind, from, to - from, "", "");
  }

  private void add(Span... trace) {
    Waterfall.answering(List.of(trace), "request")
        .ifPresent(spans -> traced.add(ofSeconds(12), spans));
  }

  @Test
  void a_share_is_of_the_time_in_which_the_service_answered() {
    for (int i = 0; i < 3; i++) {
      add( // half a second in statements, and two and a half seconds of its own
          span("a", "request", "GET", 0, 3_000),
          span("b", "a", "SELECT", 100, 400),
          span("c", "a", "SELECT", 100, 400), // at the same time
          span("d", "a", "SELECT", 500, 700));
    }

    TracedRequests.LongestWork longest = traced.longest(BREACH).orElseThrow();

    assertThat(longest.work().name()).isEqualTo("GET");
    assertThat(longest.share()).isCloseTo(2.5 / 3, within(1e-9));
  }

  @Test
  void work_that_goes_on_after_the_answer_is_no_part_of_it() {
    for (int i = 0; i < 3; i++) {
      add(span("a", "request", "GET", 0, 100), span("b", "a", "publish", 60, 5_000));
    }

    TracedRequests.LongestWork longest = traced.longest(BREACH).orElseThrow();

    assertThat(longest.work().name() + " " + longest.share()).isEqualTo("GET 0.6");
  }

  @Test
  void requests_without_the_span_that_answers_them_say_nothing() {
    List<Span> statements = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      statements.add(span("s" + i, "root", "SELECT", 10 * i, 10 * i + 1));
    }
    for (int i = 0; i < 5; i++) {
      add(statements.toArray(Span[]::new));
    }
    add(span("a", "request", "GET", 0, 100));
    add(span("a", "request", "GET", 0, 100));

    assertThat(traced.longest(BREACH)).isEmpty();
  }
}
