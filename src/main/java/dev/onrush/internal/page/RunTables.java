package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.timeline.FailureCluster;
import dev.onrush.internal.metrics.timeline.FailureMessage;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Writes the tables of a run on pages, as JSON. Figures are written as texts, so that all pages
 * show the same, and as numbers for sorting and drawing.
 */
public final class RunTables {

  private static final int ERRORS_SHOWN = 200;

  private RunTables() {}

  /** Adds a line to a table and returns the new node. */
  public static ObjectNode line(ArrayNode lines, Line line) {
    ObjectNode node = lines.addObject();
    node.put("name", Texts.shown(line.name()));
    List<OptionalDouble> found = line.figures();
    line.texts(found).forEach(node.putArray("texts")::add);
    ArrayNode figures = node.putArray("figures");
    found.forEach(figure -> Json.add(figures, figure.orElse(Double.NaN)));
    return node;
  }

  /** Writes the number of responses by status code. */
  public static void codes(ArrayNode codes, Line line) {
    new TreeMap<>(line.of().all().codes())
        .forEach(
            (code, count) ->
                codes
                    .addObject()
                    .put("code", Texts.shown(code))
                    .put("count", Quantity.count(count))
                    .put("share", Line.share(100.0 * count / line.of().timed())));
  }

  /** Writes {@code errors}, the most frequent first, and how many {@code moreErrors} there are. */
  public static void errors(ObjectNode node, Timeline timeline) {
    List<FailureCluster> failures = timeline.failures();
    ArrayNode array = node.putArray("errors");
    for (FailureCluster of : failures.subList(0, Math.min(ERRORS_SHOWN, failures.size()))) {
      ObjectNode row = array.addObject();
      List.of(
              of.failure().text(),
              of.failure().code().isEmpty() ? "-" : of.failure().code(),
              of.request(),
              of.userClass(),
              of.phase(),
              Quantity.count(of.count()),
              Quantity.clock(of.first()),
              Quantity.clock(of.last()))
          .forEach(text -> row.withArray("texts").add(Texts.shown(text)));
      row.putArray("figures").add(of.count()).add(of.first().toMillis()).add(of.last().toMillis());
    }
    node.put("moreErrors", failures.size() - array.size());
  }

  /** Writes the failures with the same message, of all requests, user classes and phases. */
  public static void messages(ArrayNode messages, Timeline timeline) {
    for (FailureMessage of : FailureMessage.of(timeline.failures(), Texts::shown)) {
      messages
          .addObject()
          .put("text", of.text())
          .put("count", of.count())
          .put("first", of.first().first().toMillis())
          .put("last", of.last().toMillis());
    }
  }
}
