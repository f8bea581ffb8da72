package dev.onrush.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaterfallTest {

  private static Span span(String id, String parent, String name, long from, long to) {
    return new Span("t", id, parent, "shop", name, "", from, to - from, "", "");
  }

  @Test
  void spans_stand_below_the_one_that_they_are_part_of_in_the_order_of_their_starts() {
    Waterfall waterfall =
        Waterfall.of(
            List.of(
                span("d", "b", "deep", 130, 140),
                span("c", "a", "second", 160, 190),
                span("b", "a", "first", 120, 150),
                span("a", "request", "GET /orders", 100, 200)));

    assertThat(waterfall.rows())
        .extracting(row -> row.depth() + " " + row.span().name())
        .containsExactly("0 GET /orders", "1 first", "2 deep", "1 second");
    assertThat(waterfall.start()).isEqualTo(100);
    assertThat(waterfall.length()).isEqualTo(100);
  }

  @Test
  void the_time_of_a_span_is_its_own_where_no_part_of_it_is_at_work() {
    Waterfall waterfall =
        Waterfall.of(
            List.of(
                span("a", "", "GET", 0, 100),
                span("b", "a", "SELECT", 10, 40),
                span("c", "a", "SELECT", 30, 50), // at the same time as the span before
                span("e", "a", "SELECT", 35, 38),
                span("f", "a", "late", 90, 130))); // continues after the response was sent

    assertThat(waterfall.rows())
        .extracting(Waterfall.Row::self)
        .containsExactly(50L, 30L, 20L, 3L, 40L);
    assertThat(waterfall.work())
        .extracting(work -> work.name() + " " + work.nanos() + " " + work.spans())
        .containsExactly("GET 50 1", "SELECT 40 3", "late 40 1"); // SELECT from 10 to 50
    assertThat(waterfall.length()).isEqualTo(130);
  }

  @Test
  void what_answers_a_request_is_looked_at_within_its_time() {
    List<Span> trace =
        List.of(
            span("x", "request", "try", 0, 90), // a proxy has abandoned it
            span("a", "request", "GET", 100, 200),
            span("b", "a", "SELECT", 110, 140),
            span("c", "a", "SELECT", 110, 130), // at the same time
            span("d", "a", "late", 190, 900), // continues after the response was sent
            span("e", "d", "later", 300, 900),
            span("f", "unknown", "lost", 100, 200));

    Waterfall answering = Waterfall.answering(trace, "request").orElseThrow();

    assertThat(answering.rows())
        .extracting(row -> row.depth() + " " + row.span().name() + " " + row.self())
        .containsExactly("0 GET 60", "1 SELECT 30", "1 SELECT 20", "1 late 10", "2 later 0");
    assertThat(answering.work())
        .extracting(work -> work.name() + " " + work.nanos())
        .containsExactly("GET 60", "SELECT 30", "late 10", "later 0");
    assertThat(Waterfall.answering(trace, "other")).isEmpty();
  }

  @Test
  void spans_that_were_not_kept_are_counted_also_when_they_are_read_back() {
    ObjectNode written = SpanJson.of(span("a", "", "GET", 0, 100).withDropped(200));
    Span root = SpanJson.span(written);
    written.remove("dropped"); // as earlier versions wrote it
    assertThat(SpanJson.span(written)).isEqualTo(span("a", "", "GET", 0, 100));

    assertThat(
            Waterfall.of(List.of(root, span("b", "a", "SELECT", 0, 10).withDropped(3))).dropped())
        .isEqualTo(203);
  }

  @Test
  void spans_that_are_part_of_each_other_have_no_place() {
    assertThat(Waterfall.of(List.of(span("a", "b", "x", 0, 1), span("b", "a", "y", 0, 1))).rows())
        .isEmpty();
    assertThat(Waterfall.of(List.of(span("a", "a", "x", 0, 1))).rows()).hasSize(1);
  }

  @Test
  void of_very_many_spans_the_first_are_shown() {
    List<Span> many = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      many.add(span("s" + i, "", "n" + i, i, i + 1));
    }

    Waterfall waterfall = Waterfall.of(many);

    assertThat(waterfall.rows()).hasSize(100);
    assertThat(waterfall.further()).isEqualTo(30);
    assertThat(waterfall.length()).isEqualTo(130);
  }
}
