package dev.onrush.bench;

import java.io.IOException;
import java.util.List;

/**
 * From the JVM's start to the first request that the server sees, and from the JVM's start to its
 * end for a run of one second: of raw Gatling and of Onrush, with and without its warm-up.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Startup}; rounds with {@code
 * -Dbench.rounds=5}.
 */
final class Startup {

  private Startup() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try (FastServer server = FastServer.start()) {
      System.out.println(markdown(server, Integer.getInteger("bench.rounds", 5)));
    }
  }

  static String markdown(FastServer server, int rounds) throws IOException, InterruptedException {
    Table first = new Table("seconds to the first request", 2);
    Table rest = new Table("seconds that a run of 1 s takes in all", 2);
    for (int round = 1; round <= rounds; round++) {
      add(
          "raw Gatling, as shipped",
          first,
          rest,
          run(server, Work.Raw.class, GeneratorJvm.GATLING, "0 s"));
      add(
          "Onrush, without warm-up",
          first,
          rest,
          run(server, Work.Planned.class, GeneratorJvm.ONRUSH, "0 s"));
      add("Onrush", first, rest, run(server, Work.Planned.class, GeneratorJvm.ONRUSH, "5 s"));
    }
    return first.markdown() + "\n" + rest.markdown();
  }

  private static void add(String name, Table first, Table rest, Measured run) {
    first.add(name, run.firstRequest());
    rest.add(name, run.wall());
  }

  private static Measured run(
      FastServer server, Class<?> simulation, GeneratorJvm jvm, String warmUp)
      throws IOException, InterruptedException {
    return Measured.of(
        server,
        simulation,
        jvm,
        List.of(
            "-Dbench.seconds=1",
            "-Donrush.warmUp=" + warmUp,
            "-Donrush.generator.standstill=60 s",
            "-Donrush.generator.pauses=100 %",
            "-Donrush.generator.lag=60 s",
            "-Donrush.generator.gc=100 %",
            "-Donrush.generator.cpu=100 %"));
  }
}
