package dev.onrush.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Another process that uses all processors for one to four seconds, and rests for two to eight,
 * again and again. It ends with its standard input.
 */
final class CpuLoad implements AutoCloseable {

  private final Process process;

  private CpuLoad(Process process) {
    this.process = process;
  }

  static CpuLoad start(long seed) throws IOException {
    return new CpuLoad(
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path", ""),
                CpuLoad.class.getName(),
                String.valueOf(seed))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start());
  }

  @Override
  public void close() {
    process.destroy();
  }

  public static void main(String[] args) throws IOException {
    long seed = Long.parseLong(args[0]);
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread = new Thread(() -> eat(new SplittableRandom(seed)));
      thread.setDaemon(true);
      thread.start();
    }
    ServerProcess.awaitEndOfInput();
  }

  /**
   * Uses a processor. All threads do so at the same times, because they have the same random
   * numbers.
   */
  private static void eat(SplittableRandom random) {
    while (true) {
      try {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(2_000, 8_000));
      } catch (InterruptedException e) {
        return;
      }
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_000, 4_000));
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
  }
}
