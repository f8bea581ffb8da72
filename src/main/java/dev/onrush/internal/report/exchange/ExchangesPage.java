package dev.onrush.internal.report.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.Exchange.Message;
import dev.onrush.internal.exchange.ExchangeJson;
import dev.onrush.internal.exchange.Exchanges;
import dev.onrush.internal.exchange.TraceIds;
import dev.onrush.internal.page.HtmlPage;
import dev.onrush.internal.page.Texts;
import dev.onrush.internal.report.summary.ReportedRun;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.TrialRun;
import dev.onrush.internal.trace.Span;
import dev.onrush.units.Quantity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the page of what was sent and answered where requests failed or were slowest. */
public final class ExchangesPage {

  private ExchangesPage() {}

  public static String of(ReportedRun run) {
    ObjectNode data = RunJson.MAPPER.createObjectNode();
    data.put("plan", Texts.shown(run.info().plan()));
    boolean all = TrialRun.is(run.info());
    data.put("all", all);
    data.put("verdict", run.verdict().name());
    data.put("reason", Texts.shown(run.reason()));
    ArrayNode array = data.putArray("exchanges");
    List<Exchange> shown = new ArrayList<>(run.exchanges());
    if (!all) {
      shown.removeIf(exchange -> !exchange.failed());
      shown.addAll(Exchanges.slowestOf(run.exchanges()));
    }
    Optional<String> traces = Optional.ofNullable(run.info().facts().get(RunInfo.TRACES));
    for (Exchange exchange : shown) {
      ObjectNode of = array.addObject();
      exchange.trace().ifPresent(trace -> trace(of, trace.traceId(), traces, run.spans()));
      of.put("request", Texts.shown(exchange.request()));
      of.put("userClass", Texts.shown(exchange.userClass()));
      of.put("at", Instant.ofEpochMilli(exchange.at()).truncatedTo(ChronoUnit.MILLIS).toString());
      of.put("took", Quantity.TIME.text(exchange.millis()));
      of.put("error", Texts.shown(exchange.error()));
      ArrayNode checks = of.putArray("checks");
      exchange.checks().forEach(check -> checks.add(ExchangeJson.of(check)));
      ArrayNode session = of.putArray("session");
      exchange.session().forEach(attribute -> session.add(ExchangeJson.of(attribute)));
      message(of.putObject("sent"), exchange.sent());
      exchange.answer().ifPresent(answer -> message(of.putObject("answer"), answer));
    }
    return HtmlPage.EXCHANGES.of(data);
  }

  private static void trace(
      ObjectNode node, String id, Optional<String> address, Map<String, List<Span>> spans) {
    node.put("trace", id);
    address.ifPresent(link -> node.put("link", link.replace(TraceIds.PLACE, id)));
    if (spans.containsKey(id)) {
      SpanRows.write(node, spans.get(id));
    }
  }

  private static void message(ObjectNode node, Message message) {
    node.put("line", message.line());
    message.headers().forEach(node.putArray("headers")::add);
    node.put("body", ExchangeText.readable(message.body()));
  }
}
