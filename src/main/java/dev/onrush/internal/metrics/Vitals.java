package dev.onrush.internal.metrics;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The health of the generator in an interval: processor, memory, pauses and files.
 *
 * @param cpu share of all processors that this JVM used, 0 to 1
 * @param machineCpu share of all processors that all processes used, 0 to 1; 0 where unknown
 * @param gc time in which garbage collection stopped this JVM
 * @param standstill the longest delay of a 10 ms timer. Nothing in this JVM ran in that time,
 *     because of a pause of the garbage collector, a stopped process, or a machine without a free
 *     processor
 * @param pauses the sum of all delays of 30 ms or longer
 * @param heap share of the heap's limit that is in use, 0 to 1
 * @param openFiles number of open file descriptors; 0 where unknown
 * @param fileLimit number of file descriptors allowed; 0 where unknown
 * @param host figures of the machine; contains only known figures
 */
public record Vitals(
    double cpu,
    double machineCpu,
    Duration gc,
    Duration standstill,
    Duration pauses,
    double heap,
    long openFiles,
    long fileLimit,
    Map<HostFigure, Double> host) {

  public Vitals {
    host = host.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(host));
  }

  /** Creates the vitals of a generator on a machine whose figures are not known. */
  public Vitals(
      double cpu,
      double machineCpu,
      Duration gc,
      Duration standstill,
      Duration pauses,
      double heap,
      long openFiles,
      long fileLimit) {
    this(cpu, machineCpu, gc, standstill, pauses, heap, openFiles, fileLimit, Map.of());
  }

  /**
   * Returns the vitals of this time and the time that follows it, together: the mean of shares of
   * processors, the sum of durations, and the maximum of values of one moment.
   *
   * @param length the length of the time of these vitals
   * @param nextLength the length of the time of {@code next}
   */
  public Vitals then(Duration length, Vitals next, Duration nextLength) {
    double all = Math.max(1, (double) length.plus(nextLength).toNanos());
    double mine = length.toNanos() / all;
    double its = nextLength.toNanos() / all;
    return new Vitals(
        cpu * mine + next.cpu * its,
        machineCpu * mine + next.machineCpu * its,
        gc.plus(next.gc),
        standstill.compareTo(next.standstill) > 0 ? standstill : next.standstill,
        pauses.plus(next.pauses),
        Math.max(heap, next.heap),
        Math.max(openFiles, next.openFiles),
        Math.max(fileLimit, next.fileLimit),
        HostFigure.both(host, next.host, (one, other) -> one * mine + other * its));
  }

  /** Returns the worse value of two JVMs at the same time, for each figure. */
  public Vitals orWorse(Vitals other) {
    return new Vitals(
        Math.max(cpu, other.cpu),
        Math.max(machineCpu, other.machineCpu),
        longer(gc, other.gc),
        longer(standstill, other.standstill),
        longer(pauses, other.pauses),
        Math.max(heap, other.heap),
        Math.max(openFiles, other.openFiles),
        Math.max(fileLimit, other.fileLimit),
        HostFigure.both(host, other.host, Math::max));
  }

  /**
   * Returns the worse value of two successive times for each figure, and the sum for durations that
   * add up.
   */
  public Vitals thenAtWorst(Vitals next) {
    return new Vitals(
        Math.max(cpu, next.cpu),
        Math.max(machineCpu, next.machineCpu),
        gc.plus(next.gc),
        longer(standstill, next.standstill),
        pauses.plus(next.pauses),
        Math.max(heap, next.heap),
        Math.max(openFiles, next.openFiles),
        Math.max(fileLimit, next.fileLimit),
        HostFigure.both(host, next.host, Math::max));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
