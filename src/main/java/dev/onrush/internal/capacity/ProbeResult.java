package dev.onrush.internal.capacity;

import dev.onrush.internal.verdict.Judge;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The result of one probe.
 *
 * @param number from 1; its phase is {@code probe 1}
 * @param level in users, or arrivals each second
 * @param start of the judged time, since the run's start
 * @param end of the judged time, since the run's start
 * @param why it broke, or is not to be trusted; empty for one that held
 * @param requests that were sent in its time and answered, whenever that was
 * @param answered throughput of the service: successful responses each second while the level was
 *     held, whenever their requests were sent
 * @param p95 in milliseconds; empty without a response
 * @param errorRate in percent
 * @param judgements of all thresholds but that on the capacity, in order
 */
public record ProbeResult(
    int number,
    double level,
    Duration start,
    Duration end,
    LevelOutcome outcome,
    String why,
    long requests,
    double answered,
    OptionalDouble p95,
    double errorRate,
    List<Judgement> judgements) {

  public ProbeResult {
    judgements = List.copyOf(judgements);
  }

  /** Whether there was a request, or one that could not be made, which is a failure. */
  public boolean hasAttempts() {
    return requests > 0 || errorRate > 0;
  }

  /** Whether it broke though no threshold was broken: a flow was not answered at all. */
  boolean isSilent() {
    return outcome == LevelOutcome.BROKE && Judge.worst(judgements) != Verdict.FAIL;
  }
}
