package dev.onrush.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void things_are_done_in_order_on_another_thread() {
    List<Object> done = new CopyOnWriteArrayList<>();
    Outbox<Integer> box =
        new Outbox<>(
            "box",
            10,
            text -> text,
            n -> {
              done.add(n);
              done.add(Thread.currentThread().getName());
            });

    box.put(1);
    box.put(2);
    box.close(LONG);

    assertThat(done).containsExactly(1, "onrush-outbox box", 2, "onrush-outbox box");
    assertThat(box.troubles()).isEmpty();
    assertThat(box.dropped()).isZero();
  }

  @Test
  void a_receiver_that_leaves_its_thread_interrupted_gets_the_next_things_too() {
    List<Integer> done = new CopyOnWriteArrayList<>();
    Outbox<Integer> box =
        new Outbox<>(
            "box",
            10,
            text -> text,
            n -> {
              done.add(n);
              Thread.currentThread().interrupt();
            });

    List.of(1, 2, 3).forEach(box::put);
    box.close(Duration.ofSeconds(5));

    assertThat(done).containsExactly(1, 2, 3);
    assertThat(box.troubles()).isEmpty();
  }

  @Test
  void a_failure_is_counted_told_once_and_masked_and_the_next_thing_is_done() {
    List<Integer> done = new CopyOnWriteArrayList<>();
    Outbox<Integer> box =
        new Outbox<>(
            "box",
            10,
            text -> text.replace("secret", "***"),
            n -> {
              if (n < 3) {
                throw new AssertionError("secret " + n);
              }
              done.add(n);
            });

    List.of(1, 2, 3).forEach(box::put);
    box.close(LONG);

    assertThat(done).containsExactly(3);
    assertThat(box.troubles())
        .singleElement()
        .asString()
        .startsWith(
            "box failed 2 of 3 times; first: java.lang.AssertionError: *** 1 at dev.onrush");
  }

  /** An exception that fails to compute its message. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no order");
    }
  }

  @Test
  void a_failure_whose_message_cannot_be_computed_is_counted_and_the_next_thing_is_done() {
    List<Integer> done = new CopyOnWriteArrayList<>();
    Outbox<Integer> box =
        new Outbox<>(
            "box",
            10,
            text -> text,
            n -> {
              if (n == 1) {
                throw new Unreadable();
              }
              done.add(n);
            });

    List.of(1, 2).forEach(box::put);
    box.close(LONG);

    assertThat(done).containsExactly(2);
    assertThat(box.troubles())
        .singleElement()
        .asString()
        .startsWith(
            "box failed 1 of 2 times; first: "
                + Unreadable.class.getName()
                + " whose getMessage() failed at dev.onrush");
  }

  @Test
  void what_finds_the_box_full_and_what_is_not_done_in_time_is_dropped_and_counted()
      throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Outbox<Integer> box =
        new Outbox<>(
            "box",
            2,
            text -> text,
            n -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    box.put(1);
    assertThat(begun.await(30, TimeUnit.SECONDS)).as("the first was begun").isTrue();

    // One is in progress, two may wait.
    List.of(2, 3, 4, 5).forEach(box::put);
    assertThat(box.dropped()).isEqualTo(2);
    assertThat(box.await(Duration.ofMillis(1))).isFalse();
    box.close(Duration.ofMillis(1));
    box.put(6);

    assertThat(interrupted.await(30, TimeUnit.SECONDS)).as("the first was interrupted").isTrue();
    assertThat(box.dropped()).isEqualTo(6);
    assertThat(box.troubles()).containsExactly("box was too slow and missed 6 of 6");
  }
}
