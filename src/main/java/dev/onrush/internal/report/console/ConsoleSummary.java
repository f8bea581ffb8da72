package dev.onrush.internal.report.console;

import dev.onrush.internal.capacity.ProbeResult;
import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.control.InterventionText;
import dev.onrush.internal.metrics.timeline.FailureCluster;
import dev.onrush.internal.report.BuiltInReports;
import dev.onrush.internal.report.summary.DuetRows;
import dev.onrush.internal.report.summary.Levels;
import dev.onrush.internal.report.summary.Probes;
import dev.onrush.internal.report.summary.Summary;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.Columns;
import dev.onrush.internal.text.Printable;
import dev.onrush.result.Breach;
import dev.onrush.result.DuetComparison;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Subject.Source;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints the summary of a run on the console at its end: requests, errors, thresholds, and the
 * verdict as the last line.
 */
public final class ConsoleSummary implements RunObserver {

  private static final String REPORT = BuiltInReports.Html.FILE;
  private static final int ERRORS_SHOWN = 5;
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_LINE = 160;
  private static final Pattern WOULD_BE = Pattern.compile(" \\(would be [A-Z_]+\\)");

  /** The columns of a status, unless one is longer. */
  private static final int STATUS = 8;

  /** The columns of a threshold's line besides its name: status, figure, and number of samples. */
  private static final int BESIDE_THRESHOLD = 46;

  private static final int LEVELS_SHOWN = 20;

  /** The columns of a level's figures, before its note. */
  private static final int BESIDE_NOTE = 53;

  private final PrintStream out;
  private final PrintStream screen;
  private final Supplier<ConsoleShape> shape;

  /** Creates a summary without colours, as wide as a log. */
  public ConsoleSummary(PrintStream out) {
    this(out, out, () -> ConsoleShape.LOG);
  }

  /**
   * Creates a summary for a console whose shape is known.
   *
   * @param out the console; this stream escapes control sequences of a terminal
   * @param screen the same console without such escaping, for colours
   * @param shape supplies the shape that the console has when the run ends
   */
  public ConsoleSummary(PrintStream out, PrintStream screen, Supplier<ConsoleShape> shape) {
    this.out = out;
    this.screen = screen;
    this.shape = shape;
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    ConsoleShape now = shape.get();
    out.print(figures(result, folder, now.columns()));
    String verdict = verdict(result);
    if (now.colours()) {
      out.flush();
      screen.print(coloured(result.verdict(), Printable.line(verdict)) + "\n");
      screen.flush();
    } else {
      out.print(verdict + "\n");
    }
    out.flush();
  }

  private static String coloured(Verdict verdict, String text) {
    int colour =
        switch (verdict) {
          case PASS -> 32;
          case FAIL -> 31;
          case NO_DATA -> 33;
          case INVALID -> 35;
        };
    return "\u001b[1;" + colour + "m" + text + "\u001b[0m";
  }

  public static String text(RunRecord result, Path folder) {
    return text(result, folder, ConsoleShape.LOG.columns());
  }

  /** Returns the whole summary, for a console with this number of columns. */
  public static String text(RunRecord result, Path folder, int columns) {
    return figures(result, folder, columns) + verdict(result) + "\n";
  }

  private static String figures(RunRecord result, Path folder, int columns) {
    StringBuilder text = new StringBuilder("\n");
    Summary summary = new Summary(result);
    text.append(new RequestTable(columns).text(summary));
    levels(text, summary.levels(), columns);
    Probes.of(result).ifPresent(found -> probes(text, found));
    errors(text, result, columns);
    result.duet().ifPresent(duet -> duet(text, duet));
    text.append('\n');
    int status =
        result.judgements().stream()
            .mapToInt(judgement -> judgement.status().length())
            .reduce(STATUS, Math::max);
    int most = columns - BESIDE_THRESHOLD - (status - STATUS);
    int width =
        result.judgements().stream()
            .mapToInt(j -> Columns.width(threshold(j, most)))
            .max()
            .orElse(0);
    for (Judgement judgement : result.judgements()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-" + status + "s %s  %10s  %s %s%s%n",
              judgement.status(),
              Columns.padded(threshold(judgement, most), width),
              judgement.actualText(),
              isOfRequests(judgement) ? "of" : "from",
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
        .forEach(i -> line(text, "Intervention  ", InterventionText.of(i, result.info().flows())));
    result.generatorFindings().forEach(f -> line(text, "Generator  ", f));
    result.notes().forEach(note -> line(text, "Note: ", note));
    result.breaches().forEach(breach -> breach(text, breach));
    text.append(hasReport(result) ? "\nReport: " : "\nFolder: ").append(folder);
    return text.append('\n').toString().replace(System.lineSeparator(), "\n");
  }

  /**
   * Returns the last line. A long reason is truncated, but the "would be" part after it is kept,
   * which tells the verdict that the run would have had.
   */
  private static String verdict(RunRecord result) {
    String reason = Printable.line(result.reason());
    Matcher would = WOULD_BE.matcher(reason);
    int end = would.find() ? would.start() : reason.length();
    String rest = Columns.cutAfterWord(reason.substring(end), LONGEST_LINE / 2);
    String why = Columns.cutAfterWord(reason.substring(0, end), LONGEST_LINE - Columns.width(rest));
    return result.verdict() + ": " + why + rest + missing(result);
  }

  private static void breach(StringBuilder text, Breach breach) {
    text.append('\n').append(Printable.line(breach.headline())).append('\n');
    breach.lines().forEach(said -> line(text, "  ", said));
  }

  /**
   * Whether a figure is about requests, so that a count is a part of them: 20 of 30 requests. A
   * total of 334 comes from 167 samples.
   */
  private static boolean isOfRequests(Judgement judgement) {
    Source source = judgement.threshold().scope().subject().source();
    return source == Source.REQUESTS || source == Source.GROUP;
  }

  private static String told(Judgement judgement) {
    String would = judgement.asMeasured().map(verdict -> "would be " + verdict).orElse("");
    String both =
        Stream.of(would, judgement.detail())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(": "));
    return both.isEmpty() ? "" : ": " + Columns.cutAfterWord(Printable.line(both), LONGEST_LINE);
  }

  private static boolean hasReport(RunRecord result) {
    return result.unwritten().stream().noneMatch(unwritten -> unwritten.name().equals(REPORT));
  }

  private static String missing(RunRecord result) {
    if (result.unwritten().isEmpty()) {
      return "";
    }
    // Only the text says so: a run in another JVM has nothing else.
    Map<Boolean, Long> incomplete =
        result.unwritten().stream()
            .collect(
                Collectors.partitioningBy(
                    file -> file.problem().startsWith("is not complete"), Collectors.counting()));
    String told =
        Stream.of(
                files(incomplete.getOrDefault(false, 0L), " was not written", " were not written"),
                files(incomplete.getOrDefault(true, 0L), " is not complete", " are not complete"))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" and "));
    return result.exitCode() == RunRecord.FILES_MISSING
        ? "; but " + told + ", so the exit code is " + RunRecord.FILES_MISSING
        : "; " + told;
  }

  private static String files(long number, String one, String many) {
    return number == 0 ? "" : Quantity.count(number, "file") + (number == 1 ? one : many);
  }

  private static void levels(StringBuilder text, Levels levels, int columns) {
    if (levels.isEmpty()) {
      return;
    }
    String format = "%10s %10s %9s %9s %9s%s%n";
    text.append('\n')
        .append(
            String.format(
                Locale.ROOT, format, levels.unit(), "req/s", "mean", "p95", "success", "  note"));
    List<Integer> shown = levels.shown(LEVELS_SHOWN);
    for (int i : shown) {
      Levels.Row level = levels.rows().get(i);
      text.append(
          String.format(
              Locale.ROOT,
              format,
              level.heightText(),
              Quantity.FREQUENCY.text(level.perSecond()),
              Quantity.TIME.text(level.mean()),
              Quantity.TIME.text(level.p95()),
              level.successText() + " %",
              beside(levels.note(i), columns - BESIDE_NOTE)));
    }
    int more = levels.rows().size() - shown.size();
    if (more > 0) {
      text.append(String.format(Locale.ROOT, "%10s  more in the report%n", more));
    }
  }

  /** Puts a note on the next line if it is longer than the rest of its own line. */
  private static String beside(String note, int room) {
    return Columns.width(note) > room ? "\n" + " ".repeat(12) + note : "  " + note;
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
    DuetRows.Table table = DuetRows.table(duet);
    List<List<String>> rows = table.rows().stream().map(DuetRows::texts).toList();
    int width =
        rows.stream()
            .mapToInt(row -> Columns.width(oneLine(row.get(0), LONGEST_NAME)))
            .reduce(6, Math::max);
    String format = "%10s %10s %12s  %-20s  %s";
    text.append("\nDuet: ")
        .append(oneLine(DuetRows.addresses(duet), LONGEST_LINE))
        .append('\n')
        .append(line(width, format, DuetRows.COLUMNS));
    rows.forEach(row -> text.append(line(width, format, row)));
    table.leftOut().ifPresent(left -> text.append(left).append('\n'));
  }

  /** Returns the cells of a line, the first of which is a name. */
  private static String line(int width, String format, List<String> cells) {
    return Columns.padded(oneLine(cells.get(0), LONGEST_NAME), width)
        + " "
        + line(format, cells.subList(1, cells.size()));
  }

  private static String line(String format, List<String> cells) {
    Object[] clean = cells.stream().map(cell -> oneLine(cell, LONGEST_LINE)).toArray();
    return String.format(Locale.ROOT, format, clean).stripTrailing() + "\n";
  }

  private static void line(StringBuilder text, String before, String whole) {
    text.append(before).append(Printable.line(whole)).append('\n');
  }

  private static void errors(StringBuilder text, RunRecord result, int columns) {
    List<FailureCluster> failures = result.timeline().failures();
    if (failures.isEmpty()) {
      return;
    }
    text.append("\nErrors\n");
    for (FailureCluster of : failures.subList(0, Math.min(ERRORS_SHOWN, failures.size()))) {
      String when = " (" + Quantity.clock(of.first()) + " to " + Quantity.clock(of.last()) + ")";
      int room = columns - 14 - when.length();
      String request = oneLine(of.request(), room / 2);
      text.append(
          String.format(
              Locale.ROOT,
              "%10s  %s: %s%s%n",
              Quantity.count(of.count()),
              request,
              oneLine(of.failure().text(), room - Columns.width(request)),
              when));
    }
    if (failures.size() > ERRORS_SHOWN) {
      text.append(
          String.format(Locale.ROOT, "%10s  more in the report%n", failures.size() - ERRORS_SHOWN));
    }
  }

  /**
   * Returns the name and target of a threshold. A long name is truncated, and a target may lose the
   * part in parentheses that tells how its bound was scaled. The bound itself is always complete.
   */
  private static String threshold(Judgement judgement, int most) {
    int room = Math.min(LONGEST_NAME, most);
    String name = Printable.line(judgement.threshold().name());
    String target = " " + Printable.line(judgement.threshold().target());
    if (Columns.width(name + target) > room) {
      target = target.replaceFirst(" \\(.*", "");
    }
    return Columns.cut(name, Math.max(8, room - Columns.width(target))) + target;
  }

  private static String oneLine(String text, int longest) {
    return Columns.cut(Printable.line(text), longest);
  }
}
