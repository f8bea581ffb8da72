package dev.onrush.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapPressureTest {

  /** A JVM of its own, whose heap is small. */
  static final class SmallHeap {

    private SmallHeap() {}

    public static void main(String[] arguments) {
      HeapPressure first = HeapPressure.observe();
      long made = 0;
      for (int i = 0; i < 50_000; i++) { // 1 GB in total, none of which is kept
        made += new byte[20_000].length;
      }
      System.out.println("unused objects, " + made + " bytes: " + first.wasHigh());
      List<byte[]> kept = new ArrayList<>();
      try {
        while (true) {
          kept.add(new byte[200_000]);
        }
      } catch (OutOfMemoryError e) {
        kept = List.of();
      }
      // The JVM counts on a thread of its own, a moment after a collection.
      for (int i = 0; !first.wasHigh() && i < 1_000; i++) {
        LockSupport.parkNanos(10_000_000);
      }
      System.out.println("no memory: " + first.wasHigh());
      System.gc();
      System.out.println("afterwards: " + first.wasHigh());
      boolean next = HeapPressure.observe().wasHigh();
      for (int i = 0; next && i < 1_000; i++) {
        LockSupport.parkNanos(10_000_000);
        next = HeapPressure.observe().wasHigh();
      }
      System.out.println("next run: " + next);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseParallelGC", "-XX:+UseSerialGC", "-XX:+UseG1GC"})
  void only_objects_in_use_fill_a_heap(String collector) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                collector,
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();

    assertThat(new String(process.getInputStream().readAllBytes()).lines())
        .containsExactly(
            "unused objects, 1000000000 bytes: false",
            "no memory: true",
            "afterwards: true",
            "next run: false");
  }
}
