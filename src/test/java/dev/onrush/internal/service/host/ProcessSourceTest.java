package dev.onrush.internal.service.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.service.Reading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A file system as presented by Linux: process 71 listens on port 8080 (1F90), and so does 72. */
class ProcessSourceTest {

  private static final URI TARGET = URI.create("http://127.0.0.1:8080");

  @TempDir private Path root;

  @BeforeEach
  void machine() throws IOException {
    write(
        "proc/net/tcp",
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 900 1
           1: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 901 1
           2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 902 1
        """);
    process(71, 900, 100, 50);
    process(72, 900, 10, 5);
    process(73, 901, 10, 5);
    write("proc/stat", "cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1\ncpu1 1\ncpu2 1\ncpu3 1\n");
    write("proc/meminfo", "MemTotal:       1000 kB\nMemFree: 1 kB\nMemAvailable:    250 kB\n");
    write("proc/pressure/io", "some avg10=0.00 avg60=0.00 avg300=0.00 total=1000000\nfull x\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void process(int id, int socket, int user, int system) throws IOException {
    String process = "proc/" + id;
    ticks(id, user, system);
    write(process + "/comm", "shop\n");
    write(process + "/status", "VmRSS:\t     100 kB\nCpus_allowed_list:\t0-1,3\n");
    write(
        process + "/limits",
        "Limit  Soft Limit  Hard Limit  Units\nMax open files            10    20    files\n");
    write(process + "/task/" + id + "/schedstat", "5 2000000000 3\n");
    write(process + "/task/" + id + "0/schedstat", "5 500000000 3\n");
    Files.createDirectories(root.resolve(process + "/fd"));
    Files.createSymbolicLink(root.resolve(process + "/fd/3"), Path.of("socket:[" + socket + "]"));
    Files.createSymbolicLink(root.resolve(process + "/fd/4"), Path.of("pipe:[1]"));
  }

  private void ticks(int id, int user, int system) throws IOException {
    write(
        "proc/" + id + "/stat",
        id + " (a (b) c) S 1 1 1 0 -1 0 0 0 0 0 " + user + " " + system + " 0 0 20 0 2 0 1\n");
  }

  @Test
  void the_processes_that_share_the_socket_of_the_targets_port_are_those_of_the_service() {
    assertThat(ProcessSource.listening(root, TARGET).processes()).containsExactly(71L, 72L);
    assertThat(ProcessSource.listening(root, TARGET).name())
        .isEqualTo("figures of the service's processes 71, 72");
  }

  @Test
  void levels_are_added_up_and_descriptors_are_those_of_the_fullest() throws IOException {
    Files.createSymbolicLink(root.resolve("proc/72/fd/5"), Path.of("pipe:[1]"));

    Reading reading = ProcessSource.listening(root, TARGET).read();

    assertThat(reading.series())
        .isEqualTo(
            Map.of(
                "host_process_threads", 4.0,
                "host_process_open_fds", 3.0,
                "host_process_max_fds", 10.0,
                "host_memory_used_bytes{of=\"service\"}", 204_800.0,
                "host_memory_limit_bytes{of=\"service\"}", 1_024_000.0,
                "host_memory_used_bytes{of=\"machine\"}", 768_000.0,
                "host_memory_limit_bytes{of=\"machine\"}", 1_024_000.0));
  }

  @Test
  void counters_are_rates_since_the_reading_before() throws IOException {
    ProcessSource source = ProcessSource.listening(root, TARGET);
    source.read();
    ticks(71, 160, 80); // 90 more ticks of 10 ms, including the ticks of 72
    ticks(72, 10, 5);
    write("proc/71/task/71/schedstat", "5 2300000000 3\n");
    write("proc/stat", "cpu  200 0 200 1000 0 0 0 600 0 0\ncpu0 1\ncpu1 1\ncpu2 1\ncpu3 1\n");
    write("proc/pressure/io", "some avg10=0.00 avg60=0.00 avg300=0.00 total=1600000\n");

    Map<String, Double> series = source.read().series();

    // In the same time: 0.9 s of three available processors, 0.3 s and 0.6 s.
    double cpu = series.get("host_process_cpu_ratio");
    assertThat(series.get("rate(host_process_cpu_wait_seconds_total)"))
        .isCloseTo(cpu, within(cpu * 1e-6));
    assertThat(series.get("rate(host_disk_wait_seconds_total)"))
        .isCloseTo(2 * cpu, within(cpu * 1e-6));
    assertThat(series.get("host_cpu_ratio")).isEqualTo(0.5);
  }

  /** Each processor waits by itself: 40,000 s of waits are more than have passed. */
  @Test
  void waits_for_a_disk_are_at_most_the_time_where_only_those_of_each_processor_are_known()
      throws IOException {
    Files.delete(root.resolve("proc/pressure/io"));
    ProcessSource source = ProcessSource.listening(root, TARGET);
    source.read();
    write("proc/stat", "cpu  100 0 100 900 4000000 0 0 0 0 0\ncpu0 1\ncpu1 1\ncpu2 1\ncpu3 1\n");

    assertThat(source.read().series()).containsEntry("rate(host_disk_wait_seconds_total)", 1.0);
  }

  @Test
  void the_group_that_limits_memory_counts_and_not_the_machine() throws IOException {
    write("proc/71/cgroup", "0::/shop\n");
    write("sys/fs/cgroup/shop/memory.stat", "anon 1\ninactive_file 200\n");
    write("sys/fs/cgroup/shop/memory.max", "4000\n");
    write("sys/fs/cgroup/shop/memory.current", "1200\n");

    Map<String, Double> series = ProcessSource.listening(root, TARGET).read().series();

    assertThat(series.get("host_memory_used_bytes{of=\"service\"}")).isEqualTo(1000);
    assertThat(series.get("host_memory_limit_bytes{of=\"service\"}")).isEqualTo(4000);
  }

  @Test
  void periods_of_the_quota_are_counted_and_not_the_time_of_each_processor() throws IOException {
    write("proc/71/cgroup", "0::/shop\n");
    write("sys/fs/cgroup/shop/cpu.stat", "nr_periods 100\nnr_throttled 7\nthrottled_usec 9\n");
    ProcessSource source = ProcessSource.listening(root, TARGET);
    source.read();
    write(
        "sys/fs/cgroup/shop/cpu.stat", "nr_periods 110\nnr_throttled 11\nthrottled_usec 6400009\n");

    Map<String, Double> series = source.read().series();

    double periods = series.get("rate(host_process_quota_periods_total)");
    assertThat(periods).isPositive();
    assertThat(series.get("rate(host_process_throttled_periods_total)"))
        .isCloseTo(0.4 * periods, within(periods * 1e-6));
  }

  @Test
  void a_service_that_is_started_again_is_found_again() throws IOException {
    ProcessSource source = ProcessSource.listening(root, TARGET);
    Files.delete(root.resolve("proc/71/stat"));
    Files.delete(root.resolve("proc/71/fd/3"));
    Files.delete(root.resolve("proc/72/stat"));
    Files.delete(root.resolve("proc/72/fd/3"));
    process(74, 900, 1, 1);

    assertThat(source.read().series()).containsEntry("host_process_threads", 2.0);
    assertThat(source.processes()).containsExactly(74L);
  }

  @Test
  void workers_that_start_and_end_while_it_runs_are_counted_from_their_second_reading_on()
      throws IOException {
    ProcessSource source = ProcessSource.listening(root, TARGET);
    process(75, 900, 5_000, 0);
    for (int reading = 1; reading < 5; reading++) {
      assertThat(source.read().series()).containsEntry("host_process_threads", 4.0);
    }

    Map<String, Double> found = source.read().series();

    assertThat(found)
        .containsEntry("host_process_threads", 6.0)
        .containsEntry("host_process_cpu_ratio", 0.0)
        .containsEntry("rate(host_process_cpu_wait_seconds_total)", 0.0);
    ticks(75, 5_040, 0);
    Files.delete(root.resolve("proc/71/stat"));
    Files.delete(root.resolve("proc/71/fd/3"));
    assertThat(source.read().series().get("host_process_cpu_ratio")).isPositive();
    assertThat(source.processes()).containsExactly(72L, 75L);
  }

  /** A process under load has tens of thousands of descriptors: one for each connection. */
  @Test
  void the_descriptors_of_the_service_and_of_the_generator_are_not_looked_through_again()
      throws IOException {
    long generator = ProcessHandle.current().pid();
    ProcessSource source = ProcessSource.listening(root, TARGET);
    process((int) generator, 900, 1, 1);

    for (int reading = 1; reading <= 5; reading++) {
      source.read();
    }

    assertThat(source.processes()).containsExactly(71L, 72L);
    assertThat(ListeningProcesses.of(root, 8080)).contains(71L, 72L, generator);
    assertThat(ListeningProcesses.others(root, 8080, Set.of(71L))).containsExactly(72L);
  }

  /** Injectors on this machine are processes that the generator has started. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void the_descriptors_of_what_the_generator_has_started_are_not_looked_through_beside_the_service()
      throws IOException {
    Process waiting = new ProcessBuilder("cat").start();
    Process another = new ProcessBuilder("cat").start();
    try {
      process((int) waiting.pid(), 900, 1, 1);
      process((int) another.pid(), 900, 1, 1);

      assertThat(ListeningProcesses.others(root, 8080, Set.of(71L))).containsExactly(72L);
      assertThat(ListeningProcesses.others(root, 8080, Set.of(71L, waiting.pid())))
          .containsExactlyInAnyOrder(72L, another.pid());
      assertThat(ListeningProcesses.others(root, 8080, Set.of()))
          .containsExactlyInAnyOrder(71L, 72L, waiting.pid(), another.pid());
    } finally {
      waiting.destroyForcibly();
      another.destroyForcibly();
    }
  }

  @Test
  void a_thread_that_ends_takes_no_wait_from_others_and_of_many_it_is_not_known()
      throws IOException {
    String waits = "rate(host_process_cpu_wait_seconds_total)";
    write("proc/71/task/711/schedstat", "5 90000000000 3\n");
    ProcessSource source = ProcessSource.listening(root, TARGET);
    source.read();
    Files.delete(root.resolve("proc/71/task/711/schedstat"));
    write("proc/71/task/71/schedstat", "5 2300000000 3\n");

    assertThat(source.read().series().get(waits)).isPositive();

    Files.delete(root.resolve("proc/71/task/71/schedstat"));
    Files.delete(root.resolve("proc/71/task/710/schedstat"));
    assertThat(source.read().series()).doesNotContainKey(waits);
  }

  @Test
  void why_nothing_can_be_read_is_told_in_one_line() throws IOException {
    refused(
        "http://192.0.2.1:8080",
        "the service's process is not read: http://192.0.2.1:8080 is on another machine");
    refused(
        "http://shop.example.org",
        "the service's process is not read: http://shop.example.org is on another machine");
    refused(
        "http://127.0.0.1:8082",
        "the service's process is not read: found no process of this user that listens on port"
            + " 8082");
    write("proc/71/comm", "docker-proxy\n");
    refused(
        "http://localhost:8080",
        "the service's process is not read: docker-proxy listens on port 8080, and the service is"
            + " behind it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProcessSource.of(root, 75))
        .withMessage(
            "the service's process is not read: /proc is not readable; it exists only on Linux");
    Files.delete(root.resolve("proc/net/tcp"));
    refused(
        "http://127.0.0.1:8080",
        "the service's process is not read: /proc/net/tcp is not readable; it exists only on"
            + " Linux");
  }

  private void refused(String target, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProcessSource.listening(root, URI.create(target)))
        .withMessage(message);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_real_process_is_read_and_the_generator_itself_is_none() throws IOException {
    Path real = Path.of("/");

    Map<String, Double> series =
        ProcessSource.of(real, ProcessHandle.current().pid()).read().series();

    assertThat(series.get("host_process_open_fds")).isPositive();
    assertThat(series.get("host_memory_used_bytes{of=\"machine\"}")).isPositive();
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  ProcessSource.listening(
                      real, URI.create("http://127.0.0.1:" + socket.getLocalPort())))
          .withMessage(
              "the service's process is not read: it is the process that generates the load");
    }
  }
}
