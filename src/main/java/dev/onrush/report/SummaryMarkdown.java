package dev.onrush.report;

import dev.onrush.report.Summary.Line;
import dev.onrush.run.RunResult;
import dev.onrush.units.Quantity;
import dev.onrush.verdict.Judgement;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code summary.md}: verdict first, then the tables. */
final class SummaryMarkdown {

  private static final int ERRORS_SHOWN = 20;

  private final StringBuilder text = new StringBuilder();

  private SummaryMarkdown() {}

  static String of(RunResult result) {
    return new SummaryMarkdown().write(result);
  }

  private String write(RunResult result) {
    Summary summary = new Summary(result);
    line("# %s: %s", Markdown.escaped(result.info().plan()), result.verdict());
    line("");
    line("%s", Markdown.escaped(result.reason()) + ".");
    line("");
    line(
        "%s, %s, %s%s, seed %d.",
        Markdown.escaped(result.info().simulation()),
        DateTimeFormatter.ISO_INSTANT.format(
            result.info().started().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)),
        Quantity.clock(result.length()),
        result.info().planned().map(p -> " of " + Quantity.clock(p) + " planned").orElse(""),
        result.info().seed());
    thresholds(result);
    table("Requests", "request", both(summary.requests(), summary.total()));
    table("User classes", "user class", summary.userClasses());
    table("Phases", "phase", summary.phases());
    levels(summary.levels());
    if (!summary.groups().isEmpty()) {
      table("Groups", "group", summary.groups());
    }
    generator(result, summary);
    codes(summary.total());
    errors(summary.total());
    about(result);
    return text.toString();
  }

  private void thresholds(RunResult result) {
    heading("Thresholds");
    row(List.of("threshold", "target", "actual", "requests", "status"));
    row(List.of("---", "---", "---:", "---:", "---"));
    for (Judgement judgement : result.judgements()) {
      row(
          List.of(
              Markdown.escaped(judgement.threshold().name()),
              Markdown.escaped(judgement.threshold().target()),
              judgement.actualText(),
              Quantity.count(judgement.samples()),
              judgement.status()));
    }
  }

  private void levels(Levels levels) {
    if (levels.isEmpty()) {
      return;
    }
    heading("Levels");
    row(List.of(levels.unit().toString(), "req/s", "mean", "p95", "success %", "note"));
    row(List.of("---:", "---:", "---:", "---:", "---:", "---"));
    for (int i = 0; i < levels.rows().size(); i++) {
      Levels.Row level = levels.rows().get(i);
      row(
          List.of(
              Quantity.plain(level.height()),
              Summary.number(level.perSecond()),
              Summary.number(level.mean()),
              Summary.number(level.p95()),
              level.successText(),
              levels.note(i)));
    }
    line("");
    line("```text");
    levels.chart().forEach(bar -> line("%s", bar));
    line("```");
    line("");
    line("%s", Levels.RULES);
  }

  private void table(String title, String first, List<Line> lines) {
    heading(title);
    List<String> header = new ArrayList<>(List.of(first));
    header.addAll(Summary.COLUMNS);
    row(header);
    row(header.stream().map(h -> h.equals(first) ? "---" : "---:").toList());
    lines.forEach(this::line);
    line("");
    line("Response times in milliseconds.");
  }

  private void line(Line line) {
    List<String> cells = new ArrayList<>(List.of(Markdown.escaped(line.name())));
    cells.addAll(line.texts());
    row(cells);
  }

  private void generator(RunResult result, Summary summary) {
    List<String> facts = summary.generator();
    if (facts.isEmpty()) {
      return;
    }
    heading("Generator");
    List<String> findings = result.generatorFindings();
    line(
        "%s",
        findings.isEmpty()
            ? "It kept up."
            : "It did not keep up, so response times may be its own:");
    findings.forEach(finding -> line("- %s", finding));
    line("");
    facts.forEach(fact -> line("- %s", fact));
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
                    Summary.number(100.0 * count / total.of().requests()))));
  }

  private void errors(Line total) {
    List<Map.Entry<String, Long>> errors = total.of().errors();
    if (errors.isEmpty()) {
      return;
    }
    heading("Errors");
    row(List.of("failures", "error"));
    row(List.of("---:", "---"));
    errors.stream()
        .limit(ERRORS_SHOWN)
        .forEach(e -> row(List.of(Quantity.count(e.getValue()), Markdown.escaped(e.getKey()))));
    if (errors.size() > ERRORS_SHOWN) {
      line("");
      line("%d more are in result.json.", errors.size() - ERRORS_SHOWN);
    }
  }

  private void about(RunResult result) {
    heading("About this run");
    result.info().facts().forEach((name, value) -> line("- %s: %s", name, Markdown.escaped(value)));
    result.notes().forEach(note -> line("- note: %s", Markdown.escaped(note)));
  }

  private static List<Line> both(List<Line> lines, Line total) {
    List<Line> all = new ArrayList<>(lines);
    all.add(total);
    return all;
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
