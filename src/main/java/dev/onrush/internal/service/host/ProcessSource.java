package dev.onrush.internal.service.host;

import dev.onrush.internal.proc.ControlGroup;
import dev.onrush.internal.proc.ProcFile;
import dev.onrush.internal.proc.QuotaPeriods;
import dev.onrush.internal.service.Reading;
import dev.onrush.internal.service.ServiceSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads figures of the service's processes and their machine from {@code /proc} of Linux:
 * processors, memory, disk, and file descriptors. The service needs no configuration for this.
 */
public final class ProcessSource implements ServiceSource {

  /** The names of processes that only forward the traffic of a container or another machine. */
  private static final Set<String> FORWARDERS =
      Set.of("docker-proxy", "rootlessport", "slirp4netns", "pasta", "ssh", "kubectl", "socat");

  /**
   * The number of readings from one search for processes to the next. A search looks through the
   * descriptors of all other processes.
   */
  private static final int SEARCHED_EACH = 5;

  private final Path root;

  /** Finds processes other than the known ones. */
  private final Function<Set<Long>, List<Long>> search;

  private final double processors;
  private volatile List<Long> processes;
  private Optional<ProcessFigures> before = Optional.empty();
  private Optional<HostFigures> host = Optional.empty();
  private Optional<QuotaPeriods> quota = Optional.empty();
  private long nanos;
  private int readings;

  private ProcessSource(Path root, List<Long> processes, Function<Set<Long>, List<Long>> search) {
    this.root = root;
    this.processes = processes;
    this.search = search;
    this.processors = ProcessFigures.processors(root, processes.get(0));
  }

  /**
   * Returns the source for the processes that listen on the target's address.
   *
   * @param root the root of the file system, {@code /}
   * @throws IllegalArgumentException if they cannot be found; the message says why
   */
  public static ProcessSource listening(Path root, URI target) {
    if (!isHere(target.getHost())) {
      throw refused(target + " is on another machine");
    }
    if (!Files.isReadable(root.resolve("proc/net/tcp"))) {
      throw refused("/proc/net/tcp is not readable; it exists only on Linux");
    }
    int port =
        target.getPort() >= 0 ? target.getPort() : "https".equals(target.getScheme()) ? 443 : 80;
    List<Long> found = ListeningProcesses.of(root, port);
    if (found.isEmpty()) {
      throw refused("found no process of this user that listens on port " + port);
    }
    if (found.contains(ProcessHandle.current().pid())) {
      throw refused("it is the process that generates the load");
    }
    String name = name(root, found.get(0));
    if (FORWARDERS.contains(name)) {
      throw refused(name + " listens on port " + port + ", and the service is behind it");
    }
    return new ProcessSource(root, found, known -> ListeningProcesses.others(root, port, known));
  }

  /**
   * Returns the source for one process.
   *
   * @throws IllegalArgumentException if the process cannot be read
   */
  public static ProcessSource of(Path root, long process) {
    List<Long> one = List.of(process);
    if (ProcessFigures.read(root, one).isEmpty()) {
      throw refused(
          Files.isDirectory(root.resolve("proc/self"))
              ? "there is no process " + process
              : "/proc is not readable; it exists only on Linux");
    }
    return new ProcessSource(root, one, known -> one);
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("the service's process is not read: " + why);
  }

  private static boolean isHere(@Nullable String host) {
    if (host == null) {
      return false;
    }
    boolean literal = host.matches("[0-9.]+|\\[.*]") || host.equals("localhost");
    if (!literal) {
      return false; // looking up a name may take long
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (UnknownHostException | SocketException e) {
      return false;
    }
  }

  private static String name(Path root, long process) {
    return ProcFile.lines(root.resolve("proc").resolve(String.valueOf(process)).resolve("comm"))
        .stream()
        .findFirst()
        .orElse("");
  }

  private Optional<ControlGroup> group(long process) {
    return ControlGroup.find(root, String.valueOf(process));
  }

  /** The ids of the processes. */
  public List<Long> processes() {
    return processes;
  }

  @Override
  public String name() {
    return "figures of the service's "
        + (processes.size() == 1 ? "process " : "processes ")
        + processes.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  @Override
  public Reading read() throws IOException {
    Optional<ProcessFigures> figures = figures();
    if (figures.isEmpty()) {
      throw new IOException("the process has ended");
    }
    long now = System.nanoTime();
    HostFigures machine = HostFigures.read(root);
    Optional<QuotaPeriods> periods = group(processes.get(0)).flatMap(ControlGroup::quotaPeriods);
    Map<String, Double> series = new HashMap<>();
    levels(series, figures.get(), machine);
    double seconds = (now - nanos) / 1e9;
    if (before.isPresent()) {
      rates(series, before.get(), figures.get(), seconds);
    }
    host.ifPresent(of -> rates(series, of, machine, seconds));
    if (quota.isPresent() && periods.isPresent()) {
      rates(series, quota.get(), periods.get(), seconds);
    }
    before = figures;
    host = Optional.of(machine);
    quota = periods;
    nanos = now;
    return new Reading(Map.of(), series);
  }

  /**
   * Reads the figures of all processes. Workers start and end while the service runs, so processes
   * are searched for again when one has ended, and every few readings.
   */
  private Optional<ProcessFigures> figures() {
    Optional<ProcessFigures> known = ProcessFigures.read(root, processes);
    Set<Long> there = new TreeSet<>(known.map(ProcessFigures::processes).orElse(Set.of()));
    if (there.isEmpty()) {
      before = Optional.empty();
    }
    if (there.size() == processes.size() && ++readings % SEARCHED_EACH != 0) {
      return known;
    }
    // A process that no longer listens may still be working, so it is kept.
    boolean hasMore = there.addAll(search.apply(there));
    Optional<ProcessFigures> all = hasMore ? ProcessFigures.read(root, List.copyOf(there)) : known;
    List<Long> found =
        all.map(ProcessFigures::processes).orElse(Set.of()).stream().sorted().toList();
    if (!found.isEmpty()) {
      if (!found.get(0).equals(processes.get(0))) {
        quota = Optional.empty(); // the quota belongs to the first process's group
      }
      processes = found;
    }
    return all;
  }

  private void levels(Map<String, Double> series, ProcessFigures of, HostFigures machine) {
    put(series, "host_process_threads", of.threads());
    put(series, "host_process_open_fds", of.open());
    put(series, "host_process_max_fds", of.files());
    Optional<ControlGroup> limited = ProcessFigures.memory(root, processes);
    OptionalLong used = limited.map(ControlGroup::memoryUsed).orElse(OptionalLong.empty());
    OptionalLong limit = limited.map(ControlGroup::memoryLimit).orElse(OptionalLong.empty());
    boolean both = used.isPresent() && limit.isPresent();
    memory(
        series,
        "service",
        both ? used.getAsLong() : of.resident(),
        both ? limit.getAsLong() : machine.memory());
    memory(series, "machine", machine.memory() - machine.available(), machine.memory());
  }

  private static void memory(Map<String, Double> series, String of, double used, double limit) {
    put(series, "host_memory_used_bytes{of=\"" + of + "\"}", used);
    put(series, "host_memory_limit_bytes{of=\"" + of + "\"}", limit);
  }

  private void rates(
      Map<String, Double> series, ProcessFigures from, ProcessFigures to, double seconds) {
    put(series, "host_process_cpu_ratio", to.cpuSince(from) / seconds / processors);
    put(series, "rate(host_process_cpu_wait_seconds_total)", to.waitedSince(from) / seconds);
  }

  private static void rates(
      Map<String, Double> series, HostFigures from, HostFigures to, double seconds) {
    put(series, "host_cpu_ratio", (to.busy() - from.busy()) / (to.ticks() - from.ticks()));
    put(series, "rate(host_disk_wait_seconds_total)", to.diskWaitSince(from, seconds) / seconds);
    put(
        series,
        "rate(host_memory_wait_seconds_total)",
        (to.memoryWaits() - from.memoryWaits()) / seconds);
  }

  private static void rates(
      Map<String, Double> series, QuotaPeriods from, QuotaPeriods to, double seconds) {
    put(series, "rate(host_process_quota_periods_total)", (to.all() - from.all()) / seconds);
    put(
        series,
        "rate(host_process_throttled_periods_total)",
        (to.throttled() - from.throttled()) / seconds);
  }

  /** Adds a value, unless it is unknown, or negative because a counter was reset. */
  private static void put(Map<String, Double> series, String expression, double value) {
    if (value >= 0 && Double.isFinite(value)) {
      series.put(expression, value);
    }
  }

  @Override
  public void close() {}
}
