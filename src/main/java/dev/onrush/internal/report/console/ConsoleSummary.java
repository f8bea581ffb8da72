package dev.onrush.internal.report.console;

import dev.onrush.internal.capacity.ProbeResult;
import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.control.InterventionText;
import dev.onrush.internal.metrics.timeline.FailureCluster;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.page.Texts;
import dev.onrush.internal.report.BuiltInReports;
import dev.onrush.internal.report.summary.DuetRows;
import dev.onrush.internal.report.summary.Levels;
import dev.onrush.internal.report.summary.Probes;
import dev.onrush.internal.report.summary.Summary;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.Printable;
import dev.onrush.result.Breach;
import dev.onrush.result.DuetComparison;
import dev.onrush.result.Judgement;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The end of a run on the console: requests, errors, thresholds, and the verdict as the last line.
 */
public final class ConsoleSummary implements RunObserver {

  private static final String REPORT = BuiltInReports.Html.FILE;
  private static final int REQUESTS_SHOWN = 20;
  private static final int ERRORS_SHOWN = 5;
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_LINE = 160;

  private final PrintStream out;

  public ConsoleSummary(PrintStream out) {
    this.out = out;
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    out.print(text(result, folder));
    out.flush();
  }

  public static String text(RunRecord result, Path folder) {
    StringBuilder text = new StringBuilder("\n");
    Summary summary = new Summary(result);
    requests(text, summary);
    levels(text, summary.levels());
    Probes.of(result).ifPresent(found -> probes(text, found));
    errors(text, result);
    result.duet().ifPresent(duet -> duet(text, duet));
    text.append('\n');
    int width = result.judgements().stream().mapToInt(j -> threshold(j).length()).max().orElse(0);
    for (Judgement judgement : result.judgements()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-8s %-" + Math.max(1, width) + "s  %10s  of %s%s%n",
              judgement.status(),
              threshold(judgement),
              judgement.actualText(),
              judgement.samplesText(),
              told(judgement)));
    }
    result
        .compared()
        .ifPresent(
            compared -> {
              text.append("\nAgainst baseline ")
                  .append(oneLine(compared.baseline(), LONGEST_NAME))
                  .append(":\n");
              compared
                  .lines()
                  .forEach(
                      l -> text.append("  ").append(oneLine(l, 2 * LONGEST_LINE)).append('\n'));
            });
    result
        .interventions()
        .forEach(i -> line(text, "By hand  ", InterventionText.of(i, result.info().flows())));
    result.generatorFindings().forEach(f -> line(text, "Generator  ", f));
    result.notes().forEach(note -> line(text, "Note: ", note));
    result.breaches().forEach(breach -> breach(text, breach));
    text.append(isWritten(REPORT, result) ? "\nReport: " : "\nFolder: ").append(folder);
    text.append('\n')
        .append(result.verdict())
        .append(": ")
        .append(oneLine(result.reason(), LONGEST_LINE))
        .append(missing(result))
        .append('\n');
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static void breach(StringBuilder text, Breach breach) {
    text.append('\n').append(Printable.line(breach.headline())).append('\n');
    breach.lines().forEach(said -> line(text, "  ", said));
  }

  private static String told(Judgement judgement) {
    String would = judgement.asMeasured().map(verdict -> "would be " + verdict).orElse("");
    String both =
        Stream.of(would, judgement.detail())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(": "));
    return both.isEmpty() ? "" : ": " + oneLine(both, LONGEST_LINE);
  }

  private static boolean isWritten(String file, RunRecord result) {
    return result.unwritten().stream().noneMatch(unwritten -> unwritten.name().equals(file));
  }

  private static String missing(RunRecord result) {
    int files = result.unwritten().size();
    if (files == 0) {
      return "";
    }
    String told = Quantity.count(files, "file") + (files == 1 ? " was" : " were") + " not written";
    return result.exitCode() == RunRecord.FILES_MISSING
        ? "; but " + told + ", so the exit code is " + RunRecord.FILES_MISSING
        : "; " + told;
  }

  private static void requests(StringBuilder text, Summary summary) {
    List<Line> lines = new ArrayList<>(Summary.worst(summary.requests(), REQUESTS_SHOWN));
    lines.addAll(summary.totals());
    int width =
        lines.stream().mapToInt(l -> oneLine(l.name(), LONGEST_NAME).length()).max().orElse(0);
    String format = "%-" + Math.max(7, width) + "s %10s %10s %10s %9s %9s %9s %9s%n";
    text.append(
        String.format(
            Locale.ROOT,
            format,
            "Request",
            "requests",
            "failures",
            "req/s",
            "p50",
            "p95",
            "p99",
            "max"));
    for (Line line : lines) {
      boolean timed = line.times().count() > 0;
      text.append(
          String.format(
              Locale.ROOT,
              format,
              oneLine(line.name(), LONGEST_NAME),
              Quantity.count(line.of().requests()),
              Quantity.count(line.of().failures()),
              Quantity.FREQUENCY.text(line.perSecond()),
              timed ? time(line, 50) : "-",
              timed ? time(line, 95) : "-",
              timed ? time(line, 99) : "-",
              timed ? Quantity.TIME.text(line.times().max()) : "-"));
      least(text, format, line);
    }
    Summary.leftOut(summary.requests(), REQUESTS_SHOWN, "requests", "requests.csv")
        .ifPresent(said -> text.append(said).append('\n'));
  }

  /** A line below, where part of a percentile may be the generator's own. */
  private static void least(StringBuilder text, String format, Line line) {
    Optional<Line> least =
        line.atLeast()
            .filter(
                of ->
                    Stream.of(50, 95, 99)
                        .map(Percentile::new)
                        .anyMatch(p -> Line.differs(line.times().at(p), of.times().at(p))));
    least.ifPresent(
        of ->
            text.append(
                String.format(
                    Locale.ROOT,
                    format,
                    "at least",
                    "",
                    "",
                    "",
                    time(of, 50),
                    time(of, 95),
                    time(of, 99),
                    Quantity.TIME.text(of.times().max()))));
  }

  private static void levels(StringBuilder text, Levels levels) {
    if (levels.isEmpty()) {
      return;
    }
    String format = "%10s %10s %9s %9s %9s  %s%n";
    text.append('\n')
        .append(
            String.format(
                Locale.ROOT, format, levels.unit(), "req/s", "mean", "p95", "success", "note"));
    for (int i = 0; i < levels.rows().size(); i++) {
      Levels.Row level = levels.rows().get(i);
      text.append(
          String.format(
              Locale.ROOT,
              format,
              Quantity.plain(level.height()),
              Quantity.FREQUENCY.text(level.perSecond()),
              Quantity.TIME.text(level.mean()),
              Quantity.TIME.text(level.p95()),
              level.successText() + " %",
              levels.note(i)));
    }
  }

  private static void probes(StringBuilder text, SearchResult found) {
    String format = "%5s %12s %10s %9s %9s  %-7s  %s";
    text.append('\n').append(line(format, Probes.COLUMNS));
    for (ProbeResult probe : found.probes()) {
      text.append(line(format, Probes.texts(found, probe)));
    }
    text.append('\n');
    Probes.facts(found).forEach(fact -> text.append(oneLine(fact, LONGEST_LINE)).append('\n'));
  }

  private static void duet(StringBuilder text, DuetComparison duet) {
    List<List<String>> rows = DuetRows.of(duet).stream().map(DuetRows::texts).toList();
    int width =
        rows.stream().mapToInt(row -> oneLine(row.get(0), LONGEST_NAME).length()).max().orElse(0);
    String format = "%-" + Math.max(6, width) + "." + LONGEST_NAME + "s %10s %10s %12s  %-20s  %s";
    text.append("\nDuet: ")
        .append(oneLine(DuetRows.addresses(duet), LONGEST_LINE))
        .append('\n')
        .append(line(format, DuetRows.COLUMNS));
    rows.forEach(row -> text.append(line(format, row)));
  }

  private static String line(String format, List<String> cells) {
    Object[] clean = cells.stream().map(cell -> oneLine(cell, LONGEST_LINE)).toArray();
    return String.format(Locale.ROOT, format, clean).stripTrailing() + "\n";
  }

  private static void line(StringBuilder text, String before, String whole) {
    text.append(before).append(Printable.line(whole)).append('\n');
  }

  private static String time(Line line, double percentile) {
    return Quantity.TIME.text(line.times().at(new Percentile(percentile)));
  }

  private static void errors(StringBuilder text, RunRecord result) {
    List<FailureCluster> failures = result.timeline().failures();
    if (failures.isEmpty()) {
      return;
    }
    text.append("\nErrors\n");
    for (FailureCluster of : failures.subList(0, Math.min(ERRORS_SHOWN, failures.size()))) {
      text.append(
          String.format(
              Locale.ROOT,
              "%10s  %s: %s (%s to %s)%n",
              Quantity.count(of.count()),
              oneLine(of.request(), LONGEST_NAME),
              oneLine(of.failure().text(), LONGEST_LINE),
              Quantity.clock(of.first()),
              Quantity.clock(of.last())));
    }
    if (failures.size() > ERRORS_SHOWN) {
      text.append(
          String.format(Locale.ROOT, "%10s  more in the report%n", failures.size() - ERRORS_SHOWN));
    }
  }

  private static String threshold(Judgement judgement) {
    return oneLine(judgement.threshold().toString(), LONGEST_NAME);
  }

  private static String oneLine(String text, int longest) {
    String line = Printable.line(text);
    return line.length() > longest ? Texts.cut(line, longest - 1) : line;
  }
}
