package dev.onrush.internal.gatling.loop;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A group of as many of Gatling's event loops as there are processors. Netty creates twice as many.
 * Under constant load they interrupt each other; the benchmark {@code Cost} prints what this costs.
 * A number that is set in {@code io.netty.eventLoopThreads} is respected.
 */
public final class Loops extends AbstractEventExecutorGroup implements EventLoopGroup {

  private final EventLoopGroup all;
  private final List<EventLoop> some;
  private final AtomicInteger turn = new AtomicInteger();

  private Loops(EventLoopGroup all, List<EventLoop> some) {
    this.all = all;
    this.some = some;
  }

  /** Returns the loops of {@code all} that users run on. */
  public static EventLoopGroup of(EventLoopGroup all) {
    return of(
        all,
        // As Netty, which has one loop for 0.
        Math.max(
            1,
            Integer.getInteger(
                "io.netty.eventLoopThreads", Runtime.getRuntime().availableProcessors())));
  }

  public static EventLoopGroup of(EventLoopGroup all, int most) {
    List<EventLoop> some = new ArrayList<>();
    for (EventExecutor loop : all) {
      if (some.size() < most) {
        some.add((EventLoop) loop);
      }
    }
    return new Loops(all, List.copyOf(some));
  }

  /**
   * Ends event loops at once, together with the connections that are open on them. Netty closes
   * connections in a turn of a loop that begins after the loop was told to end. A loop that is busy
   * at that moment would end within its current turn, and its connections would stay open as long
   * as the JVM runs. Therefore an empty shutdown hook is added: a loop with a hook makes another
   * turn, unless the quiet period is zero.
   *
   * @param longest the longest time for the remaining tasks of the loops, after which they end
   *     without completing them
   * @return a future that is done when the loops have ended
   */
  public static Future<?> end(EventLoopGroup loops, Duration longest) {
    for (EventExecutor loop : loops) {
      if (loop instanceof SingleThreadEventExecutor thread && !thread.isShuttingDown()) {
        thread.addShutdownHook(() -> {});
      }
    }
    return loops.shutdownGracefully(1, longest.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public EventLoop next() {
    return some.get(Math.floorMod(turn.getAndIncrement(), some.size()));
  }

  @Override
  public Iterator<EventExecutor> iterator() {
    return List.<EventExecutor>copyOf(some).iterator();
  }

  @Override
  public ChannelFuture register(Channel channel) {
    return next().register(channel);
  }

  @Override
  public ChannelFuture register(ChannelPromise promise) {
    return next().register(promise);
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    return next().register(channel, promise);
  }

  // Gatling controls the life cycle of the loops.

  @Override
  public boolean isShuttingDown() {
    return all.isShuttingDown();
  }

  @Override
  public boolean isShutdown() {
    return all.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return all.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return all.awaitTermination(timeout, unit);
  }

  @Override
  public Future<?> terminationFuture() {
    return all.terminationFuture();
  }

  @Override
  public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    return all.shutdownGracefully(quietPeriod, timeout, unit);
  }

  @Override
  @Deprecated
  public void shutdown() {
    all.shutdown();
  }
}
