package dev.onrush.internal.metrics;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The health of the generator in an interval: processor, memory, pauses and files.
 *
 * @param cpu share of all processors that this JVM was busy on, 0 to 1
 * @param machineCpu share of all processors that anything was busy on, 0 to 1; 0 where unknown
 * @param gc time in garbage collection
 * @param standstill the longest time by which a 10 ms timer came late: nothing of this JVM ran
 *     meanwhile, be it for a pause of the collector, a stopped process, or a machine without a free
 *     processor
 * @param pauses all such times of 100 ms or longer, together
 * @param heap share of the heap's limit that is in use, 0 to 1
 * @param openFiles file descriptors open; 0 where unknown
 * @param fileLimit file descriptors allowed; 0 where unknown
 * @param host of the machine around it; only those that are known
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

  /** Of a generator on a machine of which nothing is known. */
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

  /** The same on a machine with these figures. */
  public Vitals with(Map<HostFigure, Double> figures) {
    return new Vitals(cpu, machineCpu, gc, standstill, pauses, heap, openFiles, fileLimit, figures);
  }

  /**
   * Those of two times together: shares of processors over both, times spent in both, and of what
   * is at one moment the most.
   *
   * @param length of the time of these
   * @param nextLength of the time of those that follow
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

  /** The worst of two JVMs at the same time. */
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

  /** The worst of two times that follow each other, and the sum of what is a time spent. */
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
