package dev.onrush.internal.gatling.stats;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.gatling.user.VirtualUser;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.profile.Phase;
import io.gatling.commons.util.DefaultClock;
import io.gatling.core.session.Session;
import io.gatling.core.session.Session$;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeteredStatsEngineTest {

  private final Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
  private final AtomicBoolean on = new AtomicBoolean(true);
  private final MeteredStatsEngine engine =
      new MeteredStatsEngine(new SilentStats(), on, on, recorder, new DefaultClock());
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @AfterEach
  void shut_down() {
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private static long millis(long time) {
    return TimeUnit.MILLISECONDS.toNanos(time);
  }

  @Test
  void of_a_call_from_when_due_its_wait_for_a_thread_and_the_lag_of_its_user_are_the_generators() {
    VirtualUser user = new VirtualUser(42, 0, 0, true);
    user.lag = millis(5);
    Session session = Session$.MODULE$.apply("U", 1, loops.next()).set(VirtualUser.ATTRIBUTE, user);

    engine.called(session, "Serve", 0, new CallSample(true, millis(30), millis(20)), null);

    Timeline timeline = new Timeline();
    timeline.add(recorder.takeInterval(ofSeconds(1)));
    Tally due = timeline.select(s -> s.kind() == Kind.DUE).all();
    assertThat(due.times().max()).isEqualTo(30 + 20 + 5);
    assertThat(due.leastTimes().max()).isEqualTo(20);
  }
}
