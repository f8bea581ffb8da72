package dev.onrush.internal.run.log;

import dev.onrush.result.RunEnd;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The damage of an interval log. A log that only ends too early, such as that of a killed run, is
 * not damaged.
 *
 * @param findings each line or file that is not as it was written
 * @param gaps spans of the run that no line has
 * @param hole whether something is missing: a gap, or a line that may have been anything
 */
record LogDamage(List<String> findings, List<Gap> gaps, boolean hole) {

  private static final int SHOWN = 5;

  /** A span of the run. */
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

  /** What a reader of the figures has to know; empty if nothing is wrong. */
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

  /** Why figures of this log cannot be trusted, in one line. */
  String reason() {
    return gaps.isEmpty()
        ? "the log is damaged: " + shown(findings)
        : "the log has a hole: " + missing() + " of the run missing";
  }

  /** The end of a run as this log can tell it: what has a hole says nothing of the whole run. */
  RunEnd ending(RunEnd written) {
    if (!hole) {
      return written;
    }
    return new RunEnd(
        RunEnd.How.INTERRUPTED,
        written.detail().isEmpty() ? reason() : written.detail() + "; " + reason());
  }
}
