package dev.onrush.internal.gatling.http.open;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.gatling.loop.StandstillBursts;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.profile.Phase;
import io.gatling.commons.util.DefaultClock;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OpenRequestsTest {

  private final Recorder recorder =
      new Recorder(List.of(new Phase("steady", Duration.ZERO, Duration.ofDays(1))), text -> text);
  private final OpenRequests open = new OpenRequests(recorder, new DefaultClock());
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

  @AfterEach
  void shut_down() {
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private static final class Named extends OpenRequest {
    @Override
    public void unanswered(Recorder recorder, long now) {
      recorder.unanswered("U", "", "Named", now, 0);
    }
  }

  private static void on(EventLoop loop, Runnable task) throws InterruptedException {
    loop.submit(task).sync();
  }

  private long unanswered(String name) {
    return recorder.takeInterval(Duration.ofSeconds(1)).tallies().entrySet().stream()
        .filter(each -> each.getKey().outcome() == Outcome.UNANSWERED)
        .filter(each -> name.isEmpty() || each.getKey().name().equals(name))
        .mapToLong(each -> each.getValue().times().count())
        .sum();
  }

  @Test
  @Timeout(60)
  void requests_of_an_event_loop_that_goes_on_late_are_counted_once() throws Exception {
    EventLoop free = loops.next();
    EventLoop blocked = loops.next();
    Named late = new Named();
    on(free, () -> open.tryOpen(new Named()));
    on(blocked, () -> open.tryOpen(new Named()));
    on(blocked, () -> open.tryOpen(late));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    blocked.execute(
        () -> {
          begun.countDown();
          try {
            goesOn.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    begun.await();

    open.recordUnanswered(loops);
    goesOn.countDown();
    on(blocked, () -> {}); // tasks that were submitted earlier have ended

    assertThat(unanswered("")).isEqualTo(3);
    assertThat(late.isRecordedUnanswered()).isTrue();
    assertThat(late.tryEnd(true)).isFalse();
  }

  @Test
  @Timeout(60)
  void a_request_with_an_answer_is_not_left() throws Exception {
    EventLoop loop = loops.next();
    Named answered = new Named();
    on(loop, () -> open.tryOpen(answered));
    on(loop, () -> open.tryOpen(new Named()));
    boolean counts = loop.submit(() -> answered.tryEnd(true)).get();

    open.recordUnanswered(loops);

    assertThat(counts).isTrue();

    assertThat(unanswered("Named")).isEqualTo(1);
    assertThat(answered.isRecordedUnanswered()).isFalse();
  }

  /** Waits for the other of two threads by spinning, so that no time is lost to wake up. */
  private static void meet(AtomicInteger ready) {
    ready.incrementAndGet();
    while (ready.get() < 2) {
      Thread.yield();
    }
  }

  @Test
  @Timeout(60)
  void an_answer_that_comes_while_the_number_is_recorded_counts_only_without_the_number()
      throws Exception {
    List<Named> requests = Stream.generate(Named::new).limit(200_000).toList();
    List<OpenRequest.Lane> lanes =
        requests.stream()
            .map(
                request -> {
                  OpenRequest.Lane lane = new OpenRequest.Lane(new StandstillBursts());
                  lane.add(request);
                  return lane;
                })
            .toList();
    List<AtomicInteger> ready = requests.stream().map(request -> new AtomicInteger()).toList();
    AtomicIntegerArray counted = new AtomicIntegerArray(requests.size());
    AtomicInteger tried = new AtomicInteger(requests.size());

    Future<?> answers =
        loops
            .next()
            .submit(
                () -> {
                  for (int i = 0; i < requests.size(); i++) {
                    meet(ready.get(i));
                    if (i == tried.get()) {
                      return;
                    }
                    counted.addAndGet(i, requests.get(i).tryEnd(true) ? 1 : 0);
                  }
                });
    // If two threads seldom run at the same time, each meeting takes a time slice.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    for (int i = 0; i < lanes.size(); i++) {
      int at = i;
      if (System.nanoTime() > end) {
        tried.set(i);
        meet(ready.get(i));
        break;
      }
      meet(ready.get(i));
      for (int later = i % 16; later > 0; later--) { // so that all orders of their steps occur
        Thread.onSpinWait();
      }
      lanes.get(i).recordNumber(number -> counted.addAndGet(at, number));
    }
    answers.get();

    assertThat(IntStream.range(0, tried.get()).filter(i -> counted.get(i) != 1)).isEmpty();
  }
}
