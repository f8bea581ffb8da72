package dev.onrush.internal.gatling.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.plan.Phase;
import io.gatling.commons.util.DefaultClock;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    void unanswered(Recorder recorder, long now) {
      recorder.unanswered("U", "", "Named", now, 0);
    }
  }

  private static void on(EventLoop loop, Runnable task) throws InterruptedException {
    loop.submit(task).sync();
  }

  private long unanswered(String name) {
    return recorder.flip(Duration.ofSeconds(1)).tallies().entrySet().stream()
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
    on(free, () -> open.enter(new Named()));
    on(blocked, () -> open.enter(new Named()));
    on(blocked, () -> open.enter(late));
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
    on(blocked, () -> {}); // what was handed to it before is done

    assertThat(unanswered("")).isEqualTo(3);
    assertThat(late.isLeft()).isTrue();
  }

  @Test
  @Timeout(60)
  void a_request_with_an_answer_is_not_left() throws Exception {
    EventLoop loop = loops.next();
    Named answered = new Named();
    on(loop, () -> open.enter(answered));
    on(loop, () -> open.enter(new Named()));
    on(loop, answered::answered);

    open.recordUnanswered(loops);

    assertThat(unanswered("Named")).isEqualTo(1);
    assertThat(answered.isLeft()).isFalse();
  }
}
