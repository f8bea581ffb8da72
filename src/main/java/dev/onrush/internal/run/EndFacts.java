package dev.onrush.internal.run;

import dev.onrush.internal.machine.GeneratorWatch;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunEnd;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a run when it is over.
 *
 * @param progress how far it came: {@code 12 s of 60 s}
 * @param early whether it ended before its plan
 * @param stopped who stopped it by hand, and when, if somebody did
 * @param hasProfile whether its load is a plan's
 * @param certain whether it was ended since each comparison of its duet was certain
 * @param searching whether it ended before a capacity search did, and nobody had steered it
 * @param heap how full the heap was, if that may be why; begins with a comma
 */
record EndFacts(
    String progress,
    boolean early,
    Optional<Stopped> stopped,
    boolean hasProfile,
    boolean certain,
    boolean searching,
    String heap) {

  /** A run whose heap was so full, or fuller, may have died of it. */
  private static final double FULL = 0.9;

  /** How full the heap was, if that may be why a run ended: {@code , with its heap 97 % full}. */
  static String heapText() {
    double full = GeneratorWatch.heapAtItsFullest();
    return full > FULL ? ", with its heap " + Quantity.SHARE.text(100 * full) + " full" : "";
  }

  /** By whom the run was stopped, and how far it had come. */
  record Stopped(String by, String progress) {}

  /**
   * How it ended: the first cause that applies.
   *
   * @param breach the threshold that ended it
   * @param crash why the engine ended early
   * @param troubles what it cannot be trusted without, and did not have
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
          RunEnd.How.COMPLETED, "ended when each comparison was certain, after " + progress);
    }
    if (cause.isPresent() && hasProfile) {
      return interrupted("the simulation ended the run after " + progress + ": " + cause.get());
    }
    if (searching) {
      return interrupted("the run ended before the search did, after " + progress + heap);
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
