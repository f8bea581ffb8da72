package dev.onrush.internal.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.control.ProfileSegment;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.RunInfo;
import dev.onrush.internal.run.RunJson;
import dev.onrush.result.Intervention;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A message between coordinator and injectors, written as JSON. */
sealed interface Message {

  /** An injector has joined. If the coordinator has started it, its process id says which it is. */
  record Hello(long process, String version) implements Message {}

  /**
   * The coordinator gives it a slot.
   *
   * @param index from 0
   * @param settings that shape the run, by their names
   * @param info of the whole run
   */
  record Welcome(int index, int of, Map<String, String> settings, RunInfo info)
      implements Message {}

  /** The injector's plan, part by part, to be compared with the coordinator's. */
  record Planned(Map<String, String> plan) implements Message {}

  /** One of the two does not take part, or the other must not. */
  record Refusal(String why) implements Message {}

  /** The injector is warm and can begin. */
  record Ready(String warmUp) implements Message {}

  /** All injectors begin at this moment of the shared clock, in milliseconds. */
  record Start(long at) implements Message {}

  /** The injector has begun so many milliseconds after that moment. */
  record Begun(long late) implements Message {}

  /** All profile segments and interventions so far. */
  record Steer(List<ProfileSegment> segments, List<Intervention> interventions)
      implements Message {}

  /** The injector has to end now, gracefully. */
  record Stop(String reason) implements Message {}

  /** The interval that the injector has recorded since its last one. */
  record Recorded(Interval interval) implements Message {}

  /**
   * The injector has ended and has sent all its intervals.
   *
   * @param completed whether it has followed its plan to the end
   * @param detail how it has ended otherwise
   */
  record Finished(boolean completed, String detail, List<String> notes) implements Message {}

  /** The message as it is sent. */
  static String text(Message message) {
    ObjectNode node = RunJson.MAPPER.createObjectNode();
    if (message instanceof Hello hello) {
      node.put("is", "hello").put("process", hello.process()).put("version", hello.version());
    } else if (message instanceof Welcome welcome) {
      node.put("is", "welcome").put("index", welcome.index()).put("of", welcome.of());
      texts(node, "settings", welcome.settings());
      node.set("info", RunJson.of(welcome.info()));
    } else if (message instanceof Planned planned) {
      node.put("is", "planned");
      texts(node, "plan", planned.plan());
    } else if (message instanceof Refusal refusal) {
      node.put("is", "refusal").put("why", refusal.why());
    } else if (message instanceof Ready ready) {
      node.put("is", "ready").put("warmUp", ready.warmUp());
    } else if (message instanceof Start start) {
      node.put("is", "start").put("at", start.at());
    } else if (message instanceof Begun begun) {
      node.put("is", "begun").put("late", begun.late());
    } else if (message instanceof Steer steer) {
      node.put("is", "steer");
      ArrayNode segments = node.putArray("legs");
      steer.segments().forEach(segment -> segments.add(RunJson.of(segment)));
      ArrayNode interventions = node.putArray("interventions");
      steer.interventions().forEach(i -> interventions.add(RunJson.of(i)));
    } else if (message instanceof Stop stop) {
      node.put("is", "stop").put("reason", stop.reason());
    } else if (message instanceof Recorded told) {
      node.put("is", "told");
      node.set("interval", RunJson.of(told.interval()));
    } else if (message instanceof Finished done) {
      node.put("is", "done").put("completed", done.completed()).put("detail", done.detail());
      done.notes().forEach(node.putArray("notes")::add);
    }
    return node.toString();
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
      case "ready" -> new Ready(node.required("warmUp").asText());
      case "start" -> new Start(node.required("at").asLong());
      case "begun" -> new Begun(node.required("late").asLong());
      case "steer" -> {
        List<ProfileSegment> segments = new ArrayList<>();
        node.required("legs").forEach(segment -> segments.add(RunJson.leg(segment)));
        List<Intervention> interventions = new ArrayList<>();
        node.required("interventions").forEach(i -> interventions.add(RunJson.intervention(i)));
        yield new Steer(segments, interventions);
      }
      case "stop" -> new Stop(node.required("reason").asText());
      case "told" -> new Recorded(RunJson.interval(node.required("interval")));
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
