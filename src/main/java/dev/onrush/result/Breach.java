package dev.onrush.result;

import dev.onrush.result.Cause.Confidence;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Thresholds that broke for the same most likely cause, or whose cause is not known. Immutable.
 *
 * @param thresholds the names of the thresholds, in the order in which they broke; at least one
 * @param from when the first threshold broke, since the start of the run
 * @param to when the last threshold was last seen broken, since the start of the run
 * @param isCertain whether one of the thresholds is FAIL; false if all of them are INVALID and
 *     would be FAIL by the measured figures, of which the generator may account for a part
 * @param causes the causes, the most likely first; empty if the cause is not known
 * @param observed what the responses of the breach have in common, whether a cause is known or not
 * @param changes the figures of the service that changed with the breach, the first to change first
 * @param quiet the figures that were read of the service and had no part in the breach: {@code CPU
 *     41 %}
 * @since 0.1.0
 */
public record Breach(
    List<String> thresholds,
    Duration from,
    Duration to,
    boolean isCertain,
    List<Cause> causes,
    List<Observation> observed,
    List<String> changes,
    List<String> quiet) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if no threshold is given
   */
  public Breach {
    thresholds = List.copyOf(thresholds);
    causes = List.copyOf(causes);
    observed = List.copyOf(observed);
    changes = List.copyOf(changes);
    quiet = List.copyOf(quiet);
    if (thresholds.isEmpty()) {
      throw new IllegalArgumentException("a breach had no thresholds; give one or more");
    }
  }

  /**
   * The breach in one line: {@code p95 of "Log in" broke at 00:42}. A difference between the
   * versions of a duet has no such moment; it is in all of the run, and certain at its end.
   */
  public String headline() {
    return (isCertain ? "" : "As measured, ")
        + thresholds.get(0)
        + (to.equals(from) ? " broke, certain at the end, " : " broke at ")
        + Quantity.clock(from)
        + (thresholds.size() == 1
            ? ""
            : ", with " + Quantity.count(thresholds.size() - 1, "more threshold"));
  }

  /**
   * The lines below the headline, one statement in each: the causes, or that no cause is known;
   * what the responses have in common; the figures that changed; the figures that were not
   * affected; what to try next.
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (causes.isEmpty()) {
      lines.add("Cause: not known. No rule has evidence that is strong enough.");
    } else {
      lines.add("Cause: " + causes.get(0));
      causes.subList(1, causes.size()).forEach(cause -> lines.add("Also: " + cause));
    }
    observed.forEach(of -> lines.add("Observed: " + of.text()));
    if (!changes.isEmpty()) {
      lines.add("First to change: " + String.join("; ", changes));
    }
    if (!quiet.isEmpty()) {
      lines.add("Not affected: " + String.join(", ", quiet));
    }
    lines.add("Try: " + (causes.isEmpty() ? unknown() : known(causes.get(0))));
    return List.copyOf(lines);
  }

  /** If another cause may fit as well, what was observed is worth a look too. */
  private String known(Cause cause) {
    String also =
        cause.confidence() == Confidence.STRONG || observed.isEmpty()
            ? ""
            : "; " + observed.get(0).advice();
    return cause.advice() + also + "; " + cause.page();
  }

  private String unknown() {
    if (!observed.isEmpty()) {
      return observed.get(0).advice() + "; docs/findings.md#not-known";
    }
    if (!changes.isEmpty()) {
      return "look at what changed first; docs/findings.md#not-known";
    }
    return quiet.isEmpty()
        ? "let the run read the service's metrics; docs/findings.md#what-is-read"
        : "look at the log and traces of the service at that time; docs/findings.md#not-known";
  }
}
