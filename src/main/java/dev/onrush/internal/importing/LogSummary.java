package dev.onrush.internal.importing;

import dev.onrush.internal.importing.log.SessionBy;
import dev.onrush.internal.importing.plan.Fidelity;
import dev.onrush.internal.importing.plan.ImportedPlan;
import dev.onrush.internal.importing.plan.ImportedUserClass;
import dev.onrush.internal.importing.session.Traffic;
import dev.onrush.internal.importing.source.UserClassText;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Describes the content of a log in sentences. */
final class LogSummary {

  private final Traffic traffic;
  private final LogFiles files;
  private final ImportedPlan plan;

  LogSummary(Traffic traffic, LogFiles files, ImportedPlan plan) {
    this.traffic = traffic;
    this.files = files;
    this.plan = plan;
  }

  /** The lines of the comment on the class of the simulation. */
  List<String> comment(Duration length) {
    Duration logged = Duration.ofSeconds(traffic.window().seconds());
    List<String> text = new ArrayList<>();
    text.add(
        "Traffic of "
            + Quantity.clock(logged)
            + " from "
            + Instant.ofEpochSecond(traffic.window().from())
            + " on, made from a log");
    text.add(
        length.equals(logged)
            ? "by {@code onrush import}."
            : "by {@code onrush import}; the plan lasts "
                + Quantity.clock(length)
                + ", at the same rates.");
    return text;
  }

  List<String> text() {
    List<String> text = new ArrayList<>();
    text.add(
        Quantity.count(files.lines(), "line")
            + ", "
            + Quantity.count(traffic.requests(), "request")
            + " in "
            + Quantity.clock(Duration.ofSeconds(traffic.window().seconds()))
            + " from "
            + Instant.ofEpochSecond(traffic.window().from())
            + ".");
    if (files.brokenLines() > 0) {
      text.add(
          Quantity.count(files.brokenLines(), "line")
              + " cannot be read"
              + (files.brokenLines() > files.broken().size() ? ", for example:" : ":"));
      files.broken().forEach(line -> text.add("  " + line));
    }
    traffic.leftOut().forEach((why, times) -> text.add(Imported.leftOut(why, times)));
    plan.visits()
        .ifPresent(
            visits -> visits.userClasses().forEach(kind -> text.add(kind(kind, visits, true))));
    plan.steady()
        .ifPresent(
            users -> users.userClasses().forEach(kind -> text.add(kind(kind, users, false))));
    traffic
        .service()
        .p95()
        .map(p95 -> Quantity.TIME.text(Quantity.inMilliseconds(p95)))
        .ifPresent(p95 -> text.add("p95 of the response times in the log: " + p95 + "."));
    warnings(text);
    return text;
  }

  private static String kind(
      ImportedUserClass kind, ImportedPlan.Population population, boolean leaves) {
    double all = population.userClasses().stream().mapToInt(ImportedUserClass::weight).sum();
    return String.format(
        Locale.ROOT,
        "%s, %.1f %% of the %s: %s",
        kind.name(),
        100 * kind.weight() / all,
        leaves ? "sessions" : "steady users",
        UserClassText.text(kind, leaves));
  }

  private void warnings(List<String> text) {
    if (!traffic.fast().isEmpty()) {
      long requests = traffic.fast().stream().mapToLong(session -> session.requests()).sum();
      text.add(
          Quantity.count(traffic.fast().size(), "client")
              + " sent "
              + Quantity.count(requests, "request")
              + ", faster than one user can; if they are proxies, name what tells users apart with --session-by.");
    }
    if (traffic.visits().endedEarly() > 0) {
      text.add(
          Quantity.count(traffic.visits().endedEarly(), "session")
              + " ended early, because more than 100,000 were open at once; a shorter --gap helps.");
    }
    if (traffic.visits().late() > 0) {
      text.add(
          Quantity.count(traffic.visits().late(), "request")
              + (traffic.visits().late() == 1 ? " is" : " are")
              + " older than an earlier line by more than --gap, so sessions and pauses are wrong; sort the"
              + " lines by time, and merge the logs of several servers into one.");
    }
    if (traffic.window().resolution().equals(Duration.ofSeconds(1))) {
      text.add("The times in the log are whole seconds; pauses below one second are not exact.");
    }
  }

  /** Returns a sentence if most requests lack the property that tells users apart. */
  static List<String> unidentified(Traffic traffic, SessionBy by) {
    return 2 * traffic.unidentified() <= traffic.requests()
        ? List.of()
        : List.of(
            Quantity.count(traffic.unidentified())
                + " of "
                + Quantity.count(traffic.requests(), "request")
                + " had no "
                + by.text()
                + "; their users are told apart by address and browser.");
  }

  /** Describes how closely the plan reproduces the log. */
  static List<String> fidelity(Fidelity fidelity) {
    return List.of(
        "The plan's traffic in virtual time ("
            + Quantity.count(fidelity.runs(), "run")
            + "), compared with the log:",
        String.format(
            Locale.ROOT,
            "  mix: the shares of requests differ by at most %.1f points",
            fidelity.mix()),
        String.format(
            Locale.ROOT,
            "  requests per minute: differ by %.1f %% on average (by chance alone: %.1f %%)",
            fidelity.rate().off(),
            fidelity.rate().chance()),
        String.format(
            Locale.ROOT,
            "  pauses: distance %.2f (Kolmogorov-Smirnov; 0: the same, 1: no overlap)",
            fidelity.pauses()),
        String.format(
            Locale.ROOT,
            "  burstiness: %.2f in the plan, %.2f in the log (variance divided by mean of the requests per second)",
            fidelity.burstiness().plan(),
            fidelity.burstiness().log()));
  }
}
