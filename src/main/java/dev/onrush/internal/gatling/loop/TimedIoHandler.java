package dev.onrush.internal.gatling.loop;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.lang.reflect.Field;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records when an event loop of Netty polls, sleeps, and begins to handle events. It replaces the
 * loop's own handler and delegates to it: once to poll without sleeping and, if there were no
 * events, once more to sleep, so that it is known which events came during the sleep. This costs
 * one system call for each sleep, and nothing while there is always something to do.
 *
 * <p>Netty calls {@code shouldReportActiveIoTime} right before it handles I/O, with epoll as well
 * as with the JDK's selectors.
 */
public final class TimedIoHandler implements IoHandler {

  private final IoHandler delegate;
  private final LoopTimes times;
  private final ThreadWaits waits;
  private @Nullable Context context;

  private TimedIoHandler(IoHandler delegate, LoopTimes times, ThreadWaits waits) {
    this.delegate = delegate;
    this.times = times;
    this.waits = waits;
  }

  /**
   * Times all of these loops, from shortly after this call until they are shut down.
   *
   * @param troubles receives a message if one of the loops cannot be timed
   */
  public static void time(EventLoopGroup loops, Consumer<String> troubles) {
    for (EventExecutor loop : loops) {
      loop.execute(
          () -> {
            try {
              install(loop, troubles);
            } catch (ReflectiveOperationException | RuntimeException e) {
              troubles.accept("an event loop cannot be timed (" + e + ")");
            }
          });
    }
  }

  private static void install(EventExecutor loop, Consumer<String> troubles)
      throws ReflectiveOperationException {
    if (LoopTimes.ofThread() != null) {
      return;
    }
    Field field = SingleThreadIoEventLoop.class.getDeclaredField("ioHandler");
    field.setAccessible(true);
    ThreadWaits waits = ThreadWaits.ofThread();
    if (!waits.knowsProcessor()) {
      troubles.accept(
          "this operating system does not report how long a thread waits for a processor");
    }
    LoopTimes times = new LoopTimes(waits, System.nanoTime());
    field.set(loop, new TimedIoHandler((IoHandler) field.get(loop), times, waits));
    times.belongToThread();
    tick(loop, times);
  }

  private static void tick(EventExecutor loop, LoopTimes times) {
    if (loop.isShuttingDown()) {
      return;
    }
    times.tickAt(System.nanoTime() + LoopTimes.TICK);
    var unused = loop.schedule(() -> tick(loop, times), LoopTimes.TICK, TimeUnit.NANOSECONDS);
  }

  /** Netty's own context, which also reports what the loop does. */
  private final class Context implements IoHandlerContext {
    private final IoHandlerContext delegate;
    private boolean maySleep;
    private boolean atWork;

    Context(IoHandlerContext delegate) {
      this.delegate = delegate;
    }

    @Override
    public boolean canBlock() {
      return maySleep && delegate.canBlock();
    }

    @Override
    public long delayNanos(long currentTimeNanos) {
      return delegate.delayNanos(currentTimeNanos);
    }

    @Override
    public long deadlineNanos() {
      return delegate.deadlineNanos();
    }

    @Override
    public boolean shouldReportActiveIoTime() {
      goToWork();
      return delegate.shouldReportActiveIoTime();
    }

    @Override
    public void reportActiveIoTime(long activeNanos) {
      delegate.reportActiveIoTime(activeNanos);
    }

    /**
     * Records the start of handling. Netty also calls this after a poll that has found nothing,
     * when there is nothing to handle.
     */
    private void goToWork() {
      if (!atWork) {
        atWork = true;
        long now = System.nanoTime();
        if (maySleep) {
          times.woke(now);
        } else {
          times.found(now);
        }
      }
    }

    int run() {
      maySleep = false;
      atWork = false;
      times.looks(System.nanoTime());
      int handled = TimedIoHandler.this.delegate.run(this);
      if (handled == 0 && delegate.canBlock()) {
        maySleep = true;
        atWork = false;
        times.sleeps(System.nanoTime());
        handled = TimedIoHandler.this.delegate.run(this);
      }
      goToWork();
      return handled;
    }
  }

  @Override
  public int run(IoHandlerContext of) {
    Context timed = context;
    if (timed == null || timed.delegate != of) {
      timed = new Context(of);
      context = timed;
    }
    return timed.run();
  }

  @Override
  public void initialize() {
    delegate.initialize();
  }

  @Override
  public void prepareToDestroy() {
    delegate.prepareToDestroy();
  }

  @Override
  public void destroy() {
    waits.close();
    delegate.destroy();
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return delegate.register(handle);
  }

  @Override
  public void wakeup() {
    delegate.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> handleType) {
    return delegate.isCompatible(handleType);
  }
}
