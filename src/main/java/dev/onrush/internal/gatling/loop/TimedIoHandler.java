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
 * Notes when an event loop of Netty looks for something to do, sleeps, and goes to work. It takes
 * the place of the loop's own handler, and hands everything on to it: once to look without sleeping
 * and, if nothing was there, once more to sleep, so that it is known what came meanwhile. That
 * costs a call of the system a sleep, and nothing while there is always something to do.
 *
 * <p>Netty asks whether to report the time of I/O right before the work on it, be it with epoll or
 * with the JDK's selectors.
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
   * Times all of these loops, from a moment from now until they are shut down.
   *
   * @param troubles told, in words, if one of them cannot be timed
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
      troubles.accept("this system does not say how long a thread had no processor");
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

  /** Netty's own, but that it tells of what the loop does. */
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

    /** Netty asks this after a look that has found nothing, too; there is no work then. */
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
