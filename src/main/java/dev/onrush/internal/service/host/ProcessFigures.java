package dev.onrush.internal.service.host;

import dev.onrush.internal.proc.ControlGroup;
import dev.onrush.internal.proc.ProcFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The figures of Linux about some processes at one moment. Figures that only grow are kept for each
 * process or thread, since a process that starts or ends would look like growth of a sum. All other
 * figures are summed.
 *
 * @param cpu the processor time of each process since its start, in seconds
 * @param waited the time for which each thread was ready to run but had no processor, in seconds;
 *     empty if it is not known for all processes
 * @param resident bytes of resident memory
 * @param threads the number of threads
 * @param open the open file descriptors of the process that is nearest to its limit; NaN if unknown
 * @param files the limit of that process; NaN if unknown
 */
record ProcessFigures(
    Map<Long, Double> cpu,
    Optional<Map<Long, Double>> waited,
    double resident,
    double threads,
    double open,
    double files) {

  /** The clock ticks per second in which Linux reports times to programs, on all architectures. */
  static final double TICKS = 100;

  private static final double NANOS = 1e9;
  private static final double KILOBYTE = 1024;

  /** Columns of {@code /proc/PID/stat}, after the name in brackets. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;
  private static final int THREADS = 17;

  /** The most threads whose waiting times are read. More would take too long each second. */
  private static final int MOST_THREADS = 300;

  /** The largest share of threads that may end between two readings. */
  private static final double MOST_ENDED = 0.25;

  private static final String FILES = "Max open files";

  /**
   * Reads the figures of processes.
   *
   * @param root the root of the file system, {@code /}
   * @return empty if none of the processes exists any more
   */
  static Optional<ProcessFigures> read(Path root, List<Long> processes) {
    return processes.stream()
        .map(process -> one(process, root.resolve("proc").resolve(String.valueOf(process))))
        .flatMap(Optional::stream)
        .reduce(ProcessFigures::and);
  }

  private static Optional<ProcessFigures> one(long id, Path process) {
    List<String> stat = ProcFile.lines(process.resolve("stat"));
    if (stat.isEmpty()) {
      return Optional.empty();
    }
    String line = stat.get(0);
    String[] columns = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
    if (columns.length <= THREADS) {
      return Optional.empty();
    }
    double threads = Double.parseDouble(columns[THREADS]);
    return Optional.of(
        new ProcessFigures(
            Map.of(
                id,
                (Double.parseDouble(columns[USER]) + Double.parseDouble(columns[SYSTEM])) / TICKS),
            threads > MOST_THREADS ? Optional.empty() : waited(process.resolve("task")),
            status(process, "VmRSS:")
                .map(size -> ProcFile.number(size).orElse(0) * KILOBYTE)
                .orElse(0.0),
            threads,
            count(process.resolve("fd")),
            limit(process.resolve("limits"))));
  }

  private ProcessFigures and(ProcessFigures other) {
    boolean fuller = !(open / files >= other.open / other.files);
    return new ProcessFigures(
        all(cpu, other.cpu),
        waited.flatMap(own -> other.waited.map(its -> all(own, its))),
        resident + other.resident,
        threads + other.threads,
        fuller ? other.open : open,
        fuller ? other.files : files);
  }

  private static Map<Long, Double> all(Map<Long, Double> one, Map<Long, Double> other) {
    Map<Long, Double> all = new HashMap<>(one);
    all.putAll(other);
    return all;
  }

  /** The ids of the processes. */
  Set<Long> processes() {
    return cpu.keySet();
  }

  /**
   * Returns the processor time in seconds since an earlier moment, of the processes that existed
   * then.
   */
  double cpuSince(ProcessFigures earlier) {
    return growth(earlier.cpu, cpu);
  }

  /**
   * Returns the seconds for which threads waited since an earlier moment, of the threads that
   * existed then. NaN if they are unknown, or if so many threads have ended since that the sum is
   * not representative.
   */
  double waitedSince(ProcessFigures earlier) {
    if (waited.isEmpty() || earlier.waited.isEmpty()) {
      return Double.NaN;
    }
    Map<Long, Double> now = waited.get();
    Map<Long, Double> then = earlier.waited.get();
    long ended = then.keySet().stream().filter(thread -> !now.containsKey(thread)).count();
    return ended > MOST_ENDED * then.size() ? Double.NaN : growth(then, now);
  }

  /**
   * Returns the growth of the entries that are in both maps. An id that was reused has a smaller
   * value than before, and counts as 0.
   */
  private static double growth(Map<Long, Double> from, Map<Long, Double> to) {
    return to.entrySet().stream()
        .filter(of -> from.containsKey(of.getKey()))
        .mapToDouble(of -> Math.max(0, of.getValue() - from.getOrDefault(of.getKey(), 0.0)))
        .sum();
  }

  /** Reads the waiting time of each thread, which is the second number of its {@code schedstat}. */
  private static Optional<Map<Long, Double>> waited(Path tasks) {
    Map<Long, Double> waited = new HashMap<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        List<String> words = ProcFile.words(thread.resolve("schedstat"));
        if (words.size() > 1) {
          waited.put(
              Long.valueOf(thread.getFileName().toString()),
              ProcFile.number(words.get(1)).orElse(0) / NANOS);
        }
      }
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
    return waited.isEmpty() ? Optional.empty() : Optional.of(waited);
  }

  private static double count(Path folder) {
    int count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path unused : entries) {
        count++;
      }
    } catch (IOException | RuntimeException e) {
      return Double.NaN; // belongs to another user
    }
    return count;
  }

  private static double limit(Path limits) {
    return ProcFile.lines(limits).stream()
        .filter(line -> line.startsWith(FILES))
        .map(line -> line.substring(FILES.length()).strip().split("\\s+", -1)[0])
        .mapToDouble(word -> ProcFile.number(word).orElse(0))
        .filter(limit -> limit > 0)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static Optional<String> status(Path process, String name) {
    return ProcFile.lines(process.resolve("status")).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split("\\s", -1)[0])
        .findFirst();
  }

  /**
   * Returns the number of processors that a process may use: its allowed processors, or the quota
   * of its control group if that is less.
   */
  static double processors(Path root, long id) {
    String process = String.valueOf(id);
    double all =
        ProcFile.lines(root.resolve("proc/stat")).stream()
            .filter(line -> line.matches("cpu[0-9].*"))
            .count();
    double allowed =
        status(root.resolve("proc").resolve(process), "Cpus_allowed_list:")
            .map(ProcessFigures::size)
            .orElse(all);
    double quota =
        ControlGroup.find(root, process)
            .map(ControlGroup::processors)
            .orElse(OptionalDouble.empty())
            .orElse(all);
    return Math.max(0.01, Math.min(all, Math.min(allowed, quota)));
  }

  /** Returns the size of a list such as {@code 0-3,8}. */
  private static double size(String list) {
    double size = 0;
    for (String range : list.split(",", -1)) {
      String[] ends = range.split("-", -1);
      size +=
          ProcFile.number(ends[ends.length - 1]).orElse(0) - ProcFile.number(ends[0]).orElse(0) + 1;
    }
    return size;
  }

  /** Returns the control group that limits the memory of the first process. */
  static Optional<ControlGroup> memory(Path root, List<Long> processes) {
    return processes.stream()
        .findFirst()
        .flatMap(process -> ControlGroup.ofMemory(root, String.valueOf(process)));
  }
}
