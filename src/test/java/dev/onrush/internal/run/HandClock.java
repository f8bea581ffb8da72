package dev.onrush.internal.run;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A run's clock that the test moves; only the test takes its seconds. */
final class HandClock extends SecondClock {

  private final AtomicLong nanos = new AtomicLong();

  /** Sets the time since the clock was created. */
  void set(Duration time) {
    nanos.set(time.toNanos());
  }

  void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  @Override
  long nanos() {
    return nanos.get();
  }

  @Override
  void launch(Runnable ticks) {}
}
