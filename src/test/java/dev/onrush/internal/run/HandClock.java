package dev.onrush.internal.run;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A run's clock that moves when the test says so, and whose seconds the test alone looks at. */
final class HandClock extends SecondClock {

  private final AtomicLong nanos = new AtomicLong();

  /** Since it was made. */
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
