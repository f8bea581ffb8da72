package dev.onrush.internal.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The Linux control group that this process is in, as far as it limits processors: version 2, or
 * version 1 with its controller {@code cpu}. Files that are missing are taken for no limit.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu">the kernel's documentation
 *     of version 2</a>
 */
final class ControlGroup {

  private static final String MOUNT = "sys/fs/cgroup";

  private final Path folder;
  private final boolean unified;

  private ControlGroup(Path folder, boolean unified) {
    this.folder = folder;
    this.unified = unified;
  }

  /**
   * The group of this process; empty where there is none that limits processors.
   *
   * @param root of the file system, {@code /}
   */
  static Optional<ControlGroup> find(Path root) {
    for (String line : ProcFile.lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      if (parts.length < 3) {
        continue;
      }
      boolean unified = parts[1].isEmpty();
      if (!unified && !List.of(parts[1].split(",")).contains("cpu")) {
        continue;
      }
      Path mount = root.resolve(MOUNT).resolve(parts[1]);
      // Within a container the path is often that of the host, and its own group is at the mount.
      for (Path folder : List.of(mount.resolve(parts[2].substring(1)), mount)) {
        if (Files.isReadable(folder.resolve("cpu.stat"))) {
          ControlGroup group = new ControlGroup(folder, unified);
          if (group.throttledNanos().isPresent()) {
            return Optional.of(group);
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The processors that this process may use: those of the machine, or the quota of its group if
   * that is less.
   */
  static double processors(Optional<ControlGroup> group) {
    int all = Runtime.getRuntime().availableProcessors();
    return Math.min(
        all, group.map(ControlGroup::processors).orElse(OptionalDouble.empty()).orElse(all));
  }

  /** The processors that its quota is worth, such as 1.5; empty without a quota. */
  OptionalDouble processors() {
    if (unified) {
      List<String> max = ProcFile.words(folder.resolve("cpu.max"));
      return max.size() == 2 ? quotient(max.get(0), max.get(1)) : OptionalDouble.empty();
    }
    List<String> quota = ProcFile.words(folder.resolve("cpu.cfs_quota_us"));
    List<String> period = ProcFile.words(folder.resolve("cpu.cfs_period_us"));
    return quota.size() == 1 && period.size() == 1
        ? quotient(quota.get(0), period.get(0))
        : OptionalDouble.empty();
  }

  /** The time for which it was held back since it was made, in nanoseconds. */
  OptionalLong throttledNanos() {
    String name = unified ? "throttled_usec" : "throttled_time";
    long unit = unified ? 1_000 : 1;
    for (String line : ProcFile.lines(folder.resolve("cpu.stat"))) {
      String[] words = line.split(" ", -1);
      if (words.length == 2 && words[0].equals(name)) {
        OptionalLong time = ProcFile.number(words[1]);
        return time.isPresent() ? OptionalLong.of(time.getAsLong() * unit) : time;
      }
    }
    return OptionalLong.empty();
  }

  /** {@code max} and -1 are no number of microseconds. */
  private static OptionalDouble quotient(String quota, String period) {
    OptionalLong given = ProcFile.number(quota);
    OptionalLong each = ProcFile.number(period);
    return given.isPresent() && each.isPresent() && given.getAsLong() > 0 && each.getAsLong() > 0
        ? OptionalDouble.of((double) given.getAsLong() / each.getAsLong())
        : OptionalDouble.empty();
  }
}
