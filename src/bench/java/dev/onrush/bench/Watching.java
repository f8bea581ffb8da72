package dev.onrush.bench;

import dev.onrush.ForkedGatling;
import dev.onrush.result.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures CPU-seconds of the generator's process under a load that is the same each time, with
 * nobody at the dashboard and with many visitors. The rounds take turns; medians are compared.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=Watching}.
 */
final class Watching {

  private static final int WATCHERS = 50;

  private record Cost(double cpu, long requests, long events) {}

  private Watching() {}

  public static void main(String[] args) throws Exception {
    int rounds = Integer.getInteger("bench.rounds", 5);
    try (FastServer fast = FastServer.start()) {
      URI server = fast.uri();
      Map<String, List<Cost>> costs = new LinkedHashMap<>();
      for (int round = 1; round <= rounds; round++) {
        for (int watchers : new int[] {0, 1, WATCHERS}) {
          Cost cost = run(server, watchers);
          costs.computeIfAbsent(watchers + " watching", w -> new ArrayList<>()).add(cost);
          System.out.printf(
              Locale.ROOT,
              "round %d  %2d watching  %8d requests  %6.2f CPU-s  %6d events%n",
              round,
              watchers,
              cost.requests,
              cost.cpu,
              cost.events);
        }
      }
      double nobody = median(costs.values().iterator().next());
      System.out.printf(
          Locale.ROOT,
          "%n%-12s %10s %8s %8s %8s %8s%n",
          "",
          "requests",
          "CPU-s",
          "min",
          "max",
          "ratio");
      costs.forEach(
          (name, of) ->
              System.out.printf(
                  Locale.ROOT,
                  "%-12s %10d %8.2f %8.2f %8.2f %8.2f%n",
                  name,
                  of.get(0).requests,
                  median(of),
                  of.stream().mapToDouble(Cost::cpu).min().orElseThrow(),
                  of.stream().mapToDouble(Cost::cpu).max().orElseThrow(),
                  median(of) / nobody));
    }
  }

  private static Cost run(URI server, int watchers) throws Exception {
    Path folder = Files.createTempDirectory("onrush-bench");
    long before = requests(server);
    double cpu = Processes.cpuOfChildren();
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ForkedGatling gatling =
        ForkedGatling.startAs(
            GeneratorJvm.ONRUSH.options(),
            Work.PlannedArrivals.class,
            folder,
            "-Dbench.seconds=" + Integer.getInteger("bench.seconds", 15),
            "-Donrush.warmUp=5 s",
            "-Dbench.rate=200",
            "-Donrush.dashboard=true",
            "-Donrush.dashboardPort=" + port,
            "-Dtarget=" + server);
    AtomicLong events = new AtomicLong();
    List<Thread> watching = new ArrayList<>();
    for (int i = 0; i < watchers; i++) {
      Thread thread = new Thread(() -> watch(gatling, port, events));
      thread.start();
      watching.add(thread);
    }
    // Other load on the machine can make a run INVALID; its requests count anyway.
    int status = gatling.exitStatus();
    if (status != 0 && status != Verdict.INVALID.exitCode()) {
      throw new IllegalStateException(gatling.output());
    }
    for (Thread thread : watching) {
      thread.join();
    }
    Processes.delete(folder);
    return new Cost(Processes.cpuOfChildren() - cpu, requests(server) - before, events.get());
  }

  /** Connects as soon as the dashboard is there, and counts its events until it closes. */
  private static void watch(ForkedGatling gatling, int port, AtomicLong events) {
    while (gatling.process().isAlive()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket
            .getOutputStream()
            .write(
                ("GET /events HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        count(socket.getInputStream(), events);
        return;
      } catch (IOException e) {
        LockSupport.parkNanos(100_000_000);
      }
    }
  }

  private static void count(InputStream in, AtomicLong events) throws IOException {
    byte[] buffer = new byte[1 << 16];
    int before = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] == '\n' && before == '\n') {
          events.incrementAndGet();
        }
        before = buffer[i];
      }
    }
  }

  private static long requests(URI server) throws IOException, InterruptedException {
    return Long.parseLong(
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(server.resolve("/count")).build(), BodyHandlers.ofString())
            .body());
  }

  private static double median(List<Cost> costs) {
    double[] sorted = costs.stream().mapToDouble(Cost::cpu).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
