package dev.onrush.internal.live.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.page.HtmlPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The visitors of the dashboard. Each first receives the whole content of the page, and then what
 * changes in it. Used by one thread.
 */
final class Audience {

  private final Supplier<ObjectNode> content;
  private final List<Visitor> visitors = new ArrayList<>();

  /** The content that all visitors have received. */
  private ObjectNode shown;

  /** The message with {@link #shown}; null until a visitor needs it. */
  private byte @Nullable [] whole;

  /** Creates an audience without visitors, of a page with this content. */
  Audience(Supplier<ObjectNode> content) {
    this.content = content;
    this.shown = content.get();
  }

  /** Adds a visitor, who receives the whole content. */
  void welcome(Visitor visitor) {
    if (visitors.isEmpty()) {
      shown = content.get();
      whole = null;
    }
    byte[] all = whole == null ? message("state", shown) : whole;
    whole = all;
    if (visitor.send(all)) {
      visitors.add(visitor);
    }
  }

  void leave(Visitor visitor) {
    visitors.remove(visitor);
  }

  /** Sends what has changed to all visitors; does nothing without visitors. */
  void show() {
    if (visitors.isEmpty()) {
      return;
    }
    ObjectNode before = shown;
    shown = content.get();
    whole = null;
    JsonDiff.of(before, shown)
        .map(change -> message("change", change))
        .ifPresent(message -> visitors.removeIf(visitor -> !visitor.send(message)));
  }

  /**
   * Ends the connections of all visitors once they have received everything; returns the visitors.
   */
  List<Visitor> end() {
    visitors.forEach(Visitor::end);
    return List.copyOf(visitors);
  }

  private static byte[] message(String event, ObjectNode data) {
    return ("event: " + event + "\ndata: " + HtmlPage.escaped(data) + "\n\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
