package dev.onrush.internal.report.exchange;

import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.Exchange.Attribute;
import dev.onrush.internal.exchange.Exchange.Check;
import dev.onrush.internal.exchange.Exchange.Message;
import dev.onrush.internal.text.Columns;
import dev.onrush.internal.text.Printable;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Formats an exchange as a block of lines for the console: {@code >} before what was sent, {@code
 * <} before what was received, then the checks and the changes in the session.
 */
public final class ExchangeText {

  private static final int WIDTH = 100;

  /** The maximum number of lines of a body; a longer one is truncated, but complete on the page. */
  private static final int MOST_LINES = 30;

  private ExchangeText() {}

  public static String of(Exchange exchange) {
    StringBuilder text = new StringBuilder("\n");
    String title =
        "== "
            + Printable.line(exchange.userClass())
            + ": "
            + Printable.line(exchange.request())
            + " ";
    String end =
        (exchange.failed() ? " FAILED, " : " ok, ") + Quantity.TIME.text(exchange.millis());
    text.append(title)
        .append("=".repeat(Math.max(2, WIDTH - Columns.width(title + end))))
        .append(end)
        .append('\n');
    message(text, "> ", exchange.sent());
    exchange.answer().ifPresent(answer -> message(text, "< ", answer));
    if (exchange.failed() && exchange.checks().stream().allMatch(Check::holds)) {
      text.append("  FAILED  ").append(Printable.line(exchange.error())).append('\n');
    }
    exchange.checks().forEach(check -> check(text, check));
    exchange.session().stream()
        .filter(Attribute::changed)
        .forEach(attribute -> attribute(text, attribute));
    return text.toString();
  }

  private static void message(StringBuilder text, String before, Message message) {
    line(text, before, message.line());
    message.headers().forEach(header -> line(text, before, header));
    if (message.body().isEmpty()) {
      return;
    }
    line(text, before, "");
    List<String> lines = new ArrayList<>(readable(message.body()).lines().toList());
    int more = lines.size() - MOST_LINES;
    lines.stream().limit(MOST_LINES).forEach(line -> line(text, before, line));
    if (more > 0) {
      line(text, before, "… " + Quantity.count(more, "more line") + ", see the page");
    }
  }

  private static void line(StringBuilder text, String before, String line) {
    text.append((before + Printable.lines(line)).stripTrailing()).append('\n');
  }

  private static void check(StringBuilder text, Check check) {
    text.append(check.holds() ? "  ok      " : "  FAILED  ")
        .append(Printable.line(check.expected()))
        .append(check.found().isEmpty() ? "" : ", found " + Printable.line(check.found()));
    if (!check.holds() && !check.problem().endsWith("found " + check.found())) {
      text.append(" (").append(Printable.line(check.problem())).append(')');
    }
    text.append('\n');
  }

  private static void attribute(StringBuilder text, Attribute attribute) {
    text.append("  session ").append(Printable.line(attribute.name()));
    Optional<String> after = attribute.after();
    if (after.isEmpty()) {
      text.append(" was removed");
    } else {
      text.append(" = ").append(Printable.line(after.get()));
      attribute
          .before()
          .ifPresent(was -> text.append(" (was ").append(Printable.line(was)).append(')'));
    }
    text.append('\n');
  }

  /**
   * Returns a JSON body with a line for each field and element. A body that is short, or is not
   * JSON as a whole, is returned unchanged.
   */
  static String readable(String body) {
    String start = body.stripLeading();
    boolean isShort = body.length() <= WIDTH && body.lines().count() == 1;
    if (isShort || (!start.startsWith("{") && !start.startsWith("["))) {
      return body;
    }
    return IndentedJson.of(body).orElse(body);
  }
}
