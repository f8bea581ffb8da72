package dev.onrush.internal.run.log;

import dev.onrush.result.RunEnd;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The damage of an interval log. A log that only ends too early, such as the log of a killed run,
 * is not damaged.
 *
 * @param findings a description of each line or file that is not as it was written
 * @param gaps periods of the run that no line contains
 * @param hole whether data is missing: there is a gap, or a missing or altered line of unknown
 *     content
 */
record LogDamage(List<String> findings, List<Gap> gaps, boolean hole) {

  private static final int SHOWN = 5;

  /** A period of the run. */
  record Gap(Duration from, Duration to) {

    @Override
    public String toString() {
      return Quantity.clock(from) + " to " + Quantity.clock(to);
    }
  }

  LogDamage {
    findings = List.copyOf(findings);
    gaps = List.copyOf(gaps);
  }

  /** Notes for the reader of the figures; empty if there is no damage. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (!findings.isEmpty()) {
      notes.add("the log is damaged: " + shown(findings));
    }
    if (!gaps.isEmpty()) {
      notes.add("missing in the log, and in all figures: " + missing());
    }
    return notes;
  }

  private String missing() {
    Duration all = gaps.stream().map(g -> g.to.minus(g.from)).reduce(Duration.ZERO, Duration::plus);
    return Quantity.duration(all) + " (" + shown(gaps) + ")";
  }

  private static String shown(List<?> things) {
    String some =
        things.stream().limit(SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    return things.size() > SHOWN ? some + ", and " + (things.size() - SHOWN) + " more" : some;
  }

  /** Describes in one line why figures from this log cannot be trusted. */
  String reason() {
    return gaps.isEmpty()
        ? "the log is damaged: " + shown(findings)
        : "the log has a hole: " + missing() + " of the run missing";
  }

  /**
   * Returns the end of the run as this log shows it. A log with a hole does not describe the whole
   * run, so that the run counts as interrupted.
   */
  RunEnd ending(RunEnd written) {
    if (!hole) {
      return written;
    }
    return new RunEnd(
        RunEnd.How.INTERRUPTED,
        written.detail().isEmpty() ? reason() : written.detail() + "; " + reason());
  }
}
