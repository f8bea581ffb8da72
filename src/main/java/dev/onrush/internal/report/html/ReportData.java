package dev.onrush.internal.report.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.capacity.ProbeResult;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.timeline.Readings;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.page.PhaseTimes;
import dev.onrush.internal.page.RequestsOverTime;
import dev.onrush.internal.page.RunOverTime;
import dev.onrush.internal.page.RunTables;
import dev.onrush.internal.page.Spectrum;
import dev.onrush.internal.page.Texts;
import dev.onrush.internal.page.ThresholdRow;
import dev.onrush.internal.page.WhyItBroke;
import dev.onrush.internal.report.summary.DuetJson;
import dev.onrush.internal.report.summary.GeneratorSummary;
import dev.onrush.internal.report.summary.Levels;
import dev.onrush.internal.report.summary.Probes;
import dev.onrush.internal.report.summary.Summary;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.WallClock;
import dev.onrush.profile.HeldLevel;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Builds the data of {@code report.html} as JSON. The texts in tables are formatted from the same
 * lines as in the other reports; the numbers next to them are for sorting and drawing.
 */
public final class ReportData {

  private static final int ERRORS_OF_ONE = 20;

  private final RunRecord result;
  private final RunOverTime overTime;
  private final RequestsOverTime requestsOverTime;
  private final Summary summary;
  private final GeneratorSummary generator;
  private final ObjectNode data = RunJson.MAPPER.createObjectNode();

  private ReportData(RunRecord result, RunOverTime overTime, RequestsOverTime requestsOverTime) {
    this.result = result;
    this.overTime = overTime;
    this.requestsOverTime = requestsOverTime;
    this.summary = new Summary(result);
    this.generator = new GeneratorSummary(result);
  }

  public static ObjectNode of(
      RunRecord result, RunOverTime overTime, RequestsOverTime requestsOverTime) {
    return new ReportData(result, overTime, requestsOverTime).write();
  }

  private ObjectNode write() {
    RunInfo info = result.info();
    data.put("plan", Texts.shown(info.plan()));
    data.put("simulation", Texts.shown(info.simulation()));
    data.put("verdict", result.verdict().name());
    data.put("reason", Texts.shown(result.reason()));
    data.put("started", started(result));
    data.put("clock", clock(result));
    data.put("length", result.length().toMillis());
    PhaseTimes.write(data.putArray("phases"), info.phases(), result.length());
    result
        .judgements()
        .forEach(
            j ->
                ThresholdRow.write(
                    data.withArray("thresholds").addObject(), j, info.phases(), result.length()));
    if (!result.breaches().isEmpty()) {
      WhyItBroke.write(data.putArray("breaches"), result.explanation());
    }
    tiles();
    RunEvents.write(data.putArray("events"), result, summary);
    Uncertainties.of(result).forEach(text -> data.withArray("doubts").add(Texts.shown(text)));
    overTime.write(data.putObject("time"), info.flows());
    Spectrum.write(data.putObject("spectrum"), summary.total().times());
    requestsOverTime.writeEnds(data);
    tables();
    levels();
    capacity();
    RunTables.codes(data.putArray("codes"), summary.total());
    RunTables.errors(data, result.timeline());
    RunTables.messages(data.putArray("messages"), result.timeline());
    compared();
    result.duet().ifPresent(duet -> DuetJson.page(data.putObject("duet"), duet));
    metrics();
    service();
    generator();
    about();
    return data;
  }

  public static String started(RunRecord result) {
    return WallClock.second(result.info().started());
  }

  public static String clock(RunRecord result) {
    return Quantity.clock(result.length())
        + result.info().planned().map(p -> " of " + Quantity.clock(p) + " planned").orElse("");
  }

  private void tiles() {
    Line total = summary.total();
    boolean timed = total.times().count() > 0;
    Map<String, String> tiles = new LinkedHashMap<>();
    Probes.of(result).ifPresent(found -> tiles.putAll(Probes.tiles(found)));
    tiles.put("Requests", Quantity.count(total.of().requests()));
    tiles.put("Throughput", Quantity.FREQUENCY.text(total.perSecond()));
    tiles.put(
        "Failed", total.of().answerable() == 0 ? "-" : Quantity.SHARE.text(total.of().errorRate()));
    for (int percentile : new int[] {50, 95, 99}) {
      tiles.put(
          "p" + percentile,
          timed ? Quantity.TIME.text(total.times().at(new Percentile(percentile))) : "-");
    }
    tiles.put("Max", timed ? Quantity.TIME.text(total.times().max()) : "-");
    tiles.put("Peak users", Quantity.count(generator.mostUsers()));
    tiles.forEach(
        (name, text) -> data.withArray("tiles").addObject().put("name", name).put("text", text));
  }

  private void tables() {
    Line.COLUMNS.forEach(data.putArray("columns")::add);
    ObjectNode tables = data.putObject("tables");
    ArrayNode requests = tables.putArray("requests");
    for (Line line : summary.requests()) {
      ObjectNode row = RunTables.line(requests, line);
      ThresholdRow.writeIndexes(line.name(), row, result.judgements());
      details(row, line, Kind.REQUEST);
    }
    ArrayNode all = tables.putArray("all");
    RunTables.line(all, summary.total());
    summary.fromDue().ifPresent(line -> RunTables.line(all, line));
    summary.userClasses().forEach(line -> RunTables.line(tables.withArray("userClasses"), line));
    summary.flows().forEach(line -> RunTables.line(tables.withArray("flows"), line));
    summary.phases().forEach(line -> RunTables.line(tables.withArray("phases"), line));
    for (Line line : summary.groups()) {
      details(RunTables.line(tables.withArray("groups"), line), line, Kind.GROUP);
    }
  }

  private void details(ObjectNode node, Line line, Kind kind) {
    requestsOverTime.write(node.putObject("time"), kind, line.name());
    Spectrum.writeCoarse(node.putObject("spectrum"), line.times());
    RunTables.codes(node.putArray("codes"), line);
    ArrayNode errors = node.putArray("errors");
    line.of().errors().stream()
        .limit(ERRORS_OF_ONE)
        .forEach(
            e ->
                errors
                    .addObject()
                    .put("text", Texts.shown(e.getKey()))
                    .put("count", Quantity.count(e.getValue())));
  }

  private void levels() {
    Levels levels = summary.levels();
    if (levels.isEmpty()) {
      return;
    }
    ObjectNode node = data.putObject("levels");
    node.put("unit", levels.unit().toString());
    node.put("rules", Levels.RULES);
    ArrayNode rows = node.putArray("rows");
    for (int i = 0; i < levels.rows().size(); i++) {
      Levels.Row level = levels.rows().get(i);
      ObjectNode row = rows.addObject();
      levels.texts(i).forEach(row.putArray("texts")::add);
      row.putArray("figures")
          .add(level.height())
          .add(level.perSecond())
          .add(level.mean())
          .add(level.p95())
          .add(level.success());
      row.put("note", levels.note(i));
    }
  }

  private void capacity() {
    Probes.of(result)
        .ifPresent(
            found -> {
              ObjectNode node = data.putObject("capacity");
              node.put("open", found.asked().unit() == HeldLevel.Unit.ARRIVALS);
              node.put("unit", found.asked().unit().toString());
              node.put("rules", Probes.RULES);
              Probes.facts(found).forEach(f -> node.withArray("facts").add(Texts.shown(f)));
              mark(node, "knee", found.knee());
              mark(node, "capacity", found.proven());
              mark(node, "breaking point", found.breakingPoint());
              Probes.COLUMNS.forEach(node.putArray("columns")::add);
              ArrayNode rows = node.putArray("rows");
              for (ProbeResult probe : found.probes()) {
                ObjectNode row = rows.addObject();
                Probes.texts(found, probe)
                    .forEach(text -> row.withArray("texts").add(Texts.shown(text)));
                row.put("number", probe.number())
                    .put("level", probe.level())
                    .put("answered", probe.answered())
                    .put("errorRate", probe.errorRate())
                    .put("measured", probe.outcome().isMeasured());
                probe.p95().ifPresentOrElse(p -> row.put("p95", p), () -> row.putNull("p95"));
              }
            });
  }

  private static void mark(ObjectNode node, String name, OptionalDouble level) {
    level.ifPresent(at -> node.withArray("marks").addObject().put("name", name).put("at", at));
  }

  private void compared() {
    result
        .compared()
        .ifPresent(
            compared -> {
              ObjectNode node = data.putObject("compared");
              node.put("baseline", Texts.shown(compared.baseline()));
              node.put("finding", compared.finding());
              compared.lines().forEach(l -> node.withArray("lines").add(Texts.shown(l)));
            });
  }

  private void metrics() {
    ArrayNode rows = data.putArray("metrics");
    for (Line line : summary.metrics()) {
      List<Double> figures = Summary.METRIC_FIGURES.apply(line);
      row(rows, line.name(), line.times().count(), figures, Summary.metricTexts(line));
      ArrayNode keys = (ArrayNode) rows.get(rows.size() - 1).get("figures");
      Summary.shareOfYes(line).ifPresentOrElse(keys::add, keys::addNull);
    }
  }

  private void service() {
    ArrayNode rows = data.putArray("service");
    for (Map.Entry<String, Readings> entry : summary.service().entrySet()) {
      Readings of = entry.getValue();
      List<Double> figures = List.of(of.first(), of.mean(), of.min(), of.max(), of.last());
      row(
          rows,
          entry.getKey(),
          of.count(),
          figures,
          figures.stream().map(Quantity.NUMBER::text).toList());
    }
  }

  private static void row(
      ArrayNode rows, String name, long count, List<Double> figures, List<String> texts) {
    ObjectNode row = rows.addObject();
    row.put("name", Texts.shown(name));
    row.putArray("texts").add(Quantity.count(count));
    texts.forEach(row.withArray("texts")::add);
    row.putArray("figures").add(count);
    figures.forEach(figure -> row.withArray("figures").add(figure));
  }

  private void generator() {
    ObjectNode node = data.putObject("generator");
    result.generatorFindings().forEach(node.putArray("findings")::add);
    for (GeneratorFinding finding : result.findings()) {
      node.withArray("spans")
          .addObject()
          .put("from", finding.from().toMillis())
          .put("to", finding.to().toMillis());
    }
    generator.facts().forEach(node.putArray("facts")::add);
    ObjectNode limits = node.putObject("limits");
    result.info().limits().texts().forEach(limits::put);
  }

  private void about() {
    ObjectNode about = data.putObject("about");
    about.put("simulation", Texts.shown(result.info().simulation()));
    about.put("started", started(result));
    about.put("lasted", clock(result));
    about.put("seed", String.valueOf(result.info().seed()));
    result.info().facts().forEach((name, value) -> about.put(name, Texts.shown(value)));
    ArrayNode notes = data.putArray("notes");
    result.notes().forEach(note -> notes.add(Texts.shown(note)));
  }
}
