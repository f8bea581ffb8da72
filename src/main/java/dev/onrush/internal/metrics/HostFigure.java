package dev.onrush.internal.metrics;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/**
 * A figure of the machine on which the generator runs, as far as its operating system provides it.
 */
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

  /** All figures that are shares of a time, of periods or of processors. */
  public static final List<HostFigure> SHARES =
      List.of(OTHERS, STOLEN, THROTTLED, CPU_PRESSURE, MEMORY_PRESSURE);

  /** At this share of the time or above, everything on the machine is held up. */
  private static final double CRITICAL = 0.1;

  /**
   * At this share of the periods or above, everything on the machine is held up. It is higher than
   * {@link #CRITICAL}, since a second has only ten periods, and a single one says little.
   */
  private static final double CRITICAL_PERIODS = 0.3;

  private final String key;

  HostFigure(String key) {
    this.key = key;
  }

  /** The name of this figure in files. */
  public String key() {
    return key;
  }

  /** Whether the machine lost so large a share that everything that runs on it is held up. */
  public boolean isCritical(double share) {
    return switch (this) {
      case STOLEN, MEMORY_PRESSURE -> share >= CRITICAL;
      case THROTTLED -> share >= CRITICAL_PERIODS;
      case OTHERS, CPU_PRESSURE, SWITCHES -> false;
    };
  }

  /**
   * Returns the figures of two periods of time, combined by {@code both}. A figure that only one of
   * the maps contains stays as it is.
   */
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
