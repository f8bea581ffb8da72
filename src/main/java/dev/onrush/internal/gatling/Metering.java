package dev.onrush.internal.gatling;

import dev.onrush.internal.gatling.app.EndedBeforeLoad;
import dev.onrush.internal.gatling.app.RepeatedMessages;
import dev.onrush.internal.gatling.arrival.UserCounting;
import dev.onrush.internal.gatling.http.guard.OpeningTimers;
import dev.onrush.internal.gatling.loop.Loops;
import dev.onrush.internal.gatling.loop.StandstillBursts;
import dev.onrush.internal.gatling.loop.TimedIoHandler;
import dev.onrush.internal.gatling.stats.ScriptFailures;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.text.UserCode;
import io.gatling.commons.stats.assertion.Assertion;
import io.gatling.commons.util.Clock;
import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponentsRegistry;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.core.structure.PopulationBuilder;
import io.gatling.core.structure.ScenarioBuilder;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.http.protocol.HttpProtocol;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.collection.immutable.List;
import scala.collection.immutable.Map;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;
import scala.runtime.BoxedUnit;

/**
 * Measures a simulation from within an unmodified Gatling. Each scenario becomes one action that
 * builds the original chain in a context of its own, whose statistics engine also records. Users
 * are counted where Gatling starts and ends them: in the scenario's protocol components.
 */
public final class Metering {

  private static final Logger LOG = LoggerFactory.getLogger(Metering.class);

  private final Recorder recorder;
  private final Consumer<Optional<String>> onStart;
  private final Map<Class<? extends Protocol>, Protocol> protocols;
  private final AtomicBoolean started = new AtomicBoolean();

  /**
   * Created once in a run, by the scenario that is built first, and shared, so that there is one
   * HTTP engine.
   */
  private @Nullable MeasuredContext context;

  private @Nullable EventLoopGroup loops;
  private final RunBounds bounds;
  private final SetUpAndTearDown hooks;
  private final Preparation preparation;

  /** The protocols other than HTTP, of all scenarios, by name. */
  private final Set<String> otherProtocols = new TreeSet<>();

  /** The start of the run on Gatling's clock; written by its injector before it is read. */
  private long start;

  private volatile Consumer<String> troubles = what -> {};
  private final LongestDuration longest;
  private final OwnHooks own;

  /**
   * The settings of a run.
   *
   * @param hooks run once before the load and once after it
   * @param onStart called once with the result of the warm-up, when the first users are due;
   *     refuses the run by an IllegalArgumentException
   * @param after called when all users have left; ends the run, and within it the simulation's own
   *     {@code after}, which is not measured
   */
  public record Wanted(
      RunBounds bounds, PlanHooks hooks, Consumer<Optional<String>> onStart, Runnable after) {}

  private Metering(SimulationParams params, Recorder recorder, Wanted wanted) {
    this.recorder = recorder;
    this.onStart = wanted.onStart;
    this.protocols = params.globalProtocols();
    this.bounds = wanted.bounds;
    this.hooks = new SetUpAndTearDown(wanted.hooks, params.globalProtocols());
    this.longest = new LongestDuration(OptionConverters.toJava(params.maxDuration()));
    this.own = new OwnHooks(params, wanted.hooks.atMost());
    this.preparation = new Preparation(hooks, recorder, protocols, bounds.longestWarmUp());
    addOthers(protocols);
  }

  /** A measured simulation, and the object that controls its run. */
  public record Metered(SimulationParams params, Metering metering) {}

  /**
   * Instruments a simulation. Its assertions are removed, since they are judged as thresholds. Its
   * longest duration is observed here, so that it ends the load like every other cause does.
   */
  @SuppressWarnings("unchecked") // an empty list has any element type
  public static Metered instrument(SimulationParams params, Recorder recorder, Wanted wanted) {
    Metering metering = new Metering(params, recorder, wanted);
    SimulationParams metered =
        new SimulationParams(
            params.name(),
            metering.wrapAll(params.rootPopulationBuilders()),
            params.globalProtocols(),
            params.globalPauseType(),
            params.globalThrottleSteps(),
            Option.empty(),
            (Seq<Assertion>) (Object) Nil$.MODULE$,
            Option.apply(
                () -> {
                  metering.own.before();
                  return BoxedUnit.UNIT;
                }),
            Option.apply(
                () -> {
                  metering.after(wanted.after);
                  return BoxedUnit.UNIT;
                }));
    return new Metered(metered, metering);
  }

  private void after(Runnable over) {
    own.afterIsDue();
    try {
      MeasuredContext running = running();
      if (running != null) {
        running.end().endWithoutUsers();
      }
    } finally {
      RepeatedMessages.end();
      longest.over();
      over.run();
      own.after(); // unless the end of the run has called it
    }
  }

  /**
   * Asks Gatling to end the run gracefully, from any thread. Returns at once. Does nothing before
   * the first users are due.
   */
  void stop(String reason) {
    MeasuredContext running = running();
    if (running != null && started.get()) {
      running.end().stop(reason);
    }
  }

  /**
   * Ends the load. When this method returns, nothing more is sent, and everything that was sent is
   * counted. Gatling may not have ended yet.
   */
  void endLoad() {
    MeasuredContext running = running();
    if (running != null) {
      running.end().end();
    }
  }

  /** When the load was ended before all users had left; see {@link LoadEnd#endOfLoad}. */
  OptionalLong endOfLoad() {
    MeasuredContext running = running();
    return running == null ? OptionalLong.empty() : running.end().endOfLoad();
  }

  /**
   * Runs the simulation's own {@code after}, if Gatling has come to it, and the tear-down of the
   * plan, once each. If the set-up is still running, it is interrupted. Further calls return the
   * result of the first.
   *
   * @return why the tear-down of the plan failed, in words; empty if it did not
   */
  Optional<String> tearDown() {
    own.afterIfDue();
    return hooks.tearDown();
  }

  /** Sets the receiver of messages about measurements that fail. */
  void tellTroubles(Consumer<String> to) {
    troubles = to;
  }

  /** Why the simulation itself ended the load early, in words; empty if it did not. */
  Optional<String> cause() {
    return Optional.ofNullable(running()).flatMap(of -> of.end().cause());
  }

  /**
   * Why the simulation's own set-up or tear-down failed, or how far the run had got if it was ended
   * before its load began, in words; empty if neither is the case.
   */
  Optional<String> hookFailure() {
    return own.failure().or(hooks::endedBeforeLoad);
  }

  private synchronized @Nullable MeasuredContext running() {
    return context;
  }

  private void addOthers(Map<Class<? extends Protocol>, Protocol> of) {
    CollectionConverters.asJava(of).keySet().stream()
        .filter(type -> type != HttpProtocol.class)
        .forEach(type -> otherProtocols.add(type.getSimpleName().replaceFirst("Protocol$", "")));
  }

  private List<PopulationBuilder> wrapAll(List<PopulationBuilder> populations) {
    java.util.List<PopulationBuilder> wrapped = new ArrayList<>();
    CollectionConverters.asJava(populations).forEach(p -> wrapped.add(wrap(p)));
    return CollectionConverters.asScala(wrapped).toList();
  }

  private PopulationBuilder wrap(PopulationBuilder population) {
    java.util.List<List<PopulationBuilder>> children = new ArrayList<>();
    CollectionConverters.asJava(population.children()).forEach(c -> children.add(wrapAll(c)));
    java.util.List<ActionBuilder> chain = new ArrayList<>();
    preparation.expect();
    addOthers(population.scenarioProtocols());
    chain.add(new Measured(population.scenarioBuilder(), population.scenarioProtocols()));
    return new PopulationBuilder(
        new ScenarioBuilder(
            recorder.masked(population.scenarioBuilder().name()),
            CollectionConverters.asScala(chain).toList()),
        new AnnouncedInjection(population.injectionProfile(), this::begin, this::loops),
        population.scenarioProtocols(),
        population.scenarioThrottleSteps(),
        population.pauseType(),
        CollectionConverters.asScala(children).toList(),
        population.shard());
  }

  /**
   * Returns the event loops for users, shared by all scenarios, so that their users are spread
   * evenly.
   */
  private synchronized EventLoopGroup loops(EventLoopGroup all) {
    EventLoopGroup made = loops;
    if (made == null) {
      made = Loops.of(all);
      loops = made;
    }
    return made;
  }

  private synchronized MeasuredContext context(ScenarioContext original) {
    MeasuredContext made = context;
    if (made == null) {
      CoreComponents core = original.coreComponents();
      made = MeasuredContext.of(core, protocols, otherProtocols, recorder, bounds);
      StandstillBursts bursts = made.bursts();
      TimedIoHandler.time(
          loops(core.eventLoopGroup()),
          loop -> OpeningTimers.of(loop).andThen(bursts::stoodStill),
          recorder::ownShareUnknown);
      context = made;
    }
    return made;
  }

  /** Begins the run when its first users are due; returns when it began. */
  private long begin(EventLoopGroup all, Clock clock) {
    if (started.compareAndSet(false, true)) {
      try {
        onStart.accept(preparation.warmUp());
      } catch (IllegalArgumentException e) {
        hooks.refuse(String.valueOf(e.getMessage()));
        throw e;
      }
      // The preparations are done. The time of the run starts now, for all scenarios.
      start = clock.nowMillis();
      recorder.startAt(start);
      longest.start(why -> Objects.requireNonNull(running()).end().stopByItself(why));
      Objects.requireNonNull(running()).watch().start(loops(all), what -> troubles.accept(what));
    }
    return start;
  }

  /** The action that replaces a whole scenario, which it builds in the measured context. */
  private final class Measured implements ActionBuilder {
    private final ScenarioBuilder original;
    private final Map<Class<? extends Protocol>, Protocol> scenarioProtocols;

    Measured(ScenarioBuilder original, Map<Class<? extends Protocol>, Protocol> scenarioProtocols) {
      this.original = original;
      this.scenarioProtocols = scenarioProtocols;
    }

    @Override
    public Action build(ScenarioContext ctx, Action next) {
      try {
        return built(ctx, next);
      } catch (EndedBeforeLoad e) {
        throw e; // nothing has failed
      } catch (Throwable e) {
        own.failedFirst("the scenario cannot be built: " + UserCode.text(e));
        throw e;
      }
    }

    private Action built(ScenarioContext ctx, Action next) {
      MeasuredContext measured = context(ctx);
      ProtocolComponentsRegistry registry = measured.protocols().registry(scenarioProtocols);
      Action entry;
      try {
        entry =
            original.build(
                new ScenarioContext(measured.core(), registry, ctx.pauseType(), ctx.throttled()),
                next);
      } catch (RuntimeException | Error e) {
        // Nothing has begun, not even the set-up. The log shows where it happened.
        String why = "scenario \"" + original.name() + "\" cannot be built: " + UserCode.text(e);
        LOG.error(why, e);
        hooks.refuse(why);
        throw e;
      }
      ScriptFailures.watch(entry, measured.engine());
      preparation.built(original, scenarioProtocols, ctx, measured.core());
      UserCounting counting =
          new UserCounting(original.name(), registry, measured.engine(), recorder);
      // Right after this method returns, Gatling asks its own registry what to do when a user
      // starts and exits. One component in that registry delegates to these protocols.
      ctx.protocolComponentsRegistry().components(counting.key());
      return counting.entry(entry, measured.exit().ofNotStarted());
    }
  }
}
