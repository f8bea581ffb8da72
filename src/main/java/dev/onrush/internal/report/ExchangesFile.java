package dev.onrush.internal.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.Exchange;
import dev.onrush.internal.metrics.Exchange.Message;
import dev.onrush.internal.metrics.Exchanges;
import dev.onrush.internal.page.HtmlPage;
import dev.onrush.internal.page.Texts;
import dev.onrush.internal.run.AtomicFile;
import dev.onrush.internal.run.RunJson;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.RunRecord;
import dev.onrush.internal.run.UnwrittenFilesException;
import dev.onrush.result.UnwrittenFile;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Writes the page of what was sent and answered where requests failed, if any has. */
public final class ExchangesFile implements RunObserver {

  /** Its name; the report links to it where it is there. */
  static final String FILE = "exchanges.html";

  private final Exchanges exchanges;

  /** The page of these, when the run has ended. */
  public ExchangesFile(Exchanges exchanges) {
    this.exchanges = exchanges;
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    List<Exchange> all = exchanges.list();
    if (all.isEmpty()) {
      return;
    }
    try {
      AtomicFile.write(
          folder.resolve(FILE),
          HtmlPage.EXCHANGES.of(data(result, all)).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UnwrittenFilesException(List.of(UnwrittenFile.missing(FILE, e)));
    }
  }

  private static ObjectNode data(RunRecord result, List<Exchange> all) {
    ObjectNode data = RunJson.MAPPER.createObjectNode();
    data.put("plan", Texts.shown(result.info().plan()));
    ArrayNode array = data.putArray("exchanges");
    for (Exchange exchange : all) {
      ObjectNode of = array.addObject();
      of.put("request", Texts.shown(exchange.request()));
      of.put("userClass", Texts.shown(exchange.userClass()));
      of.put("at", Instant.ofEpochMilli(exchange.at()).truncatedTo(ChronoUnit.MILLIS).toString());
      of.put("took", Quantity.TIME.text(exchange.millis()));
      of.put("error", Texts.shown(exchange.error()));
      message(of.putObject("sent"), exchange.sent());
      exchange.answer().ifPresent(answer -> message(of.putObject("answer"), answer));
    }
    return data;
  }

  private static void message(ObjectNode node, Message message) {
    node.put("line", message.line());
    message.headers().forEach(node.putArray("headers")::add);
    node.put("body", message.body());
  }
}
