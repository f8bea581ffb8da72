package dev.onrush;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Random waits of a test, which has to pass at any moment. If the test fails, the seed is printed;
 * {@code -Dtest.seed=SEED} repeats its waits.
 */
final class RandomMoments implements AfterTestExecutionCallback {

  private static final String SEED = "test.seed";

  private final long seed = Long.getLong(SEED, new Random().nextInt(1_000_000));
  private final Random random = new Random(seed);

  /** Waits for a random time of up to {@code longest}. */
  void await(Duration longest) {
    long until = System.nanoTime() + (long) (longest.toNanos() * random.nextDouble());
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  @Override
  public void afterTestExecution(ExtensionContext test) {
    if (test.getExecutionException().isPresent()) {
      System.err.println(
          test.getDisplayName() + " failed; to wait for the same times: -D" + SEED + "=" + seed);
    }
  }
}
