package dev.onrush.internal.launch.process;

import dev.onrush.internal.text.UserCode;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Watches the thread that prepares a run, because the project's own code runs on it: constructors,
 * {@code plan()}, exporters, listeners and reports. The console shows the line of code that is
 * waited for, and a run whose code does not return is refused.
 */
public final class PreparationWatch {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** The longest time between two checks that counts. */
  private static final Duration LONGEST = PERIOD.multipliedBy(2);

  /** The limit until the settings are known: the default of {@code onrush.readyAtMost}. */
  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(5);

  /** The time until the first line on the console. */
  private static final Duration SILENTLY = Duration.ofSeconds(10);

  /** How many times as long as the time until a line is the time until the next. */
  private static final int FURTHER = 6;

  private final CountDownLatch prepared = new CountDownLatch(1);
  private final Supplier<StackTraceElement[]> stack;
  private final LongSupplier nanoTime;
  private final Consumer<String> console;
  private final Consumer<String> refuse;

  private volatile Duration limit;

  private boolean inUserCode;

  /** The time of the last check, and the time in user code up to then. */
  private long checked;

  private Duration waited = Duration.ZERO;
  private Duration nextLine = SILENTLY;

  /**
   * Creates a watch without starting it.
   *
   * @param stack the innermost frame first
   * @param limit how long the code may take
   * @param console prints a line
   * @param refuse ends this JVM, with the reason
   */
  PreparationWatch(
      Supplier<StackTraceElement[]> stack,
      LongSupplier nanoTime,
      Duration limit,
      Consumer<String> console,
      Consumer<String> refuse) {
    this.stack = stack;
    this.nanoTime = nanoTime;
    this.limit = limit;
    this.console = console;
    this.refuse = refuse;
  }

  /** Watches the current thread from now on, on a daemon thread. */
  public static PreparationWatch start() {
    PreparationWatch watch =
        new PreparationWatch(
            Thread.currentThread()::getStackTrace,
            System::nanoTime,
            DEFAULT_LIMIT,
            line -> Console.err().println(line),
            Refusal::exit);
    Thread thread = new Thread(watch::work, "onrush-preparation-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /** Sets how long the code may take, when the settings are known. */
  public void limit(Duration atMost) {
    limit = atMost;
  }

  /** Ends the watch: the run is prepared. */
  public void end() {
    prepared.countDown();
  }

  private void work() {
    try {
      while (!prepared.await(PERIOD.toNanos(), TimeUnit.NANOSECONDS)) {
        check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody waits for the lines
    }
  }

  /** Checks where the thread is now. */
  void check() {
    Optional<String> line = userCode(stack.get());
    long now = nanoTime.getAsLong();
    Duration passed = Duration.ofNanos(now - checked);
    checked = now;
    if (line.isEmpty() || !inUserCode) {
      inUserCode = line.isPresent();
      waited = Duration.ZERO;
      nextLine = SILENTLY;
      return;
    }
    // A longer time is one in which this JVM was suspended, for example by a debugger.
    waited = waited.plus(passed.compareTo(LONGEST) < 0 ? passed : LONGEST);
    if (waited.compareTo(limit) >= 0) {
      end();
      refuse.accept(
          line.get()
              + " did not return within "
              + Quantity.duration(limit)
              + " before the run; make this code faster, or increase onrush.readyAtMost");
    } else if (waited.compareTo(nextLine) >= 0) {
      nextLine = nextLine.multipliedBy(FURTHER);
      console.accept(
          "Still waiting for "
              + line.get()
              + " after "
              + Quantity.duration(Duration.ofSeconds(waited.toSeconds()))
              + "; at most "
              + Quantity.duration(limit));
    }
  }

  /** Returns the line of the user's code, unless that code has called Onrush, which then waits. */
  private static Optional<String> userCode(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (UserCode.isOfOnrush(frame.getClassName())) {
        return Optional.empty();
      }
      if (UserCode.is(frame.getClassName())) {
        // A frame of another thread starts with the name of the class loader.
        return Optional.of(frame.toString().replaceFirst("^.*/", ""));
      }
    }
    return Optional.empty();
  }
}
