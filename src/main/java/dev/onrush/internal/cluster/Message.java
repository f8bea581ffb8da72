package dev.onrush.internal.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.control.ProfileSegment;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.ExchangeJson;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.log.IntervalJson;
import dev.onrush.internal.run.log.LoadJson;
import dev.onrush.internal.run.log.RunJson;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.result.Intervention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A message between coordinator and injectors, written as JSON. */
sealed interface Message {

  /** Writes the fields as {@link #parse} reads them. */
  void write(ObjectNode node);

  /** The message as it is sent. */
  default String text() {
    ObjectNode node = RunJson.MAPPER.createObjectNode();
    write(node);
    return node.toString();
  }

  /** An injector has joined. If the coordinator has started it, its process id says which it is. */
  record Hello(long process, String version) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "hello").put("process", process).put("version", version);
    }
  }

  /**
   * The coordinator gives it a slot.
   *
   * @param index from 0
   * @param settings that shape the run, by their names
   * @param info of the whole run
   */
  record Welcome(int index, int of, Map<String, String> settings, RunInfo info) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "welcome").put("index", index).put("of", of);
      texts(node, "settings", settings);
      node.set("info", RunJson.of(info));
    }
  }

  /** The injector's plan, part by part, to be compared with the coordinator's. */
  record Planned(Map<String, String> plan) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "planned");
      texts(node, "plan", plan);
    }
  }

  /** One of the two does not take part, or the other must not. */
  record Refusal(String why) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "refusal").put("why", why);
    }
  }

  /**
   * The injector is warm and can begin.
   *
   * @param mostUsers that its machine has room for
   */
  record Ready(String warmUp, long mostUsers) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "ready").put("warmUp", warmUp).put("mostUsers", mostUsers);
    }
  }

  /** The injector has a slot and is there; each second until its load begins. */
  record Waiting() implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "waiting");
    }
  }

  /** All injectors begin at this moment of the shared clock, in milliseconds. */
  record Start(long at) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "start").put("at", at);
    }
  }

  /** The injector has begun so many milliseconds after that moment. */
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

  /** The injector has to end now, gracefully. */
  record Stop(String reason) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "stop").put("reason", reason);
    }
  }

  /**
   * The interval that the injector has recorded since its last one.
   *
   * @param endOfLoad when the injector's load was ended, since its run has begun; empty if it was
   *     not
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
   * What the injector has kept of failed requests since its last such message, each sent so many
   * milliseconds after the injector's run has begun: clocks of machines may differ.
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
   * @param detail how it has ended otherwise
   */
  record Finished(boolean completed, String detail, List<String> notes) implements Message {
    @Override
    public void write(ObjectNode node) {
      node.put("is", "done").put("completed", completed).put("detail", detail);
      notes.forEach(node.putArray("notes")::add);
    }
  }

  /**
   * The message that was sent.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Message parse(String text) {
    JsonNode node;
    try {
      node = RunJson.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a message is no JSON: " + e.getMessage(), e);
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
      default ->
          throw new IllegalArgumentException("message was \"" + is + "\", which is not known");
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
