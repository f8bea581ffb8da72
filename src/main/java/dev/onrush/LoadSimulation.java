package dev.onrush;

import dev.onrush.control.Course;
import dev.onrush.gatling.ChainContents;
import dev.onrush.gatling.PlannedScenarios;
import dev.onrush.plan.ArrivalRate;
import dev.onrush.plan.ConcurrentUsers;
import dev.onrush.plan.Crowd;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.PlanPreview;
import dev.onrush.plan.Slice;
import dev.onrush.run.Machine;
import dev.onrush.run.RunInfo;
import dev.onrush.run.TargetProvider.Target;
import dev.onrush.service.ServiceMetrics;
import dev.onrush.settings.Settings;
import dev.onrush.threshold.Abort;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A simulation that follows a plan.
 *
 * <pre>{@code
 * public class SpikeTest extends LoadSimulation {
 *   @Override
 *   protected LoadPlan plan() {
 *     return loadPlan("Spike").users(…).profile(…).thresholds(…);
 *   }
 * }
 * }</pre>
 *
 * <p>Run it with {@code mvn gatling:test -Dsimulation=SpikeTest}, or from Java with {@link Onrush}.
 */
public abstract class LoadSimulation extends MeteredSimulation {

  /** What is taken for the longest response time where no threshold is on one. */
  private static final Duration UNBOUNDED = Duration.ofSeconds(10);

  private @Nullable LoadPlan plan;
  private @Nullable ChainContents contents;
  private @Nullable Target target;
  private @Nullable PlannedScenarios scenarios;
  private List<String> sources = List.of();
  private List<Threshold> written = List.of();
  private boolean sharesConnections;
  private long seed;
  private Slice slice = Slice.WHOLE;

  /** The plan as it is written; settings such as {@code -Dscale} are applied to it afterwards. */
  protected abstract LoadPlan plan();

  @Override
  protected final List<Threshold> thresholds() {
    return tuned().thresholds();
  }

  @Override
  protected final void declare() {
    Settings settings = settings();
    LoadPlan asWritten = plan();
    written = asWritten.thresholds();
    LoadPlan tuned =
        Launch.orRefused(
            () -> {
              LoadPlan applied = tuned(asWritten, settings);
              ChainContents found = ChainContents.of(applied);
              found.check(applied.thresholds());
              contents = found;
              return applied;
            });
    plan = tuned;
    if (settings.preview()) {
      Launch.preview(PlanPreview.of(tuned));
    }
    seed = Launch.seed(settings);
    slice = Launch.orRefused(part()::slice);
    PlannedScenarios made = Launch.orRefused(() -> PlannedScenarios.of(tuned, seed, slice));
    scenarios = made;
    Target aim = Launch.orRefused(() -> Launch.target(settings, this::folder));
    target = aim;
    HttpProtocolBuilder http = httpAt(aim.uri());
    List<String> from =
        Launch.orRefused(
            () ->
                Machine.here()
                    .sourceAddresses(
                        tuned.profile() instanceof ConcurrentUsers && !part().leads()
                            ? users(tuned, tuned.profile(), tuned.profile().peak())
                            : 0,
                        aim.uri(),
                        settings.localAddresses()));
    sources = from;
    http = from.isEmpty() ? http : http.localAddresses(from);
    // Closed users keep their connection through their loop. Each arrival of an open workload is a
    // new user, and a new connection for each would measure handshakes.
    http = tuned.profile() instanceof ArrivalRate ? http.shareConnections() : http;
    setUp(part().leads() ? List.of(part().scenario().population()) : made.populations())
        .protocols(tuned.http().apply(http));
  }

  private void checkFits(LoadProfile profile, double level) {
    if (!part().leads()) { // others send it, each with this question of its own
      Machine.here().checkFits(users(tuned(), profile, level), sources);
    }
  }

  /** Of a slice, only its own users are here. */
  private int users(LoadPlan plan, LoadProfile profile, double level) {
    return new Crowd(plan.classes(), profile, slice).users((int) Math.round(level));
  }

  @Override
  final RunInfo info(Declared declared) {
    LoadPlan tuned = tuned();
    Target aim = aim();
    declared.addresses().forEach(address -> settings().checkAllowed(URI.create(address)));
    sharesConnections = declared.sharesConnections();
    if (tuned.profile() instanceof ConcurrentUsers && !sharesConnections) {
      checkFits(tuned.profile(), tuned.profile().peak());
    }
    Map<String, String> facts = new TreeMap<>();
    if (tuned.profile() instanceof ArrivalRate && !part().leads()) {
      Machine.here()
          .shortage(
              tuned.profile().peak() / slice.of(), longestExpected(tuned.thresholds()), sources)
          .ifPresent(
              sentence -> {
                System.out.println("Note: " + sentence);
                facts.put("limit", sentence);
              });
    }
    facts.put("target", aim.uri().toString());
    facts.put("service", aim.description());
    facts.put(
        "workload",
        tuned.profile() instanceof ArrivalRate
            ? "arrival rate (open), shared connections by default"
            : "concurrent users (closed), a connection for each user by default");
    facts.put("peak", Quantity.plain(tuned.profile().peak()));
    if (!slice.isWhole()) {
      if (!part().leads()) {
        facts.put("slice", slice.toString());
      }
      List<String> unsliced = scenarios().unslicedFeeders();
      if (!unsliced.isEmpty()) {
        facts.put("feeders", String.join("; ", unsliced));
      }
    }
    if (contents().pauses()) {
      facts.put(RunInfo.PAUSES, "yes");
    }
    RunInfo info =
        Launch.info(
            simulationName(),
            tuned.name(),
            Optional.of(tuned.profile()),
            contents().requests(),
            tuned.thresholds(),
            PlanPreview.shape(tuned),
            facts,
            settings(),
            limits(),
            seed);
    return tuned.search().map(info::searching).orElse(info);
  }

  /** What the thresholds let pass. */
  private static Duration longestExpected(List<Threshold> thresholds) {
    return thresholds.stream()
        .filter(t -> t.measure().quantity() == Quantity.TIME && !(t.measure() instanceof Recovery))
        .map(Threshold::condition)
        .filter(Bound.class::isInstance)
        .map(Bound.class::cast)
        .filter(b -> b.comparison() == Comparison.BELOW || b.comparison() == Comparison.AT_MOST)
        .map(b -> Duration.ofNanos(Math.round(b.bound() * 1e6)))
        .max(Comparator.naturalOrder())
        .orElse(UNBOUNDED);
  }

  @Override
  final Map<String, String> identity(RunInfo info) {
    Map<String, String> identity = new TreeMap<>(info.shape());
    identity.put("requests", String.join(", ", info.requests()));
    identity.put("seed", String.valueOf(info.seed()));
    // As written: the coordinator alone judges, by bounds that its settings may have changed.
    identity.put("thresholds", String.join(", ", written.stream().map(Threshold::text).toList()));
    return identity;
  }

  @Override
  final Optional<ServiceMetrics> serviceMetrics(RunInfo info, Declared declared) {
    return Launch.serviceMetrics(info.thresholds(), settings(), aim().uri());
  }

  /** Users of a level given by hand must fit the machine as those of a plan. */
  @Override
  final void follow(Course course) {
    if (course.profile() instanceof ConcurrentUsers
        && !sharesConnections
        && course.level().isPresent()) {
      checkFits(course.profile(), course.level().getAsDouble());
    }
    if (part().coordinator().isPresent()) {
      part().coordinator().get().follow(course);
    } else if (scenarios != null) {
      scenarios.follow(course);
    }
  }

  @Override
  final void tellTroubles(Consumer<String> to) {
    super.tellTroubles(to);
    if (scenarios != null) {
      scenarios.tellTroubles(to);
    }
  }

  @Override
  final List<String> atWork() {
    return scenarios == null ? List.of() : scenarios.atWork();
  }

  @Override
  final Optional<Target> target() {
    return Optional.of(aim());
  }

  @Override
  final String simulationName() {
    return Onrush.simulationName(this);
  }

  private Target aim() {
    if (target == null) {
      throw new IllegalStateException("the target is known after declare()");
    }
    return target;
  }

  private ChainContents contents() {
    if (contents == null) {
      throw new IllegalStateException("the plan's chains are known after declare()");
    }
    return contents;
  }

  private PlannedScenarios scenarios() {
    if (scenarios == null) {
      throw new IllegalStateException("the plan's scenarios are known after declare()");
    }
    return scenarios;
  }

  private LoadPlan tuned() {
    if (plan == null) {
      throw new IllegalStateException("the plan is known after declare()");
    }
    return plan;
  }

  private static LoadPlan tuned(LoadPlan written, Settings settings) {
    LoadProfile profile = written.profile().paced(settings.pace());
    double factor =
        settings.users().isPresent()
            ? settings.users().getAsInt() / profile.peak()
            : settings.scale();
    LoadPlan tuned =
        written
            .search()
            .map(search -> written.withSearch(search.paced(settings.pace()).scaled(factor)))
            .orElseGet(() -> written.withProfile(profile.scaled(factor)));
    List<Threshold> thresholds =
        Launch.tuned(written.thresholds(), settings).stream()
            .map(t -> paced(t, settings.pace()))
            .toList();
    return tuned.withThresholds(thresholds);
  }

  private static Threshold paced(Threshold threshold, double pace) {
    Optional<Abort> abort =
        threshold
            .abort()
            .map(
                a ->
                    new Abort(
                        Duration.ofNanos(Math.round(a.grace().toNanos() * pace)), a.samples()));
    return threshold.with(abort);
  }
}
