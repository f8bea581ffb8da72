package dev.onrush.internal.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.gatling.call.CallPool;
import dev.onrush.internal.gatling.http.open.OpenRequests;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.profile.Phase;
import io.gatling.commons.util.DefaultClock;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.Controller;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.concurrent.Promise;
import scala.concurrent.duration.FiniteDuration;

class LoadEndTest {

  private static final int USERS = 500;

  private final BlockingQueue<Controller.Command> told = new LinkedBlockingQueue<>();

  /** Gatling's controller, which keeps the commands that it receives. */
  private final class Told implements ActorRef<Controller.Command> {
    @Override
    public void $bang(Controller.Command command) {
      told.add(command);
    }

    @Override
    public String name() {
      return "controller";
    }

    @Override
    public <T> Promise<T> replyPromise(FiniteDuration timeout) {
      throw new UnsupportedOperationException("nobody asks");
    }
  }

  private static Controller.Command stop(String reason) throws ReflectiveOperationException {
    return Class.forName("io.gatling.core.controller.Controller$Command$StopLoadGenerator")
        .asSubclass(Controller.Command.class)
        .getConstructor(String.class, boolean.class)
        .newInstance(reason, false);
  }

  private static Set<Thread> ending() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("onrush-load-end"))
        .collect(Collectors.toSet());
  }

  @Test
  @Timeout(60)
  void a_load_that_all_users_have_left_was_not_ended_by_anybody() {
    assertThat(ended(LoadEnd::endWithoutUsers).endOfLoad()).isEmpty();
    assertThat(ended(LoadEnd::end).endOfLoad()).isPresent();
  }

  /** Returns a load that is ended by {@code by} first, and again after that. */
  private LoadEnd ended(Consumer<LoadEnd> by) {
    LoadEnd end =
        new LoadEnd(
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()),
            new Told(),
            new LoadEnd.Open(
                new OpenRequests(
                    new Recorder(List.of(Phase.WHOLE_RUN), text -> text), new DefaultClock()),
                new CallPool(1),
                () -> {}),
            new AtomicBoolean(true),
            Duration.ZERO);
    assertThat(end.endOfLoad()).isEmpty();
    by.accept(end);
    var first = end.endOfLoad();
    end.endWithoutUsers();
    end.end();
    assertThat(end.endOfLoad()).isEqualTo(first);
    return end;
  }

  @Test
  @Timeout(60)
  void all_users_who_come_to_a_stop_end_the_run_once_and_on_one_thread() throws Exception {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    CountDownLatch allHaveStopped = new CountDownLatch(1);
    OpenRequests requests =
        new OpenRequests(new Recorder(List.of(Phase.WHOLE_RUN), text -> text), new DefaultClock());
    LoadEnd end =
        new LoadEnd(
            loops,
            new Told(),
            new LoadEnd.Open(requests, new CallPool(1), () -> await(allHaveStopped)),
            new AtomicBoolean(true),
            Duration.ZERO);
    Set<Thread> ofOthers = ending();

    for (int user = 0; user < USERS; user++) {
      end.controller().$bang(stop("enough of " + user));
    }
    Set<Thread> threads = ending();
    allHaveStopped.countDown();

    threads.removeAll(ofOthers);
    assertThat(threads).hasSize(1);
    assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(stop("enough of 0"));
    threads.iterator().next().join();
    assertThat(told).isEmpty();
    assertThat(end.cause()).hasValue("stopLoadGenerator: enough of 0");
    assertThat(loops.isShuttingDown()).isTrue();
  }

  @Test
  void an_end_whose_thread_cannot_be_created_is_tried_again() {
    AtomicBoolean taken = new AtomicBoolean();
    List<String> steps = new ArrayList<>();

    assertThatThrownBy(
            () ->
                LoadEnd.once(
                    taken,
                    () -> {
                      throw new OutOfMemoryError("unable to create native thread");
                    }))
        .isInstanceOf(OutOfMemoryError.class);
    LoadEnd.once(taken, () -> steps.add("second"));
    LoadEnd.once(taken, () -> steps.add("third"));

    assertThat(steps).containsExactly("second");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
