package dev.onrush.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures what raw Gatling and Onrush need, in turn, for 19,000 users, each on a connection of its
 * own, who start within 20 s and then send a request once a second.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Scale}; set the number of rounds with
 * {@code -Dbench.rounds=5}, the seconds after the ramp with {@code -Dbench.seconds=30}, and the
 * users with {@code -Dbench.users=19000}.
 */
final class Scale {

  private static final int USERS = Integer.getInteger("bench.users", 19_000);

  private Scale() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try (FastServer server = FastServer.start()) {
      System.out.println(markdown(server, Integer.getInteger("bench.rounds", 5)));
    }
  }

  static String markdown(FastServer server, int rounds) throws IOException, InterruptedException {
    Table cpu = new Table("CPU-seconds", 1);
    Table memory = new Table("megabytes resident", 0);
    Map<String, List<String>> said = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (boolean raw : new boolean[] {true, false}) {
        String name = raw ? "raw Gatling, as shipped" : "Onrush, a plan";
        Measured run =
            Measured.of(
                server,
                raw ? Work.RawMany.class : Work.PlannedMany.class,
                raw ? GeneratorJvm.GATLING : GeneratorJvm.ONRUSH,
                List.of("-Dbench.users=" + USERS));
        cpu.add(name, run.cpu());
        memory.add(name, (double) run.memory());
        if (!raw) {
          said.computeIfAbsent("p50", p -> new ArrayList<>())
              .add(run.result().at("/all/p50").asText());
          said.computeIfAbsent("p99", p -> new ArrayList<>())
              .add(run.result().at("/all/p99").asText());
          said.computeIfAbsent("verdict", p -> new ArrayList<>())
              .add(
                  run.result().at("/verdict").asText()
                      + ": "
                      + run.result().at("/reason").asText());
        }
        System.out.printf(
            Locale.ROOT,
            "round %d  %-24s %9d requests  %7.2f CPU-s  %5d MB%n",
            round,
            name,
            run.requests(),
            run.cpu(),
            run.memory());
      }
    }
    return cpu.markdown() + "\n" + memory.markdown() + "\n" + said + "\n";
  }
}
