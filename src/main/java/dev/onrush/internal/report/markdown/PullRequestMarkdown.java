package dev.onrush.internal.report.markdown;

import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.metrics.timeline.FailureCluster;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.report.summary.DuetRows;
import dev.onrush.internal.report.summary.Probes;
import dev.onrush.internal.report.summary.Summary;
import dev.onrush.internal.run.origin.CiJob;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.WallClock;
import dev.onrush.result.BaselineComparison;
import dev.onrush.result.Breach;
import dev.onrush.result.Cause;
import dev.onrush.result.DuetComparison;
import dev.onrush.result.Judgement;
import dev.onrush.result.Observation;
import dev.onrush.result.Verdict;
import dev.onrush.units.Quantity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Builds {@code pull-request.md}: first what a reviewer needs to know, then the details in folded
 * sections. Texts of users and services are in {@code <code>}, where a name such as {@code @team}
 * notifies nobody.
 */
public final class PullRequestMarkdown {

  /**
   * The size limit in bytes. GitHub accepts a comment of 65,536 characters, and nothing of a longer
   * one.
   */
  static final int LIMIT = 60_000;

  /**
   * The bytes reserved for what follows a list that was cut short: headings and tags, and how many
   * items are left out.
   */
  private static final int RESERVE = 4_000;

  private static final int LONGEST = 160;
  private static final int LONG_LINE = 400;
  private static final int SHORT = 10;
  private static final int LONG = 100;
  private static final List<String> COLUMNS =
      List.of("requests", "failures", "%", "req/s", "mean", "p50", "p95", "p99", "max");

  private final StringBuilder text = new StringBuilder();
  private int size;

  private PullRequestMarkdown() {}

  public static String of(RunRecord result) {
    return new PullRequestMarkdown().write(result);
  }

  private String write(RunRecord result) {
    Summary summary = new Summary(result);
    Instant started = result.info().started();
    add("## " + mark(result.verdict().name()) + " " + code(result.info().plan()) + ": ");
    add(result.verdict() + "\n\n" + code(result.reason()) + "\n");
    cause(result);
    result.compared().ifPresent(this::compared);
    report(result);
    result.duet().ifPresent(this::duet);
    List<Judgement> broken =
        result.judgements().stream().filter(j -> j.verdict() != Verdict.PASS).toList();
    if (!broken.isEmpty()) {
      add("\n");
      thresholds(broken, 2 * SHORT);
    }
    List<String> findings = result.generatorFindings();
    if (!findings.isEmpty()) {
      add("\n" + result.generatorHeading() + "\n\n");
      each(findings, SHORT, finding -> "- " + code(finding) + "\n");
    }
    Probes.of(result)
        .ifPresent(
            found -> {
              add("\n");
              each(Probes.facts(found), SHORT, fact -> "- " + code(fact) + "\n");
            });
    add("\n");
    figures("", List.of(summary.total()));
    Probes.of(result).ifPresent(this::probes);
    folded("Evidence", result.breaches(), breaches -> evidence(breaches, started));
    folded("All thresholds", result.judgements(), all -> thresholds(all, LONG));
    folded("Requests", summary.requests(), lines -> figures("request", lines));
    folded("User classes", summary.userClasses(), of -> figures("user class", of));
    folded("Flows", summary.flows(), lines -> figures("flow", lines));
    folded("Phases", summary.phases(), lines -> figures("phase", lines));
    folded("Errors", result.timeline().failures(), failures -> errors(failures, started));
    about(result);
    return text.toString();
  }

  private void probes(SearchResult found) {
    folded(
        "Probes",
        found.probes(),
        probes -> {
          header(Probes.COLUMNS, 0);
          each(
              probes,
              LONG,
              probe ->
                  Markdown.row(
                      Probes.texts(found, probe).stream().map(PullRequestMarkdown::code).toList()));
        });
  }

  private void about(RunRecord result) {
    List<String> about = new ArrayList<>();
    about.add("simulation: " + result.info().simulation());
    about.add("started: " + WallClock.second(result.info().started()));
    about.add("length: " + Quantity.clock(result.length()));
    about.add("seed: " + result.info().seed());
    result.info().facts().forEach((name, value) -> about.add(name + ": " + value));
    result.notes().forEach(note -> about.add("note: " + note));
    folded("About this run", about, all -> each(all, LONG, fact -> "- " + code(fact) + "\n"));
  }

  /** Returns the symbol of a status, which catches the eye before the text is read. */
  private static String mark(String status) {
    return switch (status) {
      case "PASS" -> "✅";
      case "FAIL" -> "❌";
      case "WARN" -> "⚠️";
      case "INVALID" -> "🚫";
      default -> "❔";
    };
  }

  /**
   * Writes one sentence on the most likely cause; if no cause is known, on what the responses have
   * in common or, if the run failed, on the most frequent failure.
   */
  private void cause(RunRecord result) {
    Optional<Breach> breach = result.breaches().stream().findFirst();
    Optional<Cause> cause = breach.flatMap(b -> b.causes().stream().findFirst());
    Optional<Observation> observed = breach.flatMap(b -> b.observed().stream().findFirst());
    Optional<FailureCluster> failure = result.timeline().failures().stream().findFirst();
    if (cause.isPresent()) {
      add("\n**Cause:** " + shown(cause.get().toString()) + "\n");
    } else if (observed.isPresent()) {
      add("\n**Observed:** " + shown(observed.get().text()) + "\n");
    } else if (result.verdict() == Verdict.FAIL && failure.isPresent()) {
      FailureCluster of = failure.get();
      add(
          "\n**Most frequent failure:** "
              + code(of.request())
              + ", "
              + Quantity.count(of.count(), "time")
              + ": "
              + code(of.failure().text())
              + ", from "
              + clock(result.info().started(), of.first())
              + "\n");
    }
  }

  private static String shown(String raw) {
    return "<code>" + Markdown.escaped(raw, LONG_LINE) + "</code>";
  }

  /** Writes where the report is: as a link, if a CI server keeps it. */
  private void report(RunRecord result) {
    String job = result.info().facts().getOrDefault(CiJob.FACT, "");
    add(
        CiJob.isAddress(job)
            ? "\n[Files of the run, with report.html]("
                + CiJob.files(job)
                + "), [job]("
                + job
                + ")\n"
            : "\nMore is in report.html, in the run's folder.\n");
  }

  private void evidence(List<Breach> breaches, Instant started) {
    for (Breach breach : breaches) {
      add(code(breach.headline()) + ", " + WallClock.of(started, breach.from()) + "\n\n");
      each(breach.lines(), SHORT, said -> "- " + shown(said) + "\n");
      add("\n");
    }
  }

  /** Formats a moment, such as {@code 00:14 (03:04:19 UTC)}. */
  private static String clock(Instant started, Duration at) {
    return Quantity.clock(at) + " (" + WallClock.of(started, at) + ")";
  }

  private void thresholds(List<Judgement> judgements, int most) {
    header(List.of("status", "threshold", "actual", "of"), 2);
    each(
        judgements,
        most,
        j ->
            Markdown.row(
                List.of(
                    mark(j.status()) + " " + j.status(),
                    code(j.threshold().toString()),
                    j.actualText()
                        + j.asMeasured().map(verdict -> ", would be " + verdict).orElse("")
                        + (j.detail().isEmpty() ? "" : " " + code("(" + j.detail() + ")")),
                    j.samplesText())));
  }

  private void duet(DuetComparison duet) {
    add("\n" + code(DuetRows.addresses(duet)) + "\n\n");
    header(List.of("figure", "answer", "A", "B", "B against A", "interval"), 2);
    each(
        DuetRows.of(duet),
        2 * SHORT,
        d -> {
          List<String> texts = DuetRows.texts(d);
          return Markdown.row(
              List.of(
                  code(texts.get(0)),
                  texts.get(5),
                  texts.get(1),
                  texts.get(2),
                  texts.get(3),
                  texts.get(4)));
        });
    add("\n" + Markdown.escaped(DuetRows.RULES) + "\n");
  }

  private void compared(BaselineComparison compared) {
    add("\n**Against baseline** " + code(compared.baseline()) + ": " + compared.finding() + "\n\n");
    each(compared.lines(), 2 * SHORT, line -> "- " + code(line) + "\n");
  }

  private void figures(String first, List<Line> lines) {
    List<String> header = new ArrayList<>(List.of(first));
    header.addAll(COLUMNS);
    header(header, 1);
    each(
        lines.size() <= LONG ? lines : Summary.worstFirst(lines),
        LONG,
        line -> {
          List<String> cells = new ArrayList<>();
          cells.add(first.isEmpty() ? line.name() : code(line.name()));
          List<String> texts = line.texts();
          COLUMNS.forEach(column -> cells.add(texts.get(Line.COLUMNS.indexOf(column))));
          return Markdown.row(cells);
        });
    add("\nResponse times in milliseconds.\n");
  }

  private void errors(List<FailureCluster> failures, Instant started) {
    header(List.of("error", "request", "status", "failures", "from", "to"), 3);
    each(
        failures,
        2 * SHORT,
        f ->
            Markdown.row(
                List.of(
                    code(f.failure().text()),
                    code(f.request()),
                    f.failure().code().isEmpty() ? "-" : code(f.failure().code()),
                    Quantity.count(f.count()),
                    clock(started, f.first()),
                    clock(started, f.last()))));
  }

  private interface Writing<T> {
    void of(List<T> list);
  }

  private <T> void folded(String title, List<T> list, Writing<T> writing) {
    if (!list.isEmpty()) {
      // Markdown within HTML begins after an empty line.
      add("\n<details><summary>" + title + "</summary>\n\n");
      writing.of(list);
      add("\n</details>\n");
    }
  }

  /**
   * Writes the head of a table whose first {@code texts} columns are text, and the others numbers.
   */
  private void header(List<String> names, int texts) {
    List<String> lines = new ArrayList<>(Collections.nCopies(texts, "---"));
    lines.addAll(Collections.nCopies(names.size() - texts, "---:"));
    add(Markdown.row(names) + Markdown.row(lines));
  }

  /** Writes as many lines as there is room for, at most {@code most}, and how many are left out. */
  private <T> void each(List<T> list, int most, Function<T, String> line) {
    int shown = 0;
    while (shown < Math.min(most, list.size())) {
      String next = line.apply(list.get(shown));
      if (size + bytes(next) > LIMIT - RESERVE) {
        break;
      }
      add(next);
      shown++;
    }
    if (shown < list.size()) {
      int left = list.size() - shown;
      add(
          "\n"
              + Quantity.count(left)
              + (left == 1 ? " more is" : " more are")
              + " in the run's folder.\n");
    }
  }

  private void add(String more) {
    text.append(more);
    size += bytes(more);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String code(String raw) {
    return "<code>" + Markdown.escaped(raw, LONGEST) + "</code>";
  }
}
