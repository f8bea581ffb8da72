package dev.onrush.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the time from the JVM's start to the first request that the server sees, and the time
 * from the JVM's start to its end for a run of three seconds, with the processor time of all of it:
 * for raw Gatling, and for Onrush with and without its warm-up.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Startup}; set the number of rounds with
 * {@code -Dbench.rounds=5}.
 */
final class Startup {

  private static final List<String> SHORT = List.of("-Dbench.seconds=3");

  private Startup() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try (FastServer server = FastServer.start()) {
      System.out.println(markdown(server, Integer.getInteger("bench.rounds", 5)));
    }
  }

  static String markdown(FastServer server, int rounds) throws IOException, InterruptedException {
    Table first = new Table("seconds to the first request", 2);
    Table wall = new Table("seconds that a run of 3 s takes in all", 2);
    Table cpu = new Table("CPU-seconds of a run of 3 s at ten requests a second", 2);
    Map<String, List<String>> warmUps = new LinkedHashMap<>();
    warmUps.put("raw Gatling, as shipped", List.of());
    warmUps.put("Onrush, without warm-up", List.of("-Donrush.warmUp=0 s"));
    warmUps.put("Onrush", List.of());
    for (int round = 1; round <= rounds; round++) {
      for (Map.Entry<String, List<String>> warmUp : warmUps.entrySet()) {
        String name = warmUp.getKey();
        boolean raw = name.startsWith("raw");
        List<String> options = new ArrayList<>(SHORT);
        options.add("-Dbench.rate=10");
        options.addAll(warmUp.getValue());
        options.addAll(Cost.UNJUDGED);
        Measured run =
            Measured.of(
                server,
                raw ? Work.RawArrivals.class : Work.PlannedArrivals.class,
                raw ? GeneratorJvm.GATLING : GeneratorJvm.ONRUSH,
                options);
        first.add(name, run.firstRequest());
        wall.add(name, run.wall());
        cpu.add(name, run.cpu());
      }
    }
    return first.markdown() + "\n" + wall.markdown() + "\n" + cpu.markdown();
  }
}
