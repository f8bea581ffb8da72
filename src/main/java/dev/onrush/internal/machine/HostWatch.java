package dev.onrush.internal.machine;

import dev.onrush.internal.metrics.HostFigure;
import dev.onrush.internal.proc.ControlGroup;
import dev.onrush.internal.proc.ProcFile;
import dev.onrush.internal.proc.QuotaPeriods;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Reads from Linux how busy this machine is: the use of its processors, and the tasks that waited.
 * On other systems, and in a container that hides these figures, they are unknown. Used by one
 * thread at a time.
 *
 * <p>Sources: {@code /proc/stat} (time of the processors, stolen time, context switches), {@code
 * /proc/pressure} (<a href="https://docs.kernel.org/accounting/psi.html">pressure stall
 * information</a>), and the control group's {@code cpu.stat} and {@code cpu.max}.
 */
final class HostWatch {

  /** Columns of the line {@code cpu} in {@code /proc/stat}, after its name. */
  private static final int IDLE = 3;

  private static final int IO_WAIT = 4;
  private static final int STEAL = 7;

  private final Path root;
  private final Optional<ControlGroup> group;
  private Reading before;

  /**
   * Creates a watch that starts now.
   *
   * @param root the root of the file system, {@code /}
   */
  HostWatch(Path root) {
    this.root = root;
    this.group = ControlGroup.find(root, "self");
    this.before = read();
  }

  /**
   * All counters at one moment. An empty value is unknown.
   *
   * @param ticks the clock ticks of all processors together
   * @param busy the ticks in which a process of this machine was running
   * @param stolen the ticks that a hypervisor gave to other machines
   * @param processors the number of processors that the ticks belong to
   */
  private record Reading(
      OptionalLong ticks,
      OptionalLong busy,
      OptionalLong stolen,
      OptionalLong switches,
      long processors,
      Optional<QuotaPeriods> quota,
      OptionalLong cpuPressure,
      OptionalLong memoryPressure) {}

  /**
   * The number of processors that this process may use, see {@link
   * ControlGroup#processors(Optional)}.
   */
  double processors() {
    return ControlGroup.processors(group);
  }

  /**
   * Returns the figures since the last call, or since the start.
   *
   * @param time the time since the last call, or since the start
   * @param own the processor time of this process within {@code time}
   */
  Map<HostFigure, Double> take(Duration time, Duration own) {
    Reading now = read();
    Map<HostFigure, Double> figures = new EnumMap<>(HostFigure.class);
    double nanos = Math.max(1, time.toNanos());
    double ticks = increase(before.ticks, now.ticks).orElse(0);
    if (ticks > 0) {
      double mine = own.toNanos() / nanos / Math.max(1, now.processors);
      put(figures, HostFigure.OTHERS, increase(before.busy, now.busy), 1 / ticks, -mine);
      put(figures, HostFigure.STOLEN, increase(before.stolen, now.stolen), 1 / ticks, 0);
    }
    put(figures, HostFigure.THROTTLED, throttled(before.quota, now.quota), 1, 0);
    put(
        figures,
        HostFigure.CPU_PRESSURE,
        increase(before.cpuPressure, now.cpuPressure),
        1 / nanos,
        0);
    put(
        figures,
        HostFigure.MEMORY_PRESSURE,
        increase(before.memoryPressure, now.memoryPressure),
        1 / nanos,
        0);
    OptionalDouble switches = increase(before.switches, now.switches);
    if (switches.isPresent()) {
      figures.put(HostFigure.SWITCHES, (double) Math.round(1e9 * switches.getAsDouble() / nanos));
    }
    before = now;
    return figures;
  }

  /**
   * Adds a share from 0 to 1, rounded to four decimals. The clocks behind two counters differ a
   * little, so a computed share may be below 0 or above 1.
   */
  private static void put(
      Map<HostFigure, Double> figures,
      HostFigure figure,
      OptionalDouble increase,
      double factor,
      double more) {
    if (increase.isPresent()) {
      figures.put(
          figure,
          Math.round(1e4 * Math.max(0, Math.min(1, increase.getAsDouble() * factor + more))) / 1e4);
    }
  }

  private static OptionalDouble throttled(Optional<QuotaPeriods> from, Optional<QuotaPeriods> to) {
    return from.isPresent() && to.isPresent()
        ? OptionalDouble.of(to.get().throttledSince(from.get()))
        : OptionalDouble.empty();
  }

  private static OptionalDouble increase(OptionalLong from, OptionalLong to) {
    return from.isPresent() && to.isPresent()
        ? OptionalDouble.of((double) Math.max(0, to.getAsLong() - from.getAsLong()))
        : OptionalDouble.empty();
  }

  private Reading read() {
    OptionalLong ticks = OptionalLong.empty();
    OptionalLong busy = OptionalLong.empty();
    OptionalLong stolen = OptionalLong.empty();
    OptionalLong switches = OptionalLong.empty();
    long processors = 0;
    for (String line : ProcFile.lines(root.resolve("proc/stat"))) {
      List<String> words = List.of(line.split(" +"));
      if (words.get(0).equals("cpu") && words.size() > STEAL + 1) {
        long[] times = new long[STEAL + 1];
        long sum = 0;
        for (int i = 0; i < times.length; i++) {
          times[i] = ProcFile.number(words.get(i + 1)).orElse(0);
          sum += times[i];
        }
        ticks = OptionalLong.of(sum);
        busy = OptionalLong.of(sum - times[IDLE] - times[IO_WAIT] - times[STEAL]);
        stolen = OptionalLong.of(times[STEAL]);
      } else if (words.get(0).startsWith("cpu")) {
        processors++;
      } else if (words.get(0).equals("ctxt") && words.size() == 2) {
        switches = ProcFile.number(words.get(1));
      }
    }
    return new Reading(
        ticks,
        busy,
        stolen,
        switches,
        processors,
        group.flatMap(ControlGroup::quotaPeriods),
        ProcFile.pressure(root, "cpu"),
        ProcFile.pressure(root, "memory"));
  }
}
