package dev.onrush.internal.report.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.page.Texts;
import dev.onrush.internal.trace.Span;
import dev.onrush.internal.trace.Waterfall;
import dev.onrush.units.Quantity;
import java.util.List;

/** Writes the spans of an exchange as the page draws them. */
final class SpanRows {

  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * The maximum number of names in the line above the spans, which tells where the time was spent.
   */
  private static final int MOST_WORK = 3;

  /** The least share of the time that is mentioned there. */
  private static final double NOTABLE = 0.05;

  private SpanRows() {}

  static void write(ObjectNode of, List<Span> trace) {
    Waterfall waterfall = Waterfall.of(trace);
    long length = Math.max(1, waterfall.length());
    of.put("spansTook", time(length));
    of.put("furtherSpans", waterfall.further());
    of.put("droppedSpans", waterfall.dropped());
    ArrayNode work = of.putArray("work");
    waterfall.work().stream()
        .limit(MOST_WORK)
        .filter(each -> each.nanos() >= NOTABLE * length)
        .forEach(
            each ->
                work.addObject()
                    .put("name", each.name())
                    .put("service", each.service())
                    .put("took", time(each.nanos()))
                    .put("spans", each.spans()));
    ArrayNode rows = of.putArray("spans");
    for (Waterfall.Row row : waterfall.rows()) {
      Span span = row.span();
      rows.addObject()
          .put("depth", row.depth())
          .put("service", span.service())
          .put("name", span.name())
          .put("outgoing", span.isOutgoing())
          .put("took", time(span.nanos()))
          .put("left", percent(span.start() - waterfall.start(), length))
          .put("width", percent(span.nanos(), length))
          .put("detail", Texts.shown(span.detail()))
          .put("error", Texts.shown(span.error()));
    }
  }

  private static String time(long nanos) {
    return Quantity.TIME.text(nanos / NANOS_PER_MILLI);
  }

  /** Returns the percentage with two decimals. */
  private static double percent(long part, long whole) {
    return Math.round(1e4 * part / whole) / 1e2;
  }
}
