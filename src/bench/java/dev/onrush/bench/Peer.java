package dev.onrush.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Another load generator, if it is installed: with the same 64 connections, without a pause, for
 * the same time.
 *
 * @param name the name of its program
 */
record Peer(String name, List<String> command) {

  private static final String SECONDS = Integer.getInteger("bench.seconds", 30) + "s";

  private static final List<Peer> KNOWN =
      List.of(
          new Peer("wrk", List.of("wrk", "-t2", "-c64", "-d" + SECONDS, "TARGET")),
          // Hyperfoil with the options of wrk, a program in bin/ of Hyperfoil's distribution.
          new Peer("wrk.sh", List.of("wrk.sh", "-t2", "-c64", "-d" + SECONDS, "TARGET")),
          new Peer("hey", List.of("hey", "-z", SECONDS, "-c", "64", "TARGET")),
          new Peer(
              "vegeta",
              List.of(
                  "sh",
                  "-c",
                  "echo GET TARGET | vegeta attack -rate 0 -max-workers 64 -duration "
                      + SECONDS
                      + " | vegeta report")),
          new Peer("k6", List.of("k6", "run", "--vus", "64", "--duration", SECONDS, "SCRIPT")));

  private static final String SCRIPT =
      """
      import http from 'k6/http';
      import { check } from 'k6';
      export default function () {
        check(http.get('TARGET'), { 'status is 200': (r) => r.status === 200 });
      }
      """;

  /** The requests of one run, and the CPU-seconds that it took. */
  record Run(long requests, double cpu) {
    double cost() {
      return cpu / requests * 100_000;
    }
  }

  /** Returns the generators that are on the path. */
  static List<Peer> installed() {
    return KNOWN.stream().filter(peer -> isOnPath(peer.name)).toList();
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  Run run(FastServer server) throws IOException, InterruptedException {
    String target = server.uri() + "/";
    Path script =
        Files.writeString(
            Files.createTempFile("onrush-bench", ".js"), SCRIPT.replace("TARGET", target));
    server.ask("/reset");
    double cpu = Processes.cpuOfChildren();
    int status =
        new ProcessBuilder(
                command.stream()
                    .map(w -> w.replace("TARGET", target).replace("SCRIPT", script.toString()))
                    .toList())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    Files.delete(script);
    if (status != 0) {
      throw new IllegalStateException(name + " ended with status " + status);
    }
    return new Run(Long.parseLong(server.ask("/count")), Processes.cpuOfChildren() - cpu);
  }
}
