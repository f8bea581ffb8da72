package dev.onrush.internal.capacity;

import dev.onrush.internal.verdict.Judge;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of one probe.
 *
 * @param number from 1; the phase of probe 1 is {@code probe 1}
 * @param level in users, or arrivals per second
 * @param start the start of the judged time, since the run's start
 * @param end the end of the judged time, since the run's start
 * @param why the probe broke or cannot be trusted; empty for a probe that held
 * @param requests the number of requests that were sent in the judged time and answered at any time
 * @param answered throughput of the service: successful responses per second while the level was
 *     held, no matter when their requests were sent
 * @param p95 in milliseconds; empty without a response
 * @param errorRate in percent
 * @param judgements the judgements of all thresholds except a threshold on the capacity, in order
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

  /** Whether there was a request, or a failure in which no request could be sent. */
  public boolean hasAttempts() {
    return requests > 0 || errorRate > 0;
  }

  /**
   * The judgement that the generator may have decided, if the probe is INVALID for this reason;
   * empty if the generator fell behind.
   */
  Optional<Judgement> undecided() {
    return judgements.stream()
        .filter(j -> outcome == LevelOutcome.INVALID && j.finding().equals(why))
        .findFirst();
  }

  /** Whether the probe broke without a broken threshold, because a flow got no answer at all. */
  boolean isSilent() {
    return outcome == LevelOutcome.BROKE && Judge.worst(judgements) != Verdict.FAIL;
  }
}
