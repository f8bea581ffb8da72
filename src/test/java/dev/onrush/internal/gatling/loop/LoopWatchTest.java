package dev.onrush.internal.gatling.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.profile.Phase;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LoopWatchTest {

  @Test
  @Timeout(60)
  void a_loop_that_is_still_blocked_at_the_end_of_the_load_is_recorded() throws Exception {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    try {
      loops.execute(
          () -> {
            blocked.countDown();
            try {
              released.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      blocked.await();
      AtomicLong now = new AtomicLong(1_000_000);
      Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), UnaryOperator.identity());
      recorder.startAt(now.get());
      LoopWatch watch = new LoopWatch(now::get, recorder);
      watch.start(loops, why -> {});

      now.addAndGet(5_100);
      watch.recordOverdue();

      Selection delays =
          Selection.of(recorder.takeInterval(Duration.ofSeconds(6)), Kind.EVENT_LOOP);
      assertThat(delays.all().times().count()).isEqualTo(1);
      assertThat(delays.all().times().max()).isEqualTo(5_000);
    } finally {
      released.countDown();
      var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
