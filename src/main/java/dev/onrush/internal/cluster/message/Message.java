package dev.onrush.internal.cluster.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.control.ProfileSegment;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.ExchangeJson;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.log.json.IntervalJson;
import dev.onrush.internal.run.log.json.LoadJson;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.result.Intervention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A message between the coordinator and an injector, written as JSON. */
public sealed interface Message {

  /** Writes the fields in the format that {@link #parse} reads. */
  void write(ObjectNode node);

  /** The message as it is sent. */
  default String text() {
    ObjectNode node = RunJson.MAPPER.createObjectNode();
    write(node);
    return node.toString();
  }

  /**
   * An injector has joined. If the coordinator has started it, its process id identifies the
   * injector.
   */
  record Hello(long process, String version) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "hello").put("process", process).put("version", version);
    }
  }

  /**
   * The coordinator assigns a slot to the injector.
   *
   * @param index from 0
   * @param settings the settings that determine the run, by name
   * @param info the description of the whole run
   */
  record Welcome(int index, int of, Map<String, String> settings, RunInfo info) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "welcome").put("index", index).put("of", of);
      texts(node, "settings", settings);
      node.set("info", RunJson.of(info));
    }
  }

  /** The parts of the injector's plan, which are compared with those of the coordinator. */
  record Planned(Map<String, String> plan) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "planned");
      texts(node, "plan", plan);
    }
  }

  /** The sender does not take part, or does not admit the receiver. */
  record Refusal(String why) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "refusal").put("why", why);
    }
  }

  /**
   * The injector is warmed up and ready to start.
   *
   * @param mostUsers the number of users for which its machine has room
   */
  record Ready(String warmUp, long mostUsers) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "ready").put("warmUp", warmUp).put("mostUsers", mostUsers);
    }
  }

  /** The injector has a slot and is there; sent every second until its load starts. */
  record Waiting() implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "waiting");
    }
  }

  /** All injectors start at this moment of the shared clock, in milliseconds. */
  record Start(long at) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "start").put("at", at);
    }
  }

  /** The injector has started this number of milliseconds after the common start. */
  record Begun(long late) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "begun").put("late", late);
    }
  }

  /** All profile segments and interventions so far. */
  record Steer(List<ProfileSegment> segments, List<Intervention> interventions) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "steer");
      ArrayNode legs = node.putArray("legs");
      segments.forEach(segment -> legs.add(LoadJson.of(segment)));
      ArrayNode commands = node.putArray("interventions");
      interventions.forEach(i -> commands.add(RunJson.of(i)));
    }
  }

  /** The injector has to stop now, gracefully. */
  record Stop(String reason) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "stop").put("reason", reason);
    }
  }

  /**
   * The interval that the injector has recorded since the previous one.
   *
   * @param endOfLoad when the injector's load was ended, since its run started; empty if it was not
   *     ended
   */
  record Recorded(Interval interval, Optional<Duration> endOfLoad) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "told");
      endOfLoad.ifPresent(at -> node.put("endOfLoad", at.toMillis()));
      node.set("interval", IntervalJson.of(interval));
    }
  }

  /**
   * The exchanges of failed and slow requests that the injector has kept since the previous message
   * of this kind. Their times are milliseconds since the injector's run started, because the clocks
   * of the machines may differ.
   */
  record Kept(List<Exchange> exchanges) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "kept");
      ArrayNode kept = node.putArray("exchanges");
      exchanges.forEach(exchange -> kept.add(ExchangeJson.of(exchange)));
    }
  }

  /**
   * The injector has ended and has sent all its intervals.
   *
   * @param completed whether it has followed its plan to the end
   * @param detail how it ended otherwise
   */
  record Finished(boolean completed, String detail, List<String> notes) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "done").put("completed", completed).put("detail", detail);
      notes.forEach(node.putArray("notes")::add);
    }
  }

  /**
   * Parses the text of a message.
   *
   * @throws IllegalArgumentException if it is not a valid message
   */
  static Message parse(String text) {
    JsonNode node;
    try {
      node = RunJson.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a message is not JSON: " + e.getMessage(), e);
    }
    String is = node.path("is").asText();
    return switch (is) {
      case "hello" ->
          new Hello(node.required("process").asLong(), node.required("version").asText());
      case "welcome" ->
          new Welcome(
              node.required("index").asInt(),
              node.required("of").asInt(),
              texts(node.required("settings")),
              RunJson.info(node.required("info")));
      case "planned" -> new Planned(texts(node.required("plan")));
      case "refusal" -> new Refusal(node.required("why").asText());
      case "ready" ->
          new Ready(node.required("warmUp").asText(), node.required("mostUsers").asLong());
      case "waiting" -> new Waiting();
      case "start" -> new Start(node.required("at").asLong());
      case "begun" -> new Begun(node.required("late").asLong());
      case "steer" -> {
        List<ProfileSegment> segments = new ArrayList<>();
        node.required("legs").forEach(segment -> segments.add(LoadJson.segment(segment)));
        List<Intervention> interventions = new ArrayList<>();
        node.required("interventions").forEach(i -> interventions.add(RunJson.intervention(i)));
        yield new Steer(segments, interventions);
      }
      case "stop" -> new Stop(node.required("reason").asText());
      case "told" ->
          new Recorded(IntervalJson.interval(node.required("interval")), RunJson.endOfLoad(node));
      case "kept" -> {
        List<Exchange> kept = new ArrayList<>();
        node.required("exchanges").forEach(of -> kept.add(ExchangeJson.exchange(of)));
        yield new Kept(kept);
      }
      case "done" -> {
        List<String> notes = new ArrayList<>();
        node.required("notes").forEach(note -> notes.add(note.asText()));
        yield new Finished(
            node.required("completed").asBoolean(), node.required("detail").asText(), notes);
      }
      default -> throw new IllegalArgumentException("message was \"" + is + "\", which is unknown");
    };
  }

  private static void texts(ObjectNode node, String name, Map<String, String> texts) {
    ObjectNode of = node.putObject(name);
    texts.forEach(of::put);
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(text -> texts.put(text.getKey(), text.getValue().asText()));
    return texts;
  }
}
