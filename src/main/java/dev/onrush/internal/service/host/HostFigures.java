package dev.onrush.internal.service.host;

import dev.onrush.internal.proc.ProcFile;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The figures of Linux about the machine at one moment. NaN means unknown.
 *
 * @param ticks the clock ticks of all processors together, without the time that a hypervisor gave
 *     to another machine
 * @param busy the part of {@code ticks} in which a process was running
 * @param diskPressure seconds in which at least one task waited for a disk
 * @param ioWait seconds in which a processor was idle while a task waited for a disk, added up over
 *     all processors
 * @param memoryWaits seconds in which at least one task waited for memory
 * @param available bytes of memory that are available without swapping
 * @param memory bytes of memory in total
 */
record HostFigures(
    double ticks,
    double busy,
    double diskPressure,
    double ioWait,
    double memoryWaits,
    double available,
    double memory) {

  private static final int IDLE = 4;
  private static final int IO_WAIT = 5;

  /**
   * The first column that is left out: stolen time. The columns after it, for guests, are already
   * part of others.
   */
  private static final int STEAL = 8;

  private static final double NANOS = 1e9;
  private static final double KILOBYTE = 1024;

  static HostFigures read(Path root) {
    double ticks = Double.NaN;
    double busy = Double.NaN;
    double ioWait = Double.NaN;
    List<String> words = ProcFile.words(root.resolve("proc/stat"));
    if (words.size() > STEAL) {
      ticks = 0;
      for (int i = 1; i < STEAL; i++) {
        ticks += ProcFile.number(words.get(i)).orElse(0);
      }
      double idle = ProcFile.number(words.get(IDLE)).orElse(0);
      ioWait = ProcFile.number(words.get(IO_WAIT)).orElse(0);
      busy = ticks - idle - ioWait;
    }
    OptionalLong io = ProcFile.pressure(root, "io");
    OptionalLong pressed = ProcFile.pressure(root, "memory");
    return new HostFigures(
        ticks,
        busy,
        io.isPresent() ? io.getAsLong() / NANOS : Double.NaN,
        ioWait / ProcessFigures.TICKS,
        pressed.isPresent() ? pressed.getAsLong() / NANOS : Double.NaN,
        memory(root, "MemAvailable:"),
        memory(root, "MemTotal:"));
  }

  /**
   * Returns the seconds since {@code then} in which at least one task waited for a disk. Where the
   * kernel does not report this, returns the waits of all processors instead, which may have been
   * at the same time: at most {@code seconds}, the time that has passed.
   */
  double diskWaitSince(HostFigures then, double seconds) {
    double pressure = diskPressure - then.diskPressure;
    return Double.isNaN(pressure) ? Math.min(seconds, ioWait - then.ioWait) : pressure;
  }

  private static double memory(Path root, String name) {
    return ProcFile.lines(root.resolve("proc/meminfo")).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split(" ", -1)[0])
        .mapToDouble(word -> ProcFile.number(word).orElse(0) * KILOBYTE)
        .findFirst()
        .orElse(Double.NaN);
  }
}
