package dev.onrush.internal.report.comparison;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.baseline.Change;
import dev.onrush.internal.baseline.Finding;
import dev.onrush.internal.baseline.LeastEffect;
import dev.onrush.internal.baseline.RunComparison;
import dev.onrush.internal.baseline.TooShort;
import dev.onrush.internal.metrics.ChangeUnit;
import dev.onrush.internal.page.PhaseTimes;
import dev.onrush.internal.page.RunsOverTime;
import dev.onrush.internal.page.Texts;
import dev.onrush.internal.report.html.ReportData;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.origin.Revision;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.Printable;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/** Builds the data of {@code compare.html} as JSON, with the worst changes first. */
public final class ComparisonData {

  private static final String NONE = "-";

  /** The number of digits that tell one revision from another. */
  private static final int COMMIT = 10;

  /** A number beyond any figure, written in place of infinity, which JSON does not have. */
  private static final double BEYOND = 1e300;

  /**
   * One of the runs.
   *
   * @param folder the name of its folder
   * @param report the address of its report.html from the page; empty if it has none
   */
  public record Compared(String folder, Optional<String> report, RunRecord result) {}

  private final List<Compared> runs;
  private final ObjectNode data = RunJson.MAPPER.createObjectNode();

  private ComparisonData(List<Compared> runs) {
    this.runs = runs;
  }

  /**
   * Returns the page's data.
   *
   * @param comparisons the comparison of each run except the first with the first run
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
    headline(comparisons).ifPresent(line -> data.put("headline", Texts.shown(line)));
    data.put("length", longest.length().toMillis());
    PhaseTimes.write(data.putArray("phases"), longest.info().phases(), longest.length());
    for (int i = 0; i < runs.size(); i++) {
      run(data.withArray("runs").addObject(), label(i), names.get(i), runs.get(i));
    }
    facts();
    overTime.write(data.putObject("time"));
    ArrayNode differences = data.putArray("differences");
    for (int i = 0; i < comparisons.size(); i++) {
      comparison(
          data.withArray("comparisons").addObject(),
          label(i + 1),
          comparisons.get(i),
          List.of(runs.get(0), runs.get(i + 1)));
    }
    differences(differences, comparisons);
    figures();
    return data;
  }

  /**
   * Returns the names of the runs: the environment, or the folder's name if a run has no
   * environment or shares it with another run.
   */
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
   * Returns the folder's name without the simulation's name, which all runs have in common: {@code
   * LoadTest-20260131T120000Z} of LoadTest becomes its timestamp.
   */
  private static String shorter(Compared run) {
    String simulation = run.result().info().simulation() + "-";
    return run.folder().startsWith(simulation) && run.folder().length() > simulation.length()
        ? run.folder().substring(simulation.length())
        : run.folder();
  }

  /** Returns the label of a run: A, B, …, and A2, B2, … after Z. */
  private static String label(int run) {
    int letters = 'Z' - 'A' + 1;
    return (char) ('A' + run % letters) + (run < letters ? "" : "" + (run / letters + 1));
  }

  /**
   * Describes the largest regression or, without regressions, the largest improvement, in a
   * sentence.
   */
  private static Optional<String> headline(List<RunComparison> comparisons) {
    Optional<String> worst = changed(comparisons, RunComparison::regressions, "worse");
    return worst.isPresent() ? worst : changed(comparisons, RunComparison::improvements, "better");
  }

  private static Optional<String> changed(
      List<RunComparison> comparisons,
      Function<RunComparison, List<Change>> which,
      String direction) {
    List<Change> all = comparisons.stream().map(which).flatMap(List::stream).toList();
    return all.stream()
        .max(Comparator.comparing(change -> Math.abs(change.worse())))
        .map(
            change ->
                change.statistic()
                    + " of "
                    + request(change.scope())
                    + " became "
                    + direction
                    + ": "
                    + change.baselineText()
                    + " in A, "
                    + change.currentText()
                    + " in "
                    + label(of(comparisons, which, change))
                    + " ("
                    + change.changeText()
                    + ")"
                    + (all.size() == 1
                        ? ""
                        : "; " + Quantity.count(all.size() - 1, "more figure") + " " + direction));
  }

  private static int of(
      List<RunComparison> comparisons, Function<RunComparison, List<Change>> which, Change change) {
    for (int i = 0; i < comparisons.size(); i++) {
      if (which.apply(comparisons.get(i)).contains(change)) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException(change + " is not part of any comparison");
  }

  private static void run(ObjectNode node, String label, String name, Compared run) {
    RunRecord result = run.result();
    node.put("label", label);
    node.put("name", name);
    String revision = result.info().facts().getOrDefault(Revision.FACT, "");
    if (!revision.isEmpty()) {
      node.put("commit", Printable.cut(revision, COMMIT));
    }
    node.put("verdict", result.verdict().name());
    node.put("reason", Texts.shown(result.reason()));
    node.put("started", ReportData.started(result));
    node.put("clock", ReportData.clock(result));
    run.report().ifPresent(address -> node.put("report", address));
  }

  /** Writes facts that differ with a text for each run, and facts that are equal once. */
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
      ObjectNode node, String label, RunComparison of, List<Compared> both) {
    node.put("label", label);
    node.put("finding", of.finding().name());
    int changed = of.regressions().size() + of.improvements().size();
    ArrayNode notes = node.putArray("notes");
    of.lines().stream().skip(changed).forEach(line -> notes.add(Texts.shown(line)));
    of.changes().stream()
        .findFirst()
        .ifPresent(change -> node.put("confidence", change.confidenceText()));
    both.forEach(
        run ->
            run.result()
                .doubt()
                .ifPresent(doubt -> notes.add(Texts.shown(shorter(run) + " " + doubt))));
  }

  /** A change in one of the runs, compared with the first run. */
  private record Difference(int run, Change change) {
    double worse() {
      return change.worse();
    }
  }

  /**
   * Writes regressions, improvements, inconclusive and unchanged figures, in this order; each with
   * the largest change first.
   */
  private void differences(ArrayNode array, List<RunComparison> comparisons) {
    List<Difference> all = new ArrayList<>();
    ArrayNode tooShort = data.putArray("tooShort");
    for (int i = 0; i < comparisons.size(); i++) {
      for (Change change : comparisons.get(i).changes()) {
        all.add(new Difference(i + 1, change));
      }
      for (TooShort of : comparisons.get(i).tooShort()) {
        tooShort
            .addObject()
            .put("run", label(i + 1))
            .put("request", Texts.shown(request(of.scope())))
            .put("statistic", of.statistic().toString())
            .put("reason", Texts.shown(of.reason()));
      }
    }
    all.sort(
        Comparator.comparing((Difference d) -> d.change().finding())
            .thenComparing(
                d -> d.change().finding() == Finding.IMPROVEMENT ? d.worse() : -d.worse()));
    all.forEach(difference -> write(array.addObject(), difference));
  }

  private static void write(ObjectNode node, Difference difference) {
    Change change = difference.change();
    boolean relative = ChangeUnit.isRelative(change.statistic());
    node.put("run", label(difference.run()));
    node.put("request", Texts.shown(request(change.scope())));
    node.put("statistic", change.statistic().toString());
    node.put("finding", change.finding().name());
    node.putArray("texts")
        .add(change.baselineText())
        .add(change.currentText())
        .add(change.changeText())
        .add(change.intervalText());
    node.put("a", number(change.baseline()));
    node.put("b", number(change.current()));
    node.put("change", number(change.change()));
    node.put("low", number(change.low()));
    node.put("high", number(change.high()));
    node.put("relative", relative);
    node.put("margin", relative ? LeastEffect.DEFAULT.percent() : LeastEffect.DEFAULT.points());
    node.put("more", change.statistic() == Simple.THROUGHPUT);
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
      ArrayNode changes = node.putArray("changes");
      ArrayNode sizes = node.putArray("sizes");
      for (OptionalDouble change : row.changes()) {
        changes.add(change.isPresent() ? row.changeText(change.getAsDouble()) : NONE);
        change.ifPresentOrElse(size -> sizes.add(number(size)), sizes::addNull);
      }
    }
  }
}
