package dev.onrush;

import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;

/** Runs for tests that need more than the public result. */
public final class Runs {

  private Runs() {}

  /** Returns the complete record of a run from Java. */
  public static RunRecord run(LoadPlan plan, RunSettings settings) {
    return (RunRecord) Onrush.run(plan, settings);
  }
}
