package dev.onrush.internal.live.dashboard;

import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.Judgement;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The judgements of a run in progress, as the dashboard shows them. They are renewed so seldom that
 * judging takes little of the run's thread, however many thresholds there are.
 */
final class SparingJudge {

  /**
   * The pause after judging, as a multiple of the time that it took: judging takes at most a
   * twentieth of the run's thread, unless the pause reaches its limit.
   */
  private static final long SPARING = 20;

  /**
   * The limit of the pause after judging; the first judging in a cold JVM is slow, and the later
   * ones are not.
   */
  private static final long LONGEST_WAIT = Duration.ofSeconds(5).toNanos();

  private final LongSupplier nanoTime;
  private long again;
  private List<Judgement> judgements = List.of();
  private List<GeneratorFinding> findings = List.of();

  /** Creates a judge that has not judged yet, with a clock like {@link System#nanoTime}. */
  SparingJudge(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.again = nanoTime.getAsLong();
  }

  /**
   * Judges the run as of now, unless the pause is not over.
   *
   * @param judge returns the judgements as of now
   * @param find returns the problems of the load generator so far
   */
  void follow(Supplier<List<Judgement>> judge, Supplier<List<GeneratorFinding>> find) {
    long began = nanoTime.getAsLong();
    if (began - again >= 0) {
      judgements = judge.get();
      findings = find.get();
      long ended = nanoTime.getAsLong();
      again = ended + Math.min(LONGEST_WAIT, SPARING * (ended - began));
    }
  }

  List<Judgement> judgements() {
    return judgements;
  }

  List<GeneratorFinding> findings() {
    return findings;
  }
}
