package dev.onrush.internal.report.markdown;

import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.control.InterventionText;
import dev.onrush.internal.metrics.timeline.FailureCluster;
import dev.onrush.internal.metrics.timeline.Readings;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.report.summary.DuetRows;
import dev.onrush.internal.report.summary.GeneratorSummary;
import dev.onrush.internal.report.summary.Levels;
import dev.onrush.internal.report.summary.Probes;
import dev.onrush.internal.report.summary.Summary;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.WallClock;
import dev.onrush.result.Breach;
import dev.onrush.result.DuetComparison;
import dev.onrush.result.Judgement;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Builds {@code summary.md}: the verdict first, then the tables. */
public final class SummaryMarkdown {

  /** The maximum number of lines in a table of requests, groups, user classes or metrics. */
  private static final int LINES_SHOWN = 100;

  private static final int ERRORS_SHOWN = 20;

  private final StringBuilder text = new StringBuilder();

  private SummaryMarkdown() {}

  public static String of(RunRecord result) {
    return new SummaryMarkdown().write(result);
  }

  private String write(RunRecord result) {
    Summary summary = new Summary(result);
    line("# %s: %s", Markdown.escaped(result.info().plan()), result.verdict());
    line("");
    line("%s", Markdown.escaped(result.reason()) + ".");
    line("");
    line(
        "%s, %s, %s%s, seed %d.",
        Markdown.escaped(result.info().simulation()),
        WallClock.second(result.info().started()),
        Quantity.clock(result.length()),
        result.info().planned().map(p -> " of " + Quantity.clock(p) + " planned").orElse(""),
        result.info().seed());
    breaches(result);
    result.duet().ifPresent(this::duet);
    thresholds(result);
    Probes.of(result).ifPresent(this::probes);
    interventions(result);
    compared(result);
    table("Requests", "request", summary.requests(), summary.totals());
    table("User classes", "user class", summary.userClasses(), List.of());
    if (!summary.flows().isEmpty()) {
      table("Flows", "flow", summary.flows(), List.of());
    }
    table("Phases", "phase", summary.phases(), List.of());
    levels(summary.levels());
    if (!summary.groups().isEmpty()) {
      table("Groups", "group", summary.groups(), List.of());
    }
    generator(result);
    codes(summary.total());
    errors(result);
    metrics(summary);
    service(summary);
    about(result);
    return text.toString();
  }

  private void breaches(RunRecord result) {
    String before = "## Why it broke";
    for (Breach breach : result.breaches()) {
      line("");
      if (!before.isEmpty()) {
        line("%s", before);
        line("");
        before = "";
      }
      line("%s:", Markdown.escaped(breach.headline()));
      line("");
      breach.lines().forEach(text -> line("- %s", Markdown.escaped(text)));
    }
  }

  private void thresholds(RunRecord result) {
    heading("Thresholds");
    row(List.of("threshold", "target", "actual", "samples", "status"));
    row(List.of("---", "---", "---:", "---:", "---"));
    for (Judgement judgement : result.judgements()) {
      row(
          List.of(
              Markdown.escaped(judgement.threshold().name()),
              Markdown.escaped(judgement.threshold().target()),
              actual(judgement),
              Quantity.count(judgement.samples()),
              judgement.status()));
    }
  }

  private void interventions(RunRecord result) {
    if (!result.interventions().isEmpty()) {
      heading("Interventions");
      row(List.of("when", "what", "from"));
      row(List.of("---:", "---", "---"));
      result
          .interventions()
          .forEach(
              i ->
                  row(
                      List.of(
                          Quantity.clock(i.at()),
                          Markdown.escaped(InterventionText.done(i, result.info().flows())),
                          Markdown.escaped(i.by()))));
    }
  }

  private void compared(RunRecord result) {
    result
        .compared()
        .ifPresent(
            compared -> {
              heading("Against the baseline");
              line("Baseline %s: %s.", Markdown.escaped(compared.baseline()), compared.finding());
              line("");
              compared.lines().forEach(text -> line("- %s", Markdown.escaped(text)));
            });
  }

  private void duet(DuetComparison duet) {
    heading("A and B");
    line("%s.", Markdown.escaped(DuetRows.addresses(duet)));
    line("");
    row(DuetRows.COLUMNS);
    row(List.of("---", "---:", "---:", "---:", "---:", "---"));
    DuetRows.Table table = DuetRows.table(duet);
    table.rows().forEach(d -> row(DuetRows.texts(d).stream().map(Markdown::escaped).toList()));
    line("");
    table
        .leftOut()
        .ifPresent(
            text -> {
              line("%s", text);
              line("");
            });
    line("%s", Markdown.escaped(DuetRows.RULES));
  }

  private static String actual(Judgement judgement) {
    String would = judgement.asMeasured().map(verdict -> ", would be " + verdict).orElse("");
    return judgement.actualText()
        + would
        + (judgement.detail().isEmpty() ? "" : " (" + Markdown.escaped(judgement.detail()) + ")");
  }

  private void probes(SearchResult found) {
    heading("Capacity");
    Probes.facts(found).forEach(fact -> line("- %s", Markdown.escaped(fact)));
    line("");
    row(Probes.COLUMNS);
    row(List.of("---:", "---:", "---:", "---:", "---:", "---", "---"));
    found
        .probes()
        .forEach(probe -> row(Probes.texts(found, probe).stream().map(Markdown::escaped).toList()));
    line("");
    line("%s", Markdown.escaped(Probes.RULES));
  }

  private void levels(Levels levels) {
    if (levels.isEmpty()) {
      return;
    }
    heading("Levels");
    row(List.of(levels.unit().toString(), "req/s", "mean", "p95", "success %", "note"));
    row(List.of("---:", "---:", "---:", "---:", "---:", "---"));
    for (int i = 0; i < levels.rows().size(); i++) {
      row(levels.texts(i));
    }
    line("");
    line("```text");
    levels.chart().forEach(bar -> line("%s", bar));
    line("```");
    line("");
    line("%s", Levels.RULES);
  }

  private void table(String title, String first, List<Line> lines, List<Line> totals) {
    heading(title);
    List<String> header = new ArrayList<>(List.of(first));
    header.addAll(Line.COLUMNS);
    row(header);
    row(header.stream().map(h -> h.equals(first) ? "---" : "---:").toList());
    Summary.worst(lines, LINES_SHOWN).forEach(this::line);
    totals.forEach(this::line);
    line("");
    line("Response times in milliseconds.");
    Summary.leftOut(lines, LINES_SHOWN, first, file(title)).ifPresent(said -> line("%s", said));
  }

  private static String file(String title) {
    return title.equals("Requests") ? "requests.csv" : "result.json";
  }

  private void line(Line line) {
    List<String> cells = new ArrayList<>(List.of(Markdown.escaped(line.name())));
    cells.addAll(line.texts());
    row(cells);
  }

  private void generator(RunRecord result) {
    List<String> facts = new GeneratorSummary(result).facts();
    if (facts.isEmpty()) {
      return;
    }
    heading("Generator");
    List<String> findings = result.generatorFindings();
    line(
        "%s",
        findings.isEmpty() ? "The generator stayed within its limits." : result.generatorHeading());
    findings.forEach(finding -> line("- %s", Markdown.escaped(finding)));
    line("");
    facts.forEach(fact -> line("- %s", Markdown.escaped(fact)));
  }

  private void codes(Line total) {
    Map<String, Long> codes = new TreeMap<>(total.of().all().codes());
    if (codes.size() < 2) {
      return;
    }
    heading("Status codes");
    row(List.of("status", "responses", "% of requests"));
    row(List.of("---", "---:", "---:"));
    codes.forEach(
        (code, count) ->
            row(
                List.of(
                    Markdown.escaped(code),
                    Quantity.count(count),
                    Line.share(100.0 * count / total.of().timed()))));
  }

  private void errors(RunRecord result) {
    List<FailureCluster> failures = result.timeline().failures();
    if (failures.isEmpty()) {
      return;
    }
    heading("Errors");
    row(
        List.of(
            "failures", "error", "status", "request", "user class", "first phase", "from", "to"));
    row(List.of("---:", "---", "---", "---", "---", "---", "---:", "---:"));
    failures.stream()
        .limit(ERRORS_SHOWN)
        .forEach(
            f ->
                row(
                    List.of(
                        Quantity.count(f.count()),
                        Markdown.escaped(f.failure().text()),
                        f.failure().code().isEmpty() ? "-" : Markdown.escaped(f.failure().code()),
                        Markdown.escaped(f.request()),
                        Markdown.escaped(f.userClass()),
                        Markdown.escaped(f.phase()),
                        Quantity.clock(f.first()),
                        Quantity.clock(f.last()))));
    if (failures.size() > ERRORS_SHOWN) {
      line("");
      moreInTheResult(failures.size() - ERRORS_SHOWN, "more error");
    }
  }

  private void moreInTheResult(int number, String what) {
    line("%s %s in result.json.", Quantity.count(number, what), number == 1 ? "is" : "are");
  }

  private void metrics(Summary summary) {
    if (summary.metrics().isEmpty()) {
      return;
    }
    heading("Metrics");
    row(List.of("metric", "samples", "total", "mean", "min", "p95", "max", "yes %"));
    row(List.of("---", "---:", "---:", "---:", "---:", "---:", "---:", "---:"));
    for (Line line : summary.metrics().stream().limit(LINES_SHOWN).toList()) {
      List<String> cells = new ArrayList<>();
      cells.add(Markdown.escaped(line.name()));
      cells.add(Quantity.count(line.times().count()));
      cells.addAll(Summary.metricTexts(line));
      row(cells);
    }
    if (summary.metrics().size() > LINES_SHOWN) {
      line("");
      moreInTheResult(summary.metrics().size() - LINES_SHOWN, "more metric");
    }
  }

  private void service(Summary summary) {
    if (summary.service().isEmpty()) {
      return;
    }
    heading("Service");
    row(List.of("metric of the service", "readings", "first", "mean", "min", "max", "last"));
    row(List.of("---", "---:", "---:", "---:", "---:", "---:", "---:"));
    for (Map.Entry<String, Readings> entry : summary.service().entrySet()) {
      Readings readings = entry.getValue();
      row(
          List.of(
              Markdown.escaped(entry.getKey()),
              Quantity.count(readings.count()),
              Quantity.NUMBER.text(readings.first()),
              Quantity.NUMBER.text(readings.mean()),
              Quantity.NUMBER.text(readings.min()),
              Quantity.NUMBER.text(readings.max()),
              Quantity.NUMBER.text(readings.last())));
    }
  }

  private void about(RunRecord result) {
    heading("About this run");
    result.info().facts().forEach((name, value) -> line("- %s: %s", name, Markdown.escaped(value)));
    result.notes().forEach(note -> line("- note: %s", Markdown.escaped(note)));
  }

  private void heading(String title) {
    line("");
    line("## %s", title);
    line("");
  }

  private void row(List<String> cells) {
    text.append(Markdown.row(cells));
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
