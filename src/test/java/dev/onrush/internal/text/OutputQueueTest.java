package dev.onrush.internal.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = OutputQueueTest.MOST_SECONDS, threadMode = SEPARATE_THREAD)
class OutputQueueTest {

  static final int MOST_SECONDS = 60;

  private static final Duration LONG = Duration.ofSeconds(30);

  /** The patience, by the clock of the test. */
  private static final Duration PATIENCE = Duration.ofMillis(10);

  /** The number of bytes that a pipe accepts at once. */
  private static final int PIPE = 1 << 16;

  private final StuckStream stuck = new StuckStream();
  private final HandClock clock = new HandClock();

  /** A clock that the test moves. */
  private static final class HandClock implements LongSupplier {
    private long nanos;
    private int asked;

    @Override
    public synchronized long getAsLong() {
      asked++;
      return nanos;
    }

    synchronized void advance(Duration by) {
      nanos += by.toNanos();
      asked = 0;
    }

    /** Returns how often the clock was read since it was moved. */
    synchronized int asked() {
      return asked;
    }
  }

  @AfterEach
  void release() {
    stuck.release();
    clock.advance(LONG); // a test that has failed is not waited for
  }

  /** Continues once the condition holds, or when the test has failed by time-out. */
  private static void spinUntil(BooleanSupplier isSo) {
    long begin = System.nanoTime();
    while (!isSo.getAsBoolean()
        && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(MOST_SECONDS)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_line_is_printed_when_print_returns() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out =
        FilteredStream.to(
            new PrintStream(bytes, true, UTF_8), new OutputQueue(LONG), String::toUpperCase);

    out.print("one\n");
    assertThat(bytes.toString(UTF_8)).isEqualTo("ONE\n");
    out.print("two\n");
    assertThat(bytes.toString(UTF_8)).isEqualTo("ONE\nTWO\n");
  }

  @Test
  void an_output_that_is_stuck_holds_nobody_up_and_gets_all_in_order_later() {
    OutputQueue queue = new OutputQueue(Duration.ofMillis(1));
    PrintStream out = FilteredStream.to(stuck.print(), queue, text -> text);
    PrintStream others = FilteredStream.inPlaceOf(stuck.print(), UTF_8, queue, text -> text);

    out.print("one\n");
    others.print("two\n");
    others.flush();
    out.print("three\n");
    assertThat(stuck.taken()).isEmpty();

    stuck.release();
    queue.await(LONG);
    assertThat(stuck.taken()).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void what_does_not_fit_while_nothing_is_taken_is_lost_and_counted() {
    OutputQueue queue = new OutputQueue(Duration.ofMillis(1));
    PrintStream out = FilteredStream.to(stuck.print(), queue, text -> text);
    String half = "x".repeat((1 << 19) - 1) + "\n";

    out.print(half);
    out.print(half);
    out.print("lost\n");

    stuck.release();
    queue.await(LONG);
    assertThat(stuck.taken())
        .isEqualTo(half + half + "(5 bytes were lost while the output was blocked)\n");
  }

  @Test
  void an_output_that_is_slow_loses_nothing() {
    OutputQueue queue = new OutputQueue(LONG);
    PrintStream out = FilteredStream.inPlaceOf(stuck.print(), UTF_8, queue, text -> text);
    String half = "x".repeat((1 << 19) - 1) + "\n";
    Thread reader = new Thread(stuck::release);

    out.print(half);
    out.print(half);
    reader.start();
    out.print("waits for room\n");

    queue.await(LONG);
    assertThat(stuck.taken()).isEqualTo(half + half + "waits for room\n");
  }

  /** An output that accepts a piece for each permit. */
  private record Slow(Semaphore permits, ByteArrayOutputStream taken) implements Consumer<byte[]> {
    Slow() {
      this(new Semaphore(0), new ByteArrayOutputStream());
    }

    @Override
    public void accept(byte[] piece) {
      permits.acquireUninterruptibly();
      taken.writeBytes(piece);
    }

    /** Accepts this many pieces as soon as this thread waits. */
    void takeOnceWaiting(Thread thread, int pieces) {
      spinUntil(() -> thread.getState() == Thread.State.TIMED_WAITING);
      permits.release(pieces);
    }

    /**
     * Accepts the first piece while this thread waits, and returns once the queue has noticed it.
     */
    void takeFirstWhileWaiting(Thread thread) {
      takeOnceWaiting(thread, 1);
      spinUntil(() -> taken.size() > 0 && permits.hasQueuedThreads()); // the next one is offered
    }
  }

  @Test
  void an_output_that_takes_one_piece_at_a_time_is_not_stuck_and_loses_nothing() throws Exception {
    OutputQueue queue = new OutputQueue(PATIENCE, clock);
    Slow output = new Slow();
    byte[] half = new byte[1 << 19];
    Thread printing = Thread.currentThread();
    Thread reader =
        new Thread(
            () -> {
              output.takeFirstWhileWaiting(printing);
              clock.advance(PATIENCE);
            });
    queue.add(half, output);
    queue.add(half, output);

    reader.start();
    queue.await(); // one of two pieces is accepted in the meantime
    reader.join();
    queue.add(half, output);
    Thread next = new Thread(() -> output.takeOnceWaiting(printing, 3));
    next.start();
    queue.add("waits for room".getBytes(UTF_8), output);

    output.permits().release();
    queue.await(LONG);
    assertThat(output.taken().size()).isEqualTo(3 * half.length + "waits for room".length());
    assertThat(output.taken().toString(UTF_8)).endsWith("waits for room");
  }

  @Test
  void the_end_waits_on_while_something_is_taken() throws Exception {
    OutputQueue queue = new OutputQueue(Duration.ofMillis(1), clock);
    Slow output = new Slow();
    queue.add("one".getBytes(UTF_8), output);
    queue.add("two".getBytes(UTF_8), output);
    Thread end = new Thread(() -> queue.await(PATIENCE));

    end.start();
    output.takeFirstWhileWaiting(end);
    clock.advance(PATIENCE);
    // It checks whether the pause is over, and when the next one would be.
    spinUntil(() -> clock.asked() >= 2 || !end.isAlive());
    assertThat(end.isAlive()).isTrue();

    output.permits().release();
    end.join();
    assertThat(output.taken().toString(UTF_8)).isEqualTo("onetwo");
  }

  @Test
  void parts_of_a_long_text_that_are_taken_count_as_well() throws Exception {
    OutputQueue queue = new OutputQueue(PATIENCE, clock);
    Semaphore parts = new Semaphore(0);
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    PrintStream slow =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
              }

              @Override
              public void write(byte[] bytes, int from, int length) {
                for (int at = from; at < from + length; at += PIPE) {
                  parts.acquireUninterruptibly();
                  taken.write(bytes, at, Math.min(PIPE, from + length - at));
                }
              }
            },
            true,
            UTF_8);
    PrintStream out = FilteredStream.inPlaceOf(slow, UTF_8, queue, text -> text);
    Thread printing = Thread.currentThread();
    Thread reader =
        new Thread(
            () -> {
              new Slow(parts, taken).takeFirstWhileWaiting(printing);
              clock.advance(PATIENCE);
            });
    String most = "x".repeat((1 << 20) - 1) + "\n";

    out.print(most);
    reader.start();
    out.flush(); // a part of it is accepted in the meantime
    reader.join();
    Thread next = new Thread(() -> new Slow(parts, taken).takeOnceWaiting(printing, 1 << 20));
    next.start();
    out.print("waits for room\n");

    queue.await(LONG);
    assertThat(taken.toString(UTF_8)).isEqualTo(most + "waits for room\n");
  }

  @Test
  void a_writer_that_fails_harms_nobody_who_prints() {
    OutputQueue queue = new OutputQueue(LONG);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    queue.add(
        new byte[1],
        b -> {
          throw new IllegalStateException("a filter that fails");
        });
    queue.add("next".getBytes(UTF_8), bytes::writeBytes);
    queue.await();

    assertThat(bytes.toString(UTF_8)).isEqualTo("next");
  }
}
