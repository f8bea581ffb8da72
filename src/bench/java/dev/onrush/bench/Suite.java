package dev.onrush.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures everything that Onrush costs: single calls, whole runs compared with raw Gatling, many
 * users, and the time to the first request. The tables are printed, and written to {@code
 * target/benchmarks.md}.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec}; set the number of rounds with {@code
 * -Dbench.rounds=5}, and the seconds of each run with {@code -Dbench.seconds=30}. One table alone:
 * {@code -Dbench=Cost}.
 */
final class Suite {

  private static final Path FILE = Path.of("target", "benchmarks.md");

  private Suite() {}

  public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
    int rounds = Integer.getInteger("bench.rounds", 5);
    StringBuilder text = new StringBuilder(machine());
    try (FastServer server = FastServer.start()) {
      section(text, "Whole runs", Cost.markdown(server, rounds));
      section(text, "Many users", Scale.markdown(server, rounds));
      section(text, "To the first request", Startup.markdown(server, rounds));
    }
    section(text, "Single calls", HotPath.markdown(rounds));
    System.out.println("\n" + text);
    Files.writeString(FILE, text);
    System.out.println("Tables: " + FILE);
  }

  private static void section(StringBuilder text, String title, String table) {
    System.out.println("\n" + title + "\n\n" + table);
    text.append("\n### ").append(title).append("\n\n").append(table);
  }

  private static String machine() throws IOException {
    return LocalDate.now(ZoneOffset.UTC)
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors ("
        + Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("unknown")
        + "), Java "
        + Runtime.version()
        + ", Linux "
        + System.getProperty("os.version")
        + "\n";
  }
}
