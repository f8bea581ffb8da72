package dev.onrush.internal.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** A figure of the machine around the generator, as far as its operating system has it. */
public enum HostFigure {
  /** The share of all processors that other processes used, 0 to 1. */
  OTHERS("others"),
  /** The share of all processors that a hypervisor gave to another machine, 0 to 1. */
  STOLEN("stolen"),
  /** The share of the quota's periods in which the control group had used it up, 0 to 1. */
  THROTTLED("throttled"),
  /** The share of the time in which some task waited for a processor, 0 to 1. */
  CPU_PRESSURE("cpuPressure"),
  /** The share of the time in which some task waited for memory, 0 to 1. */
  MEMORY_PRESSURE("memoryPressure"),
  /** Context switches per second, of all processors together. */
  SWITCHES("contextSwitches");

  /** All that are shares of a time, of periods or of processors. */
  public static final List<HostFigure> SHARES =
      List.of(OTHERS, STOLEN, THROTTLED, CPU_PRESSURE, MEMORY_PRESSURE);

  /** A share of the time that was taken from the machine as a whole. */
  private static final double TAKEN = 0.1;

  /** The same of periods: there are ten in a second, so one of them says little. */
  private static final double TAKEN_OF_PERIODS = 0.3;

  private final String key;

  HostFigure(String key) {
    this.key = key;
  }

  /** Its name in files. */
  public String key() {
    return key;
  }

  /** Whether so large a share was taken from the machine that all that runs on it is held up. */
  public boolean isTaken(double share) {
    return switch (this) {
      case STOLEN, MEMORY_PRESSURE -> share >= TAKEN;
      case THROTTLED -> share >= TAKEN_OF_PERIODS;
      case OTHERS, CPU_PRESSURE, SWITCHES -> false;
    };
  }

  /** The figures of two times, each as {@code both} makes one of two; one that is alone stays. */
  static Map<HostFigure, Double> both(
      Map<HostFigure, Double> one, Map<HostFigure, Double> other, DoubleBinaryOperator both) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    Map<HostFigure, Double> result = new EnumMap<>(one);
    other.forEach((figure, value) -> result.merge(figure, value, both::applyAsDouble));
    return result;
  }
}
