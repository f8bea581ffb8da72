package dev.onrush.internal.proc;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingLong;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The Linux control group that limits the processors or the memory of a process: its own group, or
 * a group around it, since each group limits all groups within it. Supports version 2, and version
 * 1 with its controllers {@code cpu} and {@code memory}. A missing file means that there is no
 * limit.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html#limits">the kernel's
 *     documentation of version 2</a>
 */
public final class ControlGroup {

  /**
   * The smallest number of bytes that means no limit. Version 1 expresses this by a limit that no
   * machine has.
   */
  private static final long UNLIMITED = 1L << 60;

  private static final String MOUNT = "sys/fs/cgroup";

  private final Path folder;
  private final boolean unified;

  private ControlGroup(Path folder, boolean unified) {
    this.folder = folder;
    this.unified = unified;
  }

  /**
   * Returns the group with the smallest quota of processors among the group of a process and the
   * groups around it, or the process's own group if none of them has a quota; empty if there is no
   * group.
   *
   * @param root the root of the file system, {@code /}
   * @param process the process id, or {@code self}
   */
  public static Optional<ControlGroup> find(Path root, String process) {
    return groups(root, process, "cpu", "cpu.stat").stream()
        .filter(group -> group.quotaPeriods().isPresent())
        .min(comparingDouble(group -> group.processors().orElse(Double.POSITIVE_INFINITY)));
  }

  /**
   * Returns the group with the smallest limit of memory among the group of a process and the groups
   * around it; empty if none of them has a limit.
   */
  public static Optional<ControlGroup> ofMemory(Path root, String process) {
    return groups(root, process, "memory", "memory.stat").stream()
        .filter(group -> group.memoryLimit().isPresent())
        .min(comparingLong(group -> group.memoryLimit().orElse(Long.MAX_VALUE)));
  }

  /** Returns the group of a process that has a controller, and all groups around it, outwards. */
  private static List<ControlGroup> groups(
      Path root, String process, String controller, String file) {
    List<ControlGroup> groups = new ArrayList<>();
    for (String line : ProcFile.lines(root.resolve("proc").resolve(process).resolve("cgroup"))) {
      String[] parts = line.split(":", 3);
      if (parts.length < 3) {
        continue;
      }
      boolean unified = parts[1].isEmpty();
      if (!unified && !List.of(parts[1].split(",")).contains(controller)) {
        continue;
      }
      Path mount = root.resolve(MOUNT).resolve(parts[1]);
      Path own = mount.resolve(parts[2].substring(1)).normalize();
      // Within a container, the path is often the host's path, and the container's own group is at
      // the mount. A folder on the host's path is then a group of other processes.
      boolean isThere = own.startsWith(mount) && Files.isReadable(own.resolve(file));
      for (Path folder = isThere ? own : mount;
          folder != null && folder.startsWith(mount);
          folder = folder.getParent()) {
        if (Files.isReadable(folder.resolve(file))) {
          groups.add(new ControlGroup(folder, unified));
        }
      }
      if (!groups.isEmpty()) {
        return groups;
      }
    }
    return groups;
  }

  /**
   * Returns the number of processors that this process may use: the processors of the machine, or
   * the quota of its group if that is less.
   */
  public static double processors(Optional<ControlGroup> group) {
    int all = Runtime.getRuntime().availableProcessors();
    return Math.min(
        all, group.map(ControlGroup::processors).orElse(OptionalDouble.empty()).orElse(all));
  }

  /** The quota of the group as a number of processors, such as 1.5; empty without a quota. */
  public OptionalDouble processors() {
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

  /** The periods of the group's quota; their number is 0 without a quota. Empty if unknown. */
  public Optional<QuotaPeriods> quotaPeriods() {
    OptionalLong all = of("cpu.stat", "nr_periods");
    OptionalLong throttled = of("cpu.stat", "nr_throttled");
    return all.isPresent() && throttled.isPresent()
        ? Optional.of(new QuotaPeriods(all.getAsLong(), throttled.getAsLong()))
        : Optional.empty();
  }

  /** The bytes of memory that the group may use; empty without a limit. */
  public OptionalLong memoryLimit() {
    return ProcFile.words(folder.resolve(unified ? "memory.max" : "memory.limit_in_bytes")).stream()
        .map(ProcFile::number)
        .filter(limit -> limit.isPresent() && limit.getAsLong() < UNLIMITED)
        .findFirst()
        .orElse(OptionalLong.empty());
  }

  /** The bytes of memory that the group uses, without file pages that can be dropped at once. */
  public OptionalLong memoryUsed() {
    OptionalLong all =
        ProcFile.words(folder.resolve(unified ? "memory.current" : "memory.usage_in_bytes"))
            .stream()
            .map(ProcFile::number)
            .findFirst()
            .orElse(OptionalLong.empty());
    long files = of("memory.stat", unified ? "inactive_file" : "total_inactive_file").orElse(0);
    return all.isPresent() ? OptionalLong.of(Math.max(0, all.getAsLong() - files)) : all;
  }

  private OptionalLong of(String file, String name) {
    for (String line : ProcFile.lines(folder.resolve(file))) {
      String[] words = line.split(" ", -1);
      if (words.length == 2 && words[0].equals(name)) {
        return ProcFile.number(words[1]);
      }
    }
    return OptionalLong.empty();
  }

  /** Returns the quota divided by its period; empty without a quota, which is {@code max} or -1. */
  private static OptionalDouble quotient(String quota, String period) {
    OptionalLong given = ProcFile.number(quota);
    OptionalLong each = ProcFile.number(period);
    return given.isPresent() && each.isPresent() && given.getAsLong() > 0 && each.getAsLong() > 0
        ? OptionalDouble.of((double) given.getAsLong() / each.getAsLong())
        : OptionalDouble.empty();
  }
}
