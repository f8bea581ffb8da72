package dev.onrush.internal.run.log.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.capacity.SearchedFlow;
import dev.onrush.internal.control.ProfileSegment;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.LoadProfile.ArrivalRate.Spacing;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.profile.Stage;
import dev.onrush.units.Percent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Converts the load of a run, as planned and as steered, to JSON and back. */
public final class LoadJson {

  private static final String CLOSED = "concurrent users";
  private static final String OPEN = "arrival rate";
  private static final String POISSON = "Poisson";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private LoadJson() {}

  /** Writes the profile of the only flow, or all flows by name. */
  static void write(List<FlowLoad> flows, ObjectNode node) {
    ArrayNode named = JSON.arrayNode();
    for (FlowLoad load : flows) {
      if (load.flow().isEmpty()) {
        node.set("profile", of(load.profile()));
      } else {
        ObjectNode of = named.addObject();
        of.put("name", load.flow().get().name());
        load.flow().get().userClasses().forEach(of.putArray("userClasses")::add);
        of.set("profile", of(load.profile()));
      }
    }
    if (!named.isEmpty()) {
      node.set("flows", named);
    }
  }

  /** Reads the flows that {@link #write} has written. */
  static List<FlowLoad> flows(JsonNode node) {
    List<FlowLoad> flows = new ArrayList<>();
    if (node.has("profile")) {
      flows.add(FlowLoad.only(profile(node.get("profile"))));
    }
    for (JsonNode of : node.path("flows")) {
      List<String> userClasses = new ArrayList<>();
      of.required("userClasses").forEach(name -> userClasses.add(name.asText()));
      RunFlow flow = new RunFlow(of.required("name").asText(), userClasses);
      flows.add(new FlowLoad(Optional.of(flow), profile(of.required("profile"))));
    }
    return flows;
  }

  /** Writes a capacity search, with the name of its flow if the run has several. */
  static ObjectNode of(SearchedFlow searched) {
    ObjectNode node = of(searched.asked());
    searched.name().ifPresent(name -> node.put("flow", name));
    return node;
  }

  /** Reads a capacity search of one of the given flows. */
  static SearchedFlow searched(JsonNode node, List<FlowLoad> flows) {
    return new SearchedFlow(
        search(node),
        flows.stream()
            .flatMap(load -> load.flow().stream())
            .filter(flow -> flow.name().equals(node.path("flow").asText()))
            .findFirst());
  }

  private static ObjectNode of(CapacitySearch search) {
    return JSON.objectNode()
        .put("unit", search.unit().name())
        .put("first", search.first())
        .put("most", search.most())
        .put("settleNanos", search.settle().toNanos())
        .put("holdNanos", search.hold().toNanos())
        .put("restNanos", search.rest().toNanos())
        .put("tolerance", search.tolerance().value())
        .put("probes", search.probes());
  }

  private static CapacitySearch search(JsonNode node) {
    return new CapacitySearch(
        HeldLevel.Unit.valueOf(node.required("unit").asText()),
        node.required("first").asDouble(),
        node.required("most").asDouble(),
        Duration.ofNanos(node.required("settleNanos").asLong()),
        Duration.ofNanos(node.required("holdNanos").asLong()),
        Duration.ofNanos(node.required("restNanos").asLong()),
        new Percent(node.required("tolerance").asDouble()),
        node.required("probes").asInt());
  }

  private static ObjectNode of(LoadProfile profile) {
    ObjectNode node = JSON.objectNode();
    node.put("workload", profile.isOpen() ? OPEN : CLOSED);
    if (profile.match(closed -> false, open -> open.spacing() == Spacing.POISSON)) {
      node.put("spacing", POISSON);
    }
    node.set("stages", of(profile.stages()));
    return node;
  }

  private static ArrayNode of(List<Stage> stages) {
    ArrayNode array = JSON.arrayNode();
    for (Stage stage : stages) {
      array
          .addObject()
          .put("phase", stage.phase())
          .put("from", stage.from())
          .put("to", stage.to())
          .put("nanos", stage.duration().toNanos());
    }
    return array;
  }

  private static List<Stage> stages(JsonNode array) {
    List<Stage> stages = new ArrayList<>();
    array.forEach(
        s ->
            stages.add(
                new Stage(
                    s.required("phase").asText(),
                    s.required("from").asDouble(),
                    s.required("to").asDouble(),
                    Duration.ofNanos(s.required("nanos").asLong()))));
    return stages;
  }

  /** Writes the phases of a run without a load profile. */
  static void write(List<Phase> named, ArrayNode array) {
    for (Phase phase : named) {
      array
          .addObject()
          .put("name", phase.name())
          .put("startNanos", phase.start().toNanos())
          .put("endNanos", phase.end().toNanos());
    }
  }

  /** Reads the phases of a run without a load profile. */
  static List<Phase> phases(JsonNode array) {
    List<Phase> phases = new ArrayList<>();
    array.forEach(
        p ->
            phases.add(
                new Phase(
                    p.required("name").asText(),
                    Duration.ofNanos(p.required("startNanos").asLong()),
                    Duration.ofNanos(p.required("endNanos").asLong()))));
    return phases;
  }

  /** Writes a segment of a load profile. */
  public static ObjectNode of(ProfileSegment segment) {
    ObjectNode node = JSON.objectNode();
    node.put("at", segment.at().toNanos() / 1e6);
    node.set("stages", of(segment.stages()));
    return node.put("why", segment.why());
  }

  /** Reads a segment of a load profile. */
  public static ProfileSegment segment(JsonNode node) {
    return new ProfileSegment(
        Duration.ofNanos(Math.round(node.required("at").asDouble() * 1e6)),
        stages(node.required("stages")),
        node.required("why").asText());
  }

  private static LoadProfile profile(JsonNode node) {
    List<Stage> stages = stages(node.required("stages"));
    return node.required("workload").asText().equals(CLOSED)
        ? new ConcurrentUsers(stages)
        : new ArrivalRate(
            stages, node.path("spacing").asText().equals(POISSON) ? Spacing.POISSON : Spacing.EVEN);
  }
}
