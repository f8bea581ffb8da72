package dev.onrush.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratorWatchTest {

  private static GarbageCollectorMXBean collector(String name, long time) {
    return (GarbageCollectorMXBean)
        Proxy.newProxyInstance(
            GarbageCollectorMXBean.class.getClassLoader(),
            new Class<?>[] {GarbageCollectorMXBean.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getName" -> name;
                  case "getCollectionTime" -> time;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void cycles_that_run_concurrently_are_not_time_in_garbage_collection() {
    assertThat(
            GeneratorWatch.collected(
                List.of(
                    collector("ZGC Minor Cycles", 9_000),
                    collector("ZGC Minor Pauses", 2),
                    collector("ZGC Major Cycles", 4_000),
                    collector("ZGC Major Pauses", 1))))
        .isEqualTo(3);
    assertThat(
            GeneratorWatch.collected(
                List.of(collector("Shenandoah Pauses", 7), collector("Shenandoah Cycles", 8_000))))
        .isEqualTo(7);
  }

  @Test
  void a_collector_without_a_known_time_counts_as_none() {
    assertThat(
            GeneratorWatch.collected(
                List.of(collector("G1 Young Generation", 30), collector("G1 Old Generation", -1))))
        .isEqualTo(30);
  }
}
