package dev.onrush;

import dev.onrush.internal.control.Course;
import dev.onrush.internal.gatling.ChainContents;
import dev.onrush.internal.gatling.PlannedScenarios;
import dev.onrush.internal.run.Machine;
import dev.onrush.internal.run.RunInfo;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.internal.settings.Settings;
import dev.onrush.plan.ArrivalRate;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.ConcurrentUsers;
import dev.onrush.plan.Crowd;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.PlanPreview;
import dev.onrush.plan.Slice;
import dev.onrush.plan.UserClass;
import dev.onrush.spi.TargetProvider.Target;
import dev.onrush.threshold.Condition.Bound;
import dev.onrush.threshold.Condition.Comparison;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
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

  /** Stands for a service that is not started yet where names are looked for. */
  private static final URI NOT_STARTED = URI.create("http://target.invalid");

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
    LoadPlan asWritten =
        Launch.orRefused(() -> Given.value(plan(), "plan() of " + simulationName()));
    written = asWritten.thresholds();
    LoadPlan tuned =
        Launch.orRefused(
            () -> {
              LoadPlan applied = tuned(asWritten, settings);
              ChainContents found =
                  ChainContents.of(
                      applied, applied.http().apply(httpAt(settings.target().orElse(NOT_STARTED))));
              found.check(applied.thresholds());
              contents = found;
              return applied;
            });
    plan = tuned;
    if (settings.preview()) {
      Launch.preview(PlanPreview.of(tuned), settings);
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
    declared.addresses().forEach(settings()::checkAllowed);
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
    facts.put(RunInfo.PEAK, Quantity.plain(tuned.profile().peak()));
    facts.putAll(withoutUsers(tuned));
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

  /** What a peak of a few users leaves out. */
  private static Map<String, String> withoutUsers(LoadPlan plan) {
    List<UserClass> without = plan.classesWithoutUsers();
    if (without.isEmpty()) {
      return Map.of();
    }
    List<UserClass> others = new ArrayList<>(plan.classes());
    others.removeAll(without);
    List<String> sent = ChainContents.of(others).requests();
    List<String> requests = new ArrayList<>(ChainContents.of(without).requests());
    requests.removeAll(sent);
    return Map.of(
        RunInfo.CLASSES_WITHOUT_USERS,
        String.join(RunInfo.SEPARATOR, without.stream().map(UserClass::name).toList()),
        RunInfo.REQUESTS_WITHOUT_USERS,
        String.join(RunInfo.SEPARATOR, requests));
  }

  @Override
  final List<String> notes() {
    return settings().notes();
  }

  @Override
  final ChainContents names(Declared declared) {
    return contents();
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
    identity.put(
        "thresholds",
        String.join(
            ", ",
            written.stream().map(t -> t.renamed(settings().secrets()::mask).text()).toList()));
    return identity;
  }

  @Override
  final Optional<ServiceMetrics> serviceMetrics(RunInfo info, Declared declared) {
    return Launch.serviceMetrics(tuned().thresholds(), settings(), aim().uri());
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

  /** The plan at the size, and with the thresholds, that the settings ask for. */
  static LoadPlan tuned(LoadPlan written, Settings settings) {
    double pace = settings.pace();
    double factor =
        settings.users().isPresent()
            ? settings.users().getAsInt() / written.profile().peak()
            : settings.scale();
    checkSize(written.profile(), factor, settings);
    Optional<CapacitySearch> search = written.search().map(s -> s.paced(pace).scaled(factor));
    LoadProfile profile =
        search
            .map(CapacitySearch::longest)
            .orElseGet(() -> written.profile().paced(pace).scaled(factor));
    // Bounds of the settings are taken as they are, those of the plan follow its size.
    List<Threshold> scaled =
        written.thresholds().stream()
            .map(t -> t.scaled(written.hasFixedUsersOnly(t.scope()) ? 1 : factor, pace))
            .toList();
    return new LoadPlan(
        written.name(),
        written.classes(),
        profile,
        Launch.tuned(scaled, settings),
        written.http(),
        search);
  }

  /** Says which setting is too large, before there is a profile of that size. */
  private static void checkSize(LoadProfile written, double factor, Settings settings) {
    double peak = written.peak() * factor;
    if (!(peak <= LoadProfile.HIGHEST)) {
      boolean open = written instanceof ArrivalRate;
      String allowed = Quantity.count(LoadProfile.HIGHEST) + (open ? "/s" : " users");
      throw new IllegalArgumentException(
          settings.users().isPresent()
              ? "users was "
                  + settings.users().getAsInt()
                  + "; a peak of up to "
                  + allowed
                  + " is allowed"
              : "scale was "
                  + Quantity.plain(factor)
                  + ", which makes the peak of "
                  + Quantity.plain(written.peak())
                  + (open ? "/s " : " users ")
                  + Quantity.plain(peak)
                  + "; up to "
                  + allowed
                  + " are allowed, which is a scale of "
                  + Quantity.plain(Math.floor(LoadProfile.HIGHEST / written.peak())));
    }
    double seconds = Quantity.inMilliseconds(written.duration()) / 1000 * settings.pace();
    if (!(seconds >= 0.1 && seconds <= Quantity.LONGEST.toSeconds())) {
      throw new IllegalArgumentException(
          "pace was "
              + Quantity.plain(settings.pace())
              + ", which makes the "
              + Quantity.duration(written.duration())
              + " of the plan "
              + Quantity.plain(seconds)
              + " s; 0.1 s to "
              + Quantity.duration(Quantity.LONGEST)
              + " (1,000 days) are allowed");
    }
  }
}
