package dev.onrush;

import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;

/** Runs whose tests look at more than a result promises. */
public final class Runs {

  private Runs() {}

  /** The complete record of a run from Java. */
  public static RunRecord run(LoadPlan plan, RunSettings settings) {
    return (RunRecord) Onrush.run(plan, settings);
  }
}
