package dev.onrush.internal.live.dashboard;

import dev.onrush.internal.live.ThresholdProgress;
import dev.onrush.internal.live.ThresholdProgress.State;
import dev.onrush.profile.Phase;
import dev.onrush.result.Judgement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The thresholds that are broken during a run, and the moments at which each broke and was kept
 * again. A count that has yet to grow to its bound is not broken. Used by one thread.
 */
final class Breaches {

  /**
   * The maximum number of moments, of which a threshold near its bound can cause many; the latest
   * are kept.
   */
  private static final int MOST = 50;

  private final Map<String, Broken> now = new LinkedHashMap<>();
  private final List<Moment> moments = new ArrayList<>();

  /**
   * A threshold that is broken.
   *
   * @param since when the threshold was first seen broken
   */
  record Broken(Judgement judgement, Duration since) {}

  /**
   * A moment at which a threshold broke, or was kept again.
   *
   * @param text what happened: {@code Broken: p95 was 612 ms (limit 500 ms)}
   */
  record Moment(Duration at, String text) {}

  /**
   * Adds the current judgements of the thresholds.
   *
   * @param phases the phases of the run that are known now
   */
  void add(List<Judgement> judgements, Duration elapsed, List<Phase> phases) {
    for (Judgement judgement : judgements) {
      String name = judgement.threshold().toString();
      Broken before = now.get(name);
      State state = ThresholdProgress.of(judgement, elapsed, phases).state();
      if (state == State.BROKEN) {
        if (before == null) {
          moment(elapsed, (judgement.warns() ? "Warning: " : "Broken: ") + judgement.finding());
        }
        now.put(name, new Broken(judgement, before == null ? elapsed : before.since()));
      } else if (before != null) {
        now.remove(name);
        boolean kept = state == State.OK || state == State.NEAR;
        moment(
            elapsed,
            (kept ? "Within the limit again: " : "No longer judged: ")
                + judgement.threshold().name());
      }
    }
  }

  private void moment(Duration at, String text) {
    if (moments.size() == MOST) {
      moments.remove(0);
    }
    moments.add(new Moment(at, text));
  }

  /** Returns the thresholds that are broken now, the first to break first. */
  List<Broken> now() {
    return List.copyOf(now.values());
  }

  /** Returns what happened, in order. */
  List<Moment> moments() {
    return List.copyOf(moments);
  }
}
