package dev.onrush.result;

import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Thresholds that broke together, and why. Immutable.
 *
 * @param thresholds the names of those that broke, the first to break first; at least one
 * @param from when the first of them broke, since the run's start
 * @param to when the last of them was last seen broken
 * @param causes the most likely first; empty if the cause is not known
 * @param changes figures of the service that changed with it, the first to change first
 * @param quiet what was read of the service and had no part in it: {@code CPU 41 %}
 * @since 0.1.0
 */
public record Breach(
    List<String> thresholds,
    Duration from,
    Duration to,
    List<Cause> causes,
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
    changes = List.copyOf(changes);
    quiet = List.copyOf(quiet);
    if (thresholds.isEmpty()) {
      throw new IllegalArgumentException("thresholds of a breach were none; give one or more");
    }
  }

  /** {@code p95 of "Log in" broke at 00:42}. */
  public String headline() {
    return thresholds.get(0)
        + " broke at "
        + Quantity.clock(from)
        + (thresholds.size() == 1
            ? ""
            : ", with " + Quantity.count(thresholds.size() - 1, "more threshold"));
  }

  /**
   * What is to be said below the headline, a sentence a line: causes, or that none is known; what
   * changed; what was quiet; what to try next.
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (causes.isEmpty()) {
      lines.add("Cause: not known. No rule has evidence that is strong enough.");
    } else {
      lines.add("Cause: " + causes.get(0));
      causes.subList(1, causes.size()).forEach(cause -> lines.add("Also: " + cause));
    }
    if (!changes.isEmpty()) {
      lines.add("First to change: " + String.join("; ", changes));
    }
    if (!quiet.isEmpty()) {
      lines.add("Quiet: " + String.join(", ", quiet));
    }
    lines.add(
        causes.isEmpty()
            ? "Try: " + unknown()
            : "Try: " + causes.get(0).advice() + "; " + causes.get(0).page());
    return List.copyOf(lines);
  }

  private String unknown() {
    if (!changes.isEmpty()) {
      return "look at what changed first; docs/findings.md#not-known";
    }
    return quiet.isEmpty()
        ? "let the run read the service's own figures; docs/findings.md#what-is-read"
        : "look at the service's own log and traces of that time; docs/findings.md#not-known";
  }
}
