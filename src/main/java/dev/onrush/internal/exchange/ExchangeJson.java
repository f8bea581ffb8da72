package dev.onrush.internal.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.exchange.Exchange.Attribute;
import dev.onrush.internal.exchange.Exchange.Check;
import dev.onrush.internal.exchange.Exchange.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Converts an exchange to JSON and back, for its file and for transfer from one JVM to another. */
public final class ExchangeJson {

  private ExchangeJson() {}

  /** Converts an exchange to JSON. */
  public static ObjectNode of(Exchange exchange) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("request", exchange.request());
    node.put("userClass", exchange.userClass());
    node.put("at", exchange.at());
    node.put("millis", exchange.millis());
    node.put("error", exchange.error());
    node.set("sent", of(exchange.sent()));
    exchange.answer().ifPresent(answer -> node.set("answer", of(answer)));
    if (!exchange.checks().isEmpty()) {
      ArrayNode checks = node.putArray("checks");
      exchange.checks().forEach(check -> checks.add(of(check)));
    }
    if (!exchange.session().isEmpty()) {
      ArrayNode session = node.putArray("session");
      exchange.session().forEach(attribute -> session.add(of(attribute)));
    }
    return node;
  }

  /** Converts a check. */
  public static ObjectNode of(Check check) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("expected", check.expected())
        .put("found", check.found())
        .put("problem", check.problem());
  }

  /** Converts an attribute of a session. */
  public static ObjectNode of(Attribute attribute) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", attribute.name());
    attribute.before().ifPresent(before -> node.put("before", before));
    attribute.after().ifPresent(after -> node.put("after", after));
    return node.put("changed", attribute.changed());
  }

  private static ObjectNode of(Message message) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("line", message.line());
    message.headers().forEach(node.putArray("headers")::add);
    node.put("body", message.body());
    return node;
  }

  /**
   * Converts the result of {@link #of} back to an exchange. Unknown fields are ignored.
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
        Optional.ofNullable(node.get("answer")).map(ExchangeJson::message),
        all(node.path("checks"), ExchangeJson::check),
        all(node.path("session"), ExchangeJson::attribute));
  }

  private static <T> List<T> all(JsonNode array, Function<JsonNode, T> each) {
    List<T> all = new ArrayList<>();
    array.forEach(node -> all.add(each.apply(node)));
    return all;
  }

  private static Check check(JsonNode node) {
    return new Check(
        node.required("expected").asText(),
        node.required("found").asText(),
        node.required("problem").asText());
  }

  private static Attribute attribute(JsonNode node) {
    return new Attribute(
        node.required("name").asText(),
        Optional.ofNullable(node.get("before")).map(JsonNode::asText),
        Optional.ofNullable(node.get("after")).map(JsonNode::asText),
        node.required("changed").asBoolean());
  }

  private static Message message(JsonNode node) {
    List<String> headers = new ArrayList<>();
    node.required("headers").forEach(header -> headers.add(header.asText()));
    return new Message(node.required("line").asText(), headers, node.required("body").asText());
  }
}
