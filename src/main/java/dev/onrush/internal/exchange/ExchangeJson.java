package dev.onrush.internal.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.exchange.Exchange.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An exchange as JSON: in its file, and from one JVM to another. */
public final class ExchangeJson {

  private ExchangeJson() {}

  /** Writes all of it. */
  public static ObjectNode of(Exchange exchange) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("request", exchange.request());
    node.put("userClass", exchange.userClass());
    node.put("at", exchange.at());
    node.put("millis", exchange.millis());
    node.put("error", exchange.error());
    node.set("sent", of(exchange.sent()));
    exchange.answer().ifPresent(answer -> node.set("answer", of(answer)));
    return node;
  }

  private static ObjectNode of(Message message) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("line", message.line());
    message.headers().forEach(node.putArray("headers")::add);
    node.put("body", message.body());
    return node;
  }

  /**
   * Reads what {@link #of} has written; fields that are not known are left out.
   *
   * @throws IllegalArgumentException if a field is missing
   */
  public static Exchange exchange(JsonNode node) {
    return new Exchange(
        node.required("request").asText(),
        node.required("userClass").asText(),
        node.required("at").asLong(),
        node.required("millis").asDouble(),
        node.required("error").asText(),
        message(node.required("sent")),
        Optional.ofNullable(node.get("answer")).map(ExchangeJson::message));
  }

  private static Message message(JsonNode node) {
    List<String> headers = new ArrayList<>();
    node.required("headers").forEach(header -> headers.add(header.asText()));
    return new Message(node.required("line").asText(), headers, node.required("body").asText());
  }
}
