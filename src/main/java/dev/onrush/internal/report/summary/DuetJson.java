package dev.onrush.internal.report.summary;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.ChangeUnit;
import dev.onrush.internal.page.Texts;
import dev.onrush.result.DuetComparison;
import dev.onrush.result.DuetComparison.Difference;
import dev.onrush.threshold.Statistic.Simple;
import java.util.OptionalDouble;

/** Writes a duet to {@code result.json} and to the data of its page. */
public final class DuetJson {

  private DuetJson() {}

  /** Writes each statistic of each request. */
  public static void write(ObjectNode node, DuetComparison duet) {
    node.put("a", duet.a()).put("b", duet.b()).put("margin", duet.margin());
    ArrayNode differences = node.putArray("differences");
    for (Difference of : duet.differences()) {
      ObjectNode row = differences.addObject();
      of.request().ifPresent(name -> row.put("request", name));
      row.put("statistic", of.statistic().toString());
      row.put("asked", of.asked());
      row.put("unit", ChangeUnit.isRelative(of.statistic()) ? "percent" : "points");
      numbers(row, of);
      row.put("confidence", of.confidence());
      row.put("blocks", of.blocks());
      row.put("margin", of.margin());
      row.put("answer", of.answer());
    }
  }

  private static void numbers(ObjectNode row, Difference of) {
    number(row, "a", of.a());
    number(row, "b", of.b());
    number(row, "change", of.change());
    number(row, "low", of.low());
    number(row, "high", of.high());
  }

  private static void number(ObjectNode row, String name, OptionalDouble value) {
    value.ifPresent(number -> row.put(name, number));
  }

  /**
   * Writes the rows of the table, each with its texts and the numbers that its mark is drawn from.
   */
  public static void page(ObjectNode node, DuetComparison duet) {
    node.put("addresses", Texts.shown(DuetRows.addresses(duet)));
    node.put("rules", DuetRows.RULES);
    DuetRows.COLUMNS.forEach(node.putArray("columns")::add);
    ArrayNode rows = node.putArray("rows");
    DuetRows.Table table = DuetRows.table(duet);
    table.leftOut().ifPresent(text -> node.put("leftOut", text));
    for (Difference of : table.rows()) {
      ObjectNode row = rows.addObject();
      ArrayNode texts = row.putArray("texts");
      DuetRows.texts(of).forEach(text -> texts.add(Texts.shown(text)));
      row.put("relative", ChangeUnit.isRelative(of.statistic()));
      row.put("margin", of.margin());
      row.put("more", of.statistic() == Simple.THROUGHPUT);
      numbers(row, of);
    }
  }
}
