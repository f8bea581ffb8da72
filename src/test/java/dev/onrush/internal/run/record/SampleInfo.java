package dev.onrush.internal.run.record;

import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.LoadPlan;
import dev.onrush.profile.LoadProfile;
import dev.onrush.threshold.Threshold;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The description of a run of a test, which names only what the test is about. */
public record SampleInfo(
    String simulation,
    String plan,
    Instant started,
    Optional<LoadProfile> profile,
    List<String> requests,
    List<Threshold> thresholds,
    GeneratorLimits limits,
    Map<String, String> shape,
    Map<String, String> facts) {

  private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05Z");

  /** A run without a profile, requests or thresholds. */
  public static SampleInfo named(String simulation, String plan) {
    return new SampleInfo(
        simulation,
        plan,
        STARTED,
        Optional.empty(),
        List.of(),
        List.of(),
        GeneratorLimits.DEFAULT,
        Map.of(),
        Map.of());
  }

  /** A run of the simulation {@code LoadTest}, whose plan is {@code Load}. */
  public static SampleInfo load() {
    return named("LoadTest", "Load");
  }

  /** Returns the description of a run of a plan in which each user class sends one request. */
  public static RunInfo of(LoadPlan plan, Map<String, String> requestByClass) {
    Map<String, List<String>> requests = new TreeMap<>();
    requestByClass.forEach((userClass, request) -> requests.put(userClass, List.of(request)));
    List<String> names = requests.values().stream().flatMap(List::stream).toList();
    return new RunInfo(
        "Simulation",
        plan.name(),
        STARTED,
        RunLoad.of(plan.loads()),
        42,
        new PlannedRequests(names, requests),
        plan.thresholds(),
        GeneratorLimits.DEFAULT,
        Map.of(),
        Map.of());
  }

  public SampleInfo startedAt(Instant moment) {
    return new SampleInfo(
        simulation, plan, moment, profile, requests, thresholds, limits, shape, facts);
  }

  public SampleInfo on(Optional<LoadProfile> with) {
    return new SampleInfo(
        simulation, plan, started, with, requests, thresholds, limits, shape, facts);
  }

  public SampleInfo on(LoadProfile with) {
    return on(Optional.of(with));
  }

  public SampleInfo requests(List<String> all) {
    return new SampleInfo(
        simulation, plan, started, profile, all, thresholds, limits, shape, facts);
  }

  public SampleInfo requests(String... all) {
    return requests(List.of(all));
  }

  public SampleInfo judged(List<Threshold> by) {
    return new SampleInfo(simulation, plan, started, profile, requests, by, limits, shape, facts);
  }

  public SampleInfo judged(Threshold... by) {
    return judged(List.of(by));
  }

  public SampleInfo limits(GeneratorLimits own) {
    return new SampleInfo(
        simulation, plan, started, profile, requests, thresholds, own, shape, facts);
  }

  public SampleInfo shape(Map<String, String> of) {
    return new SampleInfo(
        simulation, plan, started, profile, requests, thresholds, limits, of, facts);
  }

  public SampleInfo facts(Map<String, String> all) {
    return new SampleInfo(
        simulation, plan, started, profile, requests, thresholds, limits, shape, all);
  }

  public RunInfo info() {
    return new RunInfo(
        simulation, plan, started, profile, 42, requests, thresholds, limits, shape, facts);
  }
}
