package dev.onrush.internal.report.file;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.report.summary.GeneratorSummary;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.verdict.figure.LittlesLaw;
import dev.onrush.units.Percentile;

/**
 * Writes the generator's part of {@code result.json}: how late and how busy the generator was, in
 * total and in each second.
 */
final class GeneratorJson {

  private GeneratorJson() {}

  static void write(ObjectNode node, RunRecord result) {
    GeneratorSummary generator = new GeneratorSummary(result);
    LittlesLaw.of(result.timeline(), result.info().phases())
        .ifPresent(
            law ->
                node.putObject("littlesLaw")
                    .put("users", law.users())
                    .put("throughput", law.throughput())
                    .put("response", law.response())
                    .put("think", law.think())
                    .put("explained", law.explained())
                    .put("holds", law.holds()));
    generator.due().ifPresent(due -> node.put("due", due));
    node.put("begun", result.timeline().marks().arrived());
    node.put("late", generator.late());
    generator
        .callWaits()
        .ifPresent(
            waits ->
                node.putObject("callWaits")
                    .put("calls", waits.count())
                    .put("p50", waits.at(Percentile.P50))
                    .put("p95", waits.at(Percentile.P95))
                    .put("p99", waits.at(Percentile.P99))
                    .put("max", waits.max()));
    ArrayNode findings = node.putArray("findings");
    result.generatorFindings().forEach(findings::add);
    ArrayNode seconds = node.putArray("timeline");
    for (Row row : result.timeline().rows()) {
      row.vitals()
          .ifPresent(
              vitals -> {
                ObjectNode second =
                    seconds
                        .addObject()
                        .put("end", row.end().toMillis())
                        .put("cpu", vitals.cpu())
                        .put("machineCpu", vitals.machineCpu())
                        .put("gc", vitals.gc().toMillis())
                        .put("standstill", vitals.standstill().toMillis())
                        .put("heap", vitals.heap())
                        .put("openFiles", vitals.openFiles())
                        .put("lag", row.lag());
                host(second, vitals);
                injectors(second, row);
              });
    }
  }

  /** Writes the figures of the machine, as far as they are known. */
  private static void host(ObjectNode node, Vitals vitals) {
    if (!vitals.host().isEmpty()) {
      ObjectNode host = node.putObject("host");
      vitals.host().forEach((figure, value) -> host.put(figure.key(), value));
    }
  }

  /** Writes the figures of each injector, if the run has several. */
  private static void injectors(ObjectNode node, Row row) {
    if (row.injectors().isEmpty()) {
      return;
    }
    ArrayNode injectors = node.putArray("injectors");
    row.injectors()
        .forEach(
            (name, injector) -> {
              ObjectNode of = injectors.addObject().put("name", name);
              of.put("told", injector.length().toMillis());
              of.put("lost", injector.lost());
              if (injector.hasReported()) {
                of.put("lag", injector.lag()).put("loopLag", injector.loopLag());
                of.put("begun", injector.arrived()).put("active", injector.active());
                injector
                    .vitals()
                    .ifPresent(
                        vitals -> {
                          of.put("cpu", vitals.cpu())
                              .put("machineCpu", vitals.machineCpu())
                              .put("standstill", vitals.standstill().toMillis());
                          host(of, vitals);
                        });
              }
            });
  }
}
