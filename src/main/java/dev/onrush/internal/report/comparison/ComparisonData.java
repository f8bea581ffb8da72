package dev.onrush.internal.report.comparison;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.baseline.Change;
import dev.onrush.internal.baseline.Finding;
import dev.onrush.internal.baseline.RunComparison;
import dev.onrush.internal.baseline.RunComparison.TooShort;
import dev.onrush.internal.page.RunTables;
import dev.onrush.internal.page.RunsOverTime;
import dev.onrush.internal.page.Texts;
import dev.onrush.internal.report.html.ReportData;
import dev.onrush.internal.run.log.RunJson;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.threshold.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The data of {@code compare.html}, as JSON, worst first. */
public final class ComparisonData {

  private static final String NONE = "-";
  private static final int CHANGES_SHOWN = 5;

  /** More than any figure, and yet a number of JSON. */
  private static final double BEYOND = 1e300;

  /**
   * One of the runs.
   *
   * @param folder its name
   * @param report address of its report.html from the page; empty if it has none
   */
  public record Compared(String folder, Optional<String> report, RunRecord result) {}

  private final List<Compared> runs;
  private final ObjectNode data = RunJson.MAPPER.createObjectNode();

  private ComparisonData(List<Compared> runs) {
    this.runs = runs;
  }

  /**
   * The page's data.
   *
   * @param comparisons of each run but the first, with the first
   */
  public static ObjectNode of(
      List<Compared> runs, RunsOverTime overTime, List<RunComparison> comparisons) {
    return new ComparisonData(runs).write(overTime, comparisons);
  }

  private ObjectNode write(RunsOverTime overTime, List<RunComparison> comparisons) {
    List<String> names = names();
    RunRecord longest =
        runs.stream()
            .map(Compared::result)
            .max(Comparator.comparing(RunRecord::length))
            .orElseThrow();
    data.put("plan", Texts.shown(longest.info().plan()));
    data.put("simulation", Texts.shown(longest.info().simulation()));
    data.put(
        "finding",
        comparisons.stream()
            .map(RunComparison::finding)
            .min(Comparator.naturalOrder()) // the worst is declared first
            .orElse(Finding.TOO_SHORT)
            .name());
    data.put("length", longest.length().toMillis());
    RunTables.phases(data.putArray("phases"), longest.info().phases(), longest.length());
    for (int i = 0; i < runs.size(); i++) {
      run(data.withArray("runs").addObject(), names.get(i), runs.get(i));
    }
    facts();
    overTime.write(data.putObject("time"));
    ArrayNode differences = data.putArray("differences");
    for (int i = 0; i < comparisons.size(); i++) {
      comparison(
          data.withArray("comparisons").addObject(),
          names.get(i + 1),
          comparisons.get(i),
          List.of(runs.get(0), runs.get(i + 1)));
    }
    differences(differences, names, comparisons);
    figures();
    return data;
  }

  /** The environment names a run best; where two are alike, or one has none, its folder does. */
  private List<String> names() {
    List<String> environments =
        runs.stream()
            .map(run -> run.result().info().facts().getOrDefault("environment", ""))
            .toList();
    return runs.stream()
        .map(
            run -> {
              String environment = run.result().info().facts().getOrDefault("environment", "");
              return Texts.shown(
                  environment.isEmpty() || Collections.frequency(environments, environment) > 1
                      ? shorter(run)
                      : environment);
            })
        .toList();
  }

  /**
   * Without what all have in common: {@code LoadTest-20260131T120000Z} of LoadTest is its stamp.
   */
  private static String shorter(Compared run) {
    String simulation = run.result().info().simulation() + "-";
    return run.folder().startsWith(simulation) && run.folder().length() > simulation.length()
        ? run.folder().substring(simulation.length())
        : run.folder();
  }

  private static void run(ObjectNode node, String name, Compared run) {
    RunRecord result = run.result();
    node.put("name", name);
    node.put("verdict", result.verdict().name());
    node.put("reason", Texts.shown(result.reason()));
    node.put("started", ReportData.started(result));
    node.put("clock", ReportData.clock(result));
    run.report().ifPresent(address -> node.put("report", address));
  }

  /** What differs, a text for each run; and what does not, once. */
  private void facts() {
    List<Map<String, String>> facts = runs.stream().map(run -> facts(run.result())).toList();
    Set<String> names = new LinkedHashSet<>();
    facts.forEach(of -> names.addAll(of.keySet()));
    ArrayNode different = data.putArray("facts");
    ObjectNode same = data.putObject("same");
    for (String name : names) {
      List<String> texts =
          facts.stream().map(of -> Texts.shown(of.getOrDefault(name, NONE))).toList();
      if (Set.copyOf(texts).size() == 1) {
        same.put(name, texts.get(0));
      } else {
        texts.forEach(different.addObject().put("name", name).putArray("texts")::add);
      }
    }
  }

  private static Map<String, String> facts(RunRecord result) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("seed", String.valueOf(result.info().seed()));
    facts.putAll(result.info().facts());
    return facts;
  }

  private static void comparison(
      ObjectNode node, String name, RunComparison of, List<Compared> both) {
    node.put("name", name);
    node.put("finding", of.finding().name());
    List<String> lines = of.lines();
    int changed = of.regressions().size() + of.improvements().size();
    lines.stream()
        .limit(Math.min(changed, CHANGES_SHOWN))
        .forEach(line -> node.withArray("lines").add(Texts.shown(line)));
    if (changed > CHANGES_SHOWN) {
      node.withArray("lines").add((changed - CHANGES_SHOWN) + " more changes are below");
    }
    lines.stream().skip(changed).forEach(line -> node.withArray("lines").add(Texts.shown(line)));
    of.changes().stream()
        .findFirst()
        .ifPresent(change -> node.put("confidence", change.confidenceText()));
    both.forEach(
        run ->
            run.result()
                .doubt()
                .ifPresent(
                    doubt -> node.withArray("lines").add(Texts.shown(shorter(run) + " " + doubt))));
  }

  /** A line of the table of differences. */
  private record Difference(int run, Scope scope, String statistic, Finding finding, Object of) {
    double worse() {
      return of instanceof Change change ? change.worse() : 0;
    }
  }

  /** Regressions, improvements, what did not change, what was too short; the largest first. */
  private static void differences(
      ArrayNode array, List<String> names, List<RunComparison> comparisons) {
    List<Difference> all = new ArrayList<>();
    for (int i = 0; i < comparisons.size(); i++) {
      for (Change change : comparisons.get(i).changes()) {
        all.add(
            new Difference(
                i + 1, change.scope(), change.statistic().toString(), change.finding(), change));
      }
      for (TooShort tooShort : comparisons.get(i).tooShort()) {
        all.add(
            new Difference(
                i + 1,
                tooShort.scope(),
                tooShort.statistic().toString(),
                Finding.TOO_SHORT,
                tooShort));
      }
    }
    all.sort(
        Comparator.comparing(Difference::finding)
            .thenComparing(d -> d.finding() == Finding.IMPROVEMENT ? d.worse() : -d.worse()));
    for (Difference difference : all) {
      ObjectNode node = array.addObject();
      node.put("run", names.get(difference.run()));
      node.put("request", Texts.shown(request(difference.scope())));
      node.put("statistic", difference.statistic());
      node.put("finding", difference.finding().name());
      if (difference.of() instanceof Change change) {
        node.putArray("texts")
            .add(change.baselineText())
            .add(change.currentText())
            .add(change.changeText())
            .add(change.intervalText());
        node.putArray("figures")
            .add(number(change.baseline()))
            .add(number(change.current()))
            .add(number(change.change()))
            .add(number(change.low()));
      } else if (difference.of() instanceof TooShort tooShort) {
        node.put("reason", Texts.shown(tooShort.reason()));
      }
    }
  }

  private static String request(Scope scope) {
    return scope.subject().named().orElse("All requests");
  }

  private static double number(double value) {
    return Double.isFinite(value) ? value : Math.copySign(BEYOND, value);
  }

  private void figures() {
    ArrayNode array = data.putArray("figures");
    for (Comparison.Row row : Comparison.rows(runs.stream().map(Compared::result).toList())) {
      ObjectNode node = array.addObject();
      node.put("request", Texts.shown(row.request()));
      node.put("figure", row.figure());
      row.texts().forEach(node.putArray("texts")::add);
      ArrayNode numbers = node.putArray("figures");
      row.numbers().forEach(n -> n.ifPresentOrElse(numbers::add, numbers::addNull));
    }
  }
}
