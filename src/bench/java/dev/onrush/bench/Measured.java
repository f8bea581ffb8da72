package dev.onrush.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.onrush.ForkedGatling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A run in a process of its own, from the JVM's start to its end with everything written, as the
 * kernel and the server have seen it.
 *
 * @param requests the number of requests that the server has answered
 * @param cpu the processor time in seconds
 * @param wall the elapsed time in seconds
 * @param memory the peak of resident memory, in megabytes
 * @param firstRequest the time from the JVM's start to the server's first request, in seconds
 * @param result the result that Onrush wrote; missing for raw Gatling
 * @param output everything that was printed
 */
record Measured(
    long requests,
    double cpu,
    double wall,
    long memory,
    double firstRequest,
    JsonNode result,
    String output) {

  /** CPU-seconds per 100,000 requests. */
  double cost() {
    return cpu / requests * 100_000;
  }

  /**
   * Runs one of {@link Work}'s simulations with everything on that a user has by default; the
   * result contains its verdict.
   *
   * @throws IllegalStateException if there is no result, or its number of requests is not the
   *     server's
   */
  static Measured of(FastServer server, Class<?> simulation, GeneratorJvm jvm, List<String> more)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("onrush-bench");
    server.ask("/reset");
    List<String> options = new ArrayList<>();
    options.add("-Dtarget=" + server.uri());
    options.add("-Dbench.seconds=" + Integer.getInteger("bench.seconds", 30));
    options.addAll(more);
    double cpu = Processes.cpuOfChildren();
    long began = System.nanoTime();
    long clock = System.currentTimeMillis();
    ForkedGatling gatling =
        ForkedGatling.startAs(jvm.options(), simulation, folder, options.toArray(String[]::new));
    long memory = 0;
    while (!gatling.process().waitFor(100, TimeUnit.MILLISECONDS)) {
      memory = Math.max(memory, Processes.peakMemory(gatling.process().pid()));
    }
    double wall = (System.nanoTime() - began) / 1e9;
    JsonNode result = MissingNode.getInstance();
    long requests = Long.parseLong(server.ask("/count"));
    Path json = gatling.runFolder().resolve("result.json");
    if (!Files.exists(json) && gatling.exitStatus() != 0) {
      throw new IllegalStateException(gatling.output());
    }
    if (Files.exists(json)) {
      result = new ObjectMapper().readTree(Files.readString(json));
      long counted = result.at("/all/requests").asLong();
      if (counted != requests) {
        throw new IllegalStateException(json + " has " + counted + " requests of " + requests);
      }
    }
    double first = (Long.parseLong(server.ask("/first")) - clock) / 1e3;
    String output = gatling.output();
    Processes.delete(folder);
    return new Measured(
        requests, Processes.cpuOfChildren() - cpu, wall, memory, first, result, output);
  }
}
