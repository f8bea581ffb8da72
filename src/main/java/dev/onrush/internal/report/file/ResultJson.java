package dev.onrush.internal.report.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.capacity.ProbeResult;
import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.timeline.FailureCluster;
import dev.onrush.internal.metrics.timeline.Readings;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.report.summary.DuetJson;
import dev.onrush.internal.report.summary.Levels;
import dev.onrush.internal.report.summary.Summary;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.log.json.SeriesJson;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.Breach;
import dev.onrush.result.Cause;
import dev.onrush.result.Judgement;
import dev.onrush.result.Observation;
import dev.onrush.units.Percentile;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Builds {@code result.json}: the complete result of a run. Response times are in milliseconds,
 * moments in milliseconds since the start of the run, and shares in percent; {@code series}
 * contains every histogram without loss.
 */
public final class ResultJson {

  private ResultJson() {}

  public static String of(RunRecord result) {
    Summary summary = new Summary(result);
    ObjectNode node = RunJson.MAPPER.createObjectNode();
    node.put("schema", RunJson.RESULT_SCHEMA);
    node.put("verdict", result.verdict().name());
    node.put("reason", result.reason());
    node.put("ending", result.ending().how().name());
    node.put("length", result.length().toMillis());
    node.set("run", RunJson.of(result.info()));
    ArrayNode thresholds = node.putArray("thresholds");
    result.judgements().forEach(j -> judgement(thresholds.addObject(), j));
    ArrayNode breaches = node.putArray("breaches");
    result.breaches().forEach(breach -> breach(breaches.addObject(), breach));
    ArrayNode interventions = node.putArray("interventions");
    result.interventions().forEach(i -> interventions.add(RunJson.of(i)));
    result.compared().ifPresent(compared -> node.set("compared", RunJson.of(compared)));
    result.duet().ifPresent(duet -> DuetJson.write(node.putObject("duet"), duet));
    line(node.putObject("all"), summary.total());
    summary.fromDue().ifPresent(line -> line(node.putObject("fromDue"), line));
    lines(node.putArray("requests"), summary.requests());
    lines(node.putArray("groups"), summary.groups());
    lines(node.putArray("userClasses"), summary.userClasses());
    if (!summary.flows().isEmpty()) {
      lines(node.putArray("flows"), summary.flows());
    }
    lines(node.putArray("phases"), summary.phases());
    levels(node, summary.levels());
    result.capacity().ifPresent(found -> capacity(node.putObject("capacity"), found));
    GeneratorJson.write(node.putObject("generator"), result);
    failures(node.putArray("failures"), result.timeline().failures());
    metrics(node.putArray("metrics"), summary.metrics());
    ArrayNode service = node.putArray("service");
    for (Map.Entry<String, Readings> entry : summary.service().entrySet()) {
      Readings of = entry.getValue();
      service
          .addObject()
          .put("metric", entry.getKey())
          .put("readings", of.count())
          .put("first", of.first())
          .put("mean", of.mean())
          .put("min", of.min())
          .put("max", of.max())
          .put("last", of.last());
    }
    ObjectNode users = node.putObject("users");
    new TreeMap<>(result.timeline().users())
        .forEach(
            (name, u) -> users.putObject(name).put("started", u.started()).put("ended", u.ended()));
    ArrayNode timeline = node.putArray("timeline");
    result.timeline().rows().forEach(row -> row(timeline.addObject(), row));
    result.notes().forEach(node.putArray("notes")::add);
    node.set("series", SeriesJson.of(result.timeline().totals()));
    try {
      return RunJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void judgement(ObjectNode node, Judgement judgement) {
    node.put("name", judgement.threshold().name());
    node.put("key", judgement.threshold().key());
    node.put("target", judgement.threshold().target());
    node.put("verdict", judgement.verdict().name());
    node.put("severity", judgement.threshold().severity().name());
    if (judgement.threshold().implied()) {
      node.put("implied", true);
    }
    judgement.actual().stream()
        .filter(Double::isFinite)
        .forEach(actual -> node.put("actual", actual));
    judgement
        .uncertainty()
        .filter(range -> range.width() > 0 && Double.isFinite(range.least()))
        .ifPresent(range -> RunJson.uncertainty(node, range));
    judgement.asMeasured().ifPresent(would -> node.put("asMeasured", would.name()));
    node.put("samples", judgement.samples());
    if (!judgement.detail().isEmpty()) {
      node.put("detail", judgement.detail());
    }
  }

  private static void breach(ObjectNode node, Breach breach) {
    breach.thresholds().forEach(node.putArray("thresholds")::add);
    node.put("from", breach.from().toMillis());
    node.put("to", breach.to().toMillis());
    node.put("certain", breach.isCertain());
    ArrayNode causes = node.putArray("causes");
    for (Cause cause : breach.causes()) {
      ObjectNode of =
          causes
              .addObject()
              .put("cause", cause.name())
              .put("confidence", cause.confidence().name())
              .put("since", cause.since().toMillis());
      cause.evidence().forEach(of.putArray("evidence")::add);
      of.put("advice", cause.advice()).put("page", cause.page());
      cause.series().forEach(of.putArray("series")::add);
    }
    ArrayNode observed = node.putArray("observed");
    for (Observation of : breach.observed()) {
      observed.addObject().put("text", of.text()).put("advice", of.advice());
    }
    breach.changes().forEach(node.putArray("changes")::add);
    breach.quiet().forEach(node.putArray("quiet")::add);
  }

  private static void failures(ArrayNode array, List<FailureCluster> failures) {
    for (FailureCluster of : failures) {
      array
          .addObject()
          .put("count", of.count())
          .put("error", of.failure().text())
          .put("status", of.failure().code())
          .put("request", of.request())
          .put("userClass", of.userClass())
          .put("phase", of.phase())
          .put("first", of.first().toMillis())
          .put("last", of.last().toMillis());
    }
  }

  private static void metrics(ArrayNode array, List<Line> metrics) {
    for (Line line : metrics) {
      Distribution values = line.times();
      ObjectNode node =
          array
              .addObject()
              .put("metric", line.name())
              .put("samples", values.count())
              .put("total", values.sum())
              .put("mean", values.mean())
              .put("min", values.min())
              .put("p95", values.at(Percentile.P95))
              .put("max", values.max());
      Summary.shareOfYes(line).ifPresent(share -> node.put("share", share));
    }
  }

  private static void capacity(ObjectNode node, SearchResult found) {
    node.put("ending", found.ending().name()).put("sentence", found.sentence());
    node.put("unit", found.asked().unit().name());
    found.flow().ifPresent(flow -> node.put("flow", flow));
    found.beside().forEach(text -> node.withArray("beside").add(text));
    found.proven().ifPresent(level -> node.put("proven", level));
    found.breakingPoint().ifPresent(level -> node.put("breakingPoint", level));
    found.knee().ifPresent(level -> node.put("knee", level));
    found.brokeFirst().ifPresent(first -> node.put("brokeFirst", first));
    ArrayNode probes = node.putArray("probes");
    for (ProbeResult probe : found.probes()) {
      ObjectNode of =
          probes
              .addObject()
              .put("number", probe.number())
              .put("level", probe.level())
              .put("start", probe.start().toMillis())
              .put("end", probe.end().toMillis())
              .put("outcome", probe.outcome().name())
              .put("why", probe.why())
              .put("requests", probe.requests())
              .put("answeredPerSecond", probe.answered());
      if (probe.hasAttempts()) {
        of.put("errorRate", probe.errorRate());
      }
      probe.p95().ifPresent(p95 -> of.put("p95", p95));
      ArrayNode thresholds = of.putArray("thresholds");
      probe.judgements().forEach(j -> judgement(thresholds.addObject(), j));
    }
  }

  private static void levels(ObjectNode node, Levels levels) {
    if (levels.isEmpty()) {
      return;
    }
    ArrayNode array = node.putArray("levels");
    for (int i = 0; i < levels.rows().size(); i++) {
      Levels.Row level = levels.rows().get(i);
      array
          .addObject()
          .put("level", level.height())
          .put("unit", levels.unit().name())
          .put("perSecond", level.perSecond())
          .put("mean", level.mean())
          .put("p95", level.p95())
          .put("success", level.success())
          .put("note", levels.note(i));
    }
  }

  private static void lines(ArrayNode array, List<Line> lines) {
    lines.forEach(line -> line(array.addObject(), line));
  }

  private static void line(ObjectNode node, Line line) {
    node.put("name", line.name());
    node.put("requests", line.of().requests());
    node.put("failures", line.of().failures());
    if (line.of().answerable() > 0) {
      node.put("errorRate", line.of().errorRate());
    }
    node.put("perSecond", line.perSecond());
    Distribution times = line.times();
    if (times.count() > 0) {
      times(node, times);
      line.atLeast().ifPresent(least -> times(node.putObject("least"), least.times()));
    }
    ObjectNode codes = node.putObject("codes");
    new TreeMap<>(line.of().all().codes()).forEach(codes::put);
    ObjectNode errors = node.putObject("errors");
    line.of().errors().forEach(of -> errors.put(of.getKey(), of.getValue()));
  }

  private static void times(ObjectNode node, Distribution times) {
    node.put("mean", times.mean());
    node.put("min", times.min());
    node.put("max", times.max());
    for (Percentile percentile : Line.PERCENTILES) {
      node.put(percentile.toString(), times.at(percentile));
    }
  }

  private static void row(ObjectNode node, Row row) {
    node.put("start", row.start().toMillis());
    node.put("end", row.end().toMillis());
    node.put("requests", row.requests());
    node.put("failures", row.failures());
    if (row.timed() > 0) {
      node.put("p50", row.p50()).put("p95", row.p95()).put("p99", row.p99()).put("max", row.max());
    }
    ObjectNode users = node.putObject("users");
    row.users().forEach(users::put);
    if (!row.service().isEmpty()) {
      ObjectNode service = node.putObject("service");
      new TreeMap<>(row.service()).forEach(service::put);
    }
  }
}
