package dev.onrush.internal.run;

import dev.onrush.internal.machine.HeapPressure;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunEnd;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * The facts at the end of a run from which the cause of its end is derived.
 *
 * @param progress how far the run got: {@code 00:12 of 01:00}
 * @param early whether the run ended before the end of its plan
 * @param stopped who stopped the run by hand, and when; empty if it was not stopped by hand
 * @param hasProfile whether the run has the load profile of a plan
 * @param certain whether the run was ended because every comparison of its duet was certain
 * @param searching whether the run ended before its capacity search did, without interventions
 * @param heap how full the heap was, if that may be the cause of the end, with a leading comma;
 *     otherwise empty
 */
record EndFacts(
    String progress,
    boolean early,
    Optional<Stopped> stopped,
    boolean hasProfile,
    boolean certain,
    boolean searching,
    String heap) {

  /**
   * Returns the text {@code , with its heap more than 90 % full} if a lack of memory may be the
   * cause of the end; otherwise an empty text.
   */
  static String heapText(boolean wasHigh) {
    return wasHigh
        ? ", with its heap more than " + Quantity.SHARE.text(100 * HeapPressure.FULL) + " full"
        : "";
  }

  /** Who stopped the run, and how far the run had got. */
  record Stopped(String by, String progress) {}

  /**
   * Returns how the run ended. The first cause that applies decides.
   *
   * @param breach the broken threshold that ended the run
   * @param crash why the engine ended early
   * @param troubles failures because of which the result cannot be trusted
   */
  RunEnd end(
      Optional<Judgement> breach, Optional<String> crash, Engine engine, List<String> troubles) {
    if (breach.isPresent()) {
      return new RunEnd(RunEnd.How.ABORTED, breach.get().finding() + " after " + progress);
    }
    Optional<String> cause = engine.cause();
    if (crash.isPresent()) {
      return interrupted(
          crash.get()
              + " after "
              + progress
              + heap
              + engine.hookFailure().or(() -> cause).map(text -> ": " + text).orElse(""));
    }
    if (stopped.isPresent()) {
      return interrupted(
          "the run was stopped by hand ("
              + stopped.get().by()
              + ") after "
              + stopped.get().progress());
    }
    if (engine.hookFailure().isPresent()) {
      return interrupted(engine.hookFailure().get());
    }
    if (certain && troubles.isEmpty()) {
      return new RunEnd(
          RunEnd.How.COMPLETED, "ended after " + progress + ", when every comparison was certain");
    }
    if (cause.isPresent() && hasProfile) {
      return interrupted("the simulation ended the run after " + progress + ": " + cause.get());
    }
    if (searching) {
      return interrupted("the run ended before the search was complete, after " + progress + heap);
    }
    if (early) {
      return interrupted("the run ended after " + progress + heap);
    }
    return troubles.isEmpty()
        ? new RunEnd(RunEnd.How.COMPLETED, cause.orElse(""))
        : interrupted(troubles.get(0));
  }

  private static RunEnd interrupted(String detail) {
    return new RunEnd(RunEnd.How.INTERRUPTED, detail);
  }
}
