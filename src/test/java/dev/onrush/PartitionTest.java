package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Coordinator and injectors on separate machines: network namespaces, joined by a bridge that this
 * test creates and removes. Skipped without the permission to create them.
 */
@Tag("load")
@Tag("extended")
class PartitionTest {

  private static final long SECOND = 1_000_000_000;
  private static final String NET = "10.213.77.";
  private static final String SECRET = "-Donrush.cluster.secret=0123456789abcdef";

  @TempDir Path folder;

  private final String id = "onr" + ProcessHandle.current().pid() % 100_000;
  private final List<ForkedGatling> started = new ArrayList<>();

  private static int ip(String... arguments) {
    return run("ip", arguments);
  }

  private static int run(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    try {
      return ProgramResult.of(new ProcessBuilder(command).redirectErrorStream(true)).status();
    } catch (IOException e) {
      return 127;
    }
  }

  private String machine(int number) {
    return id + "-" + number;
  }

  private static String address(int number) {
    return NET + (number + 1);
  }

  @BeforeEach
  void machines() {
    assumeTrue(ip("netns", "add", machine(1)) == 0, "network namespaces can be made here");
    assumeTrue(ip("link", "add", id, "type", "bridge") == 0, "a bridge can be made here");
    ip("addr", "add", NET + "1/24", "dev", id);
    ip("link", "set", id, "up");
    for (int number = 1; number <= 3; number++) {
      String there = machine(number);
      ip("netns", "add", there); // the first already exists
      ip("link", "add", there, "type", "veth", "peer", "name", "eth0", "netns", there);
      ip("link", "set", there, "master", id, "up");
      ip("-n", there, "addr", "add", address(number) + "/24", "dev", "eth0");
      ip("-n", there, "link", "set", "eth0", "up");
      ip("-n", there, "link", "set", "lo", "up");
    }
  }

  @AfterEach
  void none() {
    for (ForkedGatling one : started) {
      one.process().descendants().forEach(ProcessHandle::destroyForcibly);
      one.process().destroyForcibly();
    }
    for (int number = 1; number <= 3; number++) {
      ip("netns", "del", machine(number));
      ip("link", "del", machine(number));
    }
    ip("link", "del", id);
  }

  private ForkedGatling start(int number, String... options) {
    try {
      Path own = Files.createDirectories(folder.resolve(machine(number)));
      List<String> all = new ArrayList<>(List.of(options));
      all.add("-Dcluster.listen=" + address(number) + ":5701");
      all.add(SECRET);
      all.add("-Xmx512m");
      ForkedGatling gatling =
          ForkedGatling.startIn(
              machine(number), ClusterSimulation.class, own, all.toArray(String[]::new));
      started.add(gatling);
      return gatling;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void until(String what, BooleanSupplier is) {
    long end = System.nanoTime() + 90 * SECOND;
    while (!is.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to be: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void who_is_cut_off_stops_by_itself_and_is_no_part_of_the_run_any_more() throws Exception {
    try (CountingServer server = new CountingServer(NET + "1")) {
      ForkedGatling coordinator =
          start(
              1,
              "-Dinjectors=2",
              "-Dcluster.onLoss=go-on",
              "-Dpace=10",
              "-Dtarget=" + server.uri(),
              "-Donrush.allowedHosts=" + NET + "1");
      ForkedGatling one = start(2, "-Dcluster.join=" + address(1) + ":5701");
      // Its clock is five minutes ahead.
      ForkedGatling two =
          start(
              3,
              "-Dcluster.join=" + address(1) + ":5701",
              "-Dcom.hazelcast.clock.offset=" + TimeUnit.MINUTES.toMillis(5));
      until(
          "load comes, or there is none: " + coordinator.output(),
          () -> server.counts().size() > 50 || !coordinator.process().isAlive());

      ip("link", "set", machine(3), "down");
      assertThat(two.process().waitFor(120, TimeUnit.SECONDS)).as(two.output()).isTrue();
      ip("link", "set", machine(3), "up");

      assertThat(coordinator.exitStatus()).as(coordinator.output()).isEqualTo(4);
      assertThat(one.exitStatus()).as(one.output()).isZero();
      RunRecord result = IntervalLog.read(coordinator.runFolder());
      assertThat(result.reason())
          .matches(
              "injector [12] of 2 \\(10\\.213\\.77\\.4:5701\\) was lost at 00:\\d\\d; half of the load was"
                  + " missing from then on.*");
      RunRecord cut = IntervalLog.read(two.runFolder());
      assertThat(cut.verdict()).isEqualTo(Verdict.INVALID);
      assertThat(cut.reason()).startsWith("the coordinator 10.213.77.2:5701 was lost after 00:");
      // They began together, regardless of their clocks.
      assertThat(result.notes())
          .anySatisfy(
              note ->
                  assertThat(note)
                      .matches("2 injectors, which began within \\d+ ms of each other"));
      assertThat(result.timeline().all().requests()).isPositive();
    }
  }
}
