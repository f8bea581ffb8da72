package dev.onrush.metrics;

import java.time.Duration;

/**
 * How the generator itself was doing in an interval.
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
 */
public record Vitals(
    double cpu,
    double machineCpu,
    Duration gc,
    Duration standstill,
    Duration pauses,
    double heap,
    long openFiles,
    long fileLimit) {}
