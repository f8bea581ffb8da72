package dev.onrush.internal.trace;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SpanBufferTest {

  private final SpanBuffer buffer = new SpanBuffer();

  private static Span span(String trace, String id, String parent) {
    return new Span(trace, id, parent, "shop", "work", "", 1, 1, "", "");
  }

  private static Span answering(String service, String id, String parent) {
    return answering(service, id, parent, "server", 1);
  }

  private static Span answering(String service, String id, String parent, String kind, long start) {
    return new Span("t", id, parent, service, "GET", kind, start, 1, "", "");
  }

  private void addMany(int spans) {
    for (int i = 0; i < spans; i++) {
      buffer.add(span("t", "s" + i, "root"));
    }
  }

  @Test
  void the_span_that_answers_a_request_is_taken_however_many_come_before_it() {
    buffer.want("t", "request");
    addMany(400);
    buffer.add(span("t", "root", "request"));

    assertThat(buffer.answered()).isEqualTo(1);
    List<Span> taken = buffer.take(false);
    assertThat(taken).hasSize(SpanBuffer.OF_A_TRACE + 1);
    assertThat(taken.get(SpanBuffer.OF_A_TRACE).id()).isEqualTo("root");
    assertThat(taken).extracting(Span::dropped).containsOnly(0, 100).containsOnlyOnce(100);
  }

  @Test
  void the_span_that_answers_a_request_is_held_however_many_come_before_and_after_it() {
    addMany(400);
    for (int i = 0; i < 100; i++) {
      buffer.add(answering("shop", "inner" + i, "s" + i, "server", 20 + i));
    }
    buffer.add(answering("shop", "root", "request", "server", 10));
    for (int i = 0; i < 100; i++) {
      buffer.add(
          answering("shop", "message" + i, "s" + i, "consumer", 200 + i)); // after the response
      buffer.add(answering("stock", "stock" + i, "s" + i, "server", 100 - i));
    }
    buffer.want("t", "request");

    assertThat(buffer.answered()).isEqualTo(1);
    List<Span> taken = buffer.take(false);
    assertThat(taken)
        .hasSize(SpanBuffer.OF_A_TRACE + 2)
        .extracting(Span::id)
        .contains("root", "stock99");
    assertThat(taken.stream().mapToInt(Span::dropped).sum()).isEqualTo(701 - 302);
  }

  @Test
  void of_spans_that_start_at_once_the_one_that_ends_last_is_held() {
    addMany(SpanBuffer.OF_A_TRACE);
    buffer.add(answering("shop", "inner", "root"));
    buffer.add(answering("shop", "root", "request"));
    buffer.want("t", "request");

    assertThat(buffer.answered()).isEqualTo(1);
  }

  @Test
  void spans_that_were_not_kept_after_the_last_that_was_are_counted_at_the_end() {
    buffer.want("t", "request");
    buffer.want("other", "request");
    buffer.add(span("t", "root", "request"));
    buffer.add(span("other", "root", "request"));
    addMany(1_000);
    int kept = SpanBuffer.OF_A_TRACE + 1;
    assertThat(buffer.take(false)).hasSize(kept + 1).extracting(Span::dropped).containsOnly(0);

    List<Span> last = buffer.take(true);

    Span again = span("t", "s" + (SpanBuffer.OF_A_TRACE - 1), "root");
    assertThat(last).containsExactly(again.withDropped(1_001 - kept));
    assertThat(buffer.take(true)).isEmpty();
  }

  @Test
  void answers_of_a_wanted_trace_are_bounded_too() {
    buffer.want("t", "request");
    addMany(SpanBuffer.OF_A_TRACE);
    for (int i = 0; i < 1_000; i++) {
      buffer.add(answering("shop", "inner" + i, "s" + i));
    }

    assertThat(buffer.take(false)).hasSize(SpanBuffer.OF_A_TRACE + SpanBuffer.ANSWERS_OF_A_TRACE);
  }

  @Test
  void spans_of_a_wanted_trace_are_taken_once_whether_they_came_before_or_after() {
    buffer.add(span("t", "2", "1"));
    buffer.add(span("other", "9", ""));
    buffer.want("t", "request");
    buffer.add(span("t", "1", "request"));

    assertThat(buffer.take(false)).extracting(Span::id).containsExactly("2", "1");
    assertThat(buffer.take(false)).isEmpty();
    assertThat(buffer.received()).isEqualTo(3);
    assertThat(buffer.traces()).isEqualTo(1);
    assertThat(buffer.answered()).isEqualTo(1);
  }

  @Test
  void a_span_that_is_sent_twice_is_taken_once() {
    buffer.add(span("t", "2", "1"));
    buffer.add(span("t", "2", "1"));
    buffer.want("t", "request");
    buffer.add(span("t", "2", "1"));

    assertThat(buffer.take(false)).hasSize(1);
  }

  @Test
  void the_oldest_traces_give_way_and_no_trace_is_without_bound() {
    for (int i = 0; i < 2 * SpanBuffer.OF_A_TRACE; i++) {
      buffer.add(span("first", "f" + i, ""));
    }
    for (int i = 0; i < SpanBuffer.MOST_HELD - SpanBuffer.OF_A_TRACE; i++) {
      buffer.add(span("t" + i, "a", ""));
    }
    buffer.want("t0", "request");
    assertThat(buffer.take(false)).hasSize(1);
    buffer.add(span("again", "a", ""));
    buffer.add(span("one more", "a", ""));

    buffer.want("first", "request");
    buffer.want("t1", "request");
    for (int i = 0; i < 2 * SpanBuffer.OF_A_TRACE; i++) {
      buffer.add(span("t1", "later" + i, ""));
    }

    assertThat(buffer.take(false))
        .hasSize(SpanBuffer.OF_A_TRACE)
        .allMatch(span -> span.traceId().equals("t1"));
  }

  @Test
  void a_wait_ends_with_the_span_that_answers_the_last_request() throws Exception {
    buffer.want("t", "request");
    buffer.want("u", "other");
    buffer.add(span("t", "1", "request"));
    buffer.add(span("u", "2", "1"));
    assertThat(buffer.await(1)).isFalse();

    CompletableFuture<Boolean> wait =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return buffer.await(SECONDS.toNanos(60));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    buffer.add(span("u", "1", "other"));

    assertThat(wait.get(60, SECONDS)).isTrue();
  }

  @Test
  void a_process_that_ends_waits_for_nothing() throws Exception {
    buffer.want("t", "request");
    buffer.hurry();

    assertThat(buffer.await(Long.MAX_VALUE)).isFalse();
    assertThat(List.of(buffer.traces(), buffer.answered())).containsExactly(1, 0);
  }
}
