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
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Records when an event loop of Netty polls, sleeps, and begins to handle events. It replaces the
 * loop's own handler and delegates to it: once to poll without sleeping and, if there were no
 * events, once more to sleep, so that it is known which events came during the sleep. This costs
 * one system call for each sleep, and nothing while there is always something to do.
 *
 * <p>Netty calls {@code shouldReportActiveIoTime} right before it handles I/O, with epoll as well
 * as with the JDK's selectors.
 *
 * <p>A loop stands still if it does not poll for a while: it was stopped, or it works, for example
 * in a blocking step of a chain. Timers may have become due meanwhile, and Netty runs them after it
 * has handled the events that it knows. So after a standstill, this handler first polls again: what
 * has come in time is read before a timer fires. This also applies to a sleep during which the
 * process was stopped, since the JDK's selectors then return without an event.
 */
public final class TimedIoHandler implements IoHandler {

  /** Shorter periods in which a loop does not poll are no standstill. */
  private static final long STANDSTILL = LoopTimes.TICK;

  /** How often a loop polls again that stands still each time. */
  private static final int MOST_REPETITIONS = 3;

  private final IoHandler delegate;
  private final LoopTimes times;
  private final ThreadWaits waits;
  private final LongConsumer standstills;
  private @Nullable Context context;

  private TimedIoHandler(
      IoHandler delegate, LoopTimes times, ThreadWaits waits, LongConsumer standstills) {
    this.delegate = delegate;
    this.times = times;
    this.waits = waits;
    this.standstills = standstills;
  }

  /**
   * Times all of these loops, from shortly after this call until they are shut down.
   *
   * @param standstills returns, for each loop, what receives the nanoseconds of each standstill. It
   *     is called on the loop, when the standstill has ended and before the loop runs its timers
   * @param troubles receives a message if one of the loops cannot be timed
   */
  public static void time(
      EventLoopGroup loops,
      Function<EventExecutor, LongConsumer> standstills,
      Consumer<String> troubles) {
    for (EventExecutor loop : loops) {
      loop.execute(
          () -> {
            try {
              install(loop, standstills, troubles);
            } catch (ReflectiveOperationException | RuntimeException e) {
              troubles.accept("an event loop cannot be timed (" + e + ")");
            }
          });
    }
  }

  private static void install(
      EventExecutor loop,
      Function<EventExecutor, LongConsumer> standstills,
      Consumer<String> troubles)
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
    field.set(
        loop,
        new TimedIoHandler((IoHandler) field.get(loop), times, waits, standstills.apply(loop)));
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

    /** The loop's own time when it was last checked for a standstill. */
    private long checked = times.own(System.nanoTime());

    /** Whether the loop has stood still before it last polled, or since. */
    private boolean stoodStill;

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
        check(now);
      }
    }

    private void check(long now) {
      long own = times.own(now);
      if (own - checked >= STANDSTILL) {
        stoodStill = true;
        standstills.accept(own - checked);
      }
      checked = own;
    }

    /** Polls without sleeping, and handles what it finds. */
    private int poll() {
      maySleep = false;
      atWork = false;
      times.looks(System.nanoTime());
      return TimedIoHandler.this.delegate.run(this);
    }

    int run() {
      int handled = poll();
      if (handled == 0 && delegate.canBlock()) {
        maySleep = true;
        atWork = false;
        times.sleeps(System.nanoTime());
        handled = TimedIoHandler.this.delegate.run(this);
      }
      goToWork();
      check(System.nanoTime());
      for (int repeated = 0; stoodStill && repeated < MOST_REPETITIONS; repeated++) {
        stoodStill = false;
        handled += poll();
        goToWork();
        check(System.nanoTime());
      }
      stoodStill = false;
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
