package dev.onrush.internal.gatling;

import dev.onrush.internal.gatling.action.Components;
import dev.onrush.internal.gatling.action.EarlyExit;
import dev.onrush.internal.gatling.app.RepeatedMessages;
import dev.onrush.internal.gatling.call.CallPool;
import dev.onrush.internal.gatling.call.CallProtocol;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.gatling.http.HttpSeam;
import dev.onrush.internal.gatling.http.OpenRequests;
import dev.onrush.internal.gatling.http.TimingHttpClient;
import dev.onrush.internal.gatling.loop.LoopWatch;
import dev.onrush.internal.gatling.loop.Loops;
import dev.onrush.internal.gatling.loop.TimedIoHandler;
import dev.onrush.internal.gatling.stats.MeteredStatsEngine;
import dev.onrush.internal.gatling.stats.ScriptFailures;
import dev.onrush.internal.metrics.Recorder;
import dev.onrush.plan.Hook;
import io.gatling.commons.stats.assertion.Assertion;
import io.gatling.commons.util.Clock;
import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.controller.inject.InjectionProfile;
import io.gatling.core.controller.inject.Workload;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.protocol.ProtocolComponentsRegistry;
import io.gatling.core.protocol.ProtocolKey;
import io.gatling.core.scenario.Scenario;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.structure.PopulationBuilder;
import io.gatling.core.structure.ScenarioBuilder;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.http.request.builder.HttpRequestBuilder;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.Option;
import scala.collection.immutable.List;
import scala.collection.immutable.Map;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;
import scala.runtime.BoxedUnit;

/**
 * Measures a simulation from within an unchanged Gatling. Each scenario becomes one action that
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
   * Made once a run, by whichever scenario is built first; shared, so that there is one HTTP
   * engine.
   */
  private @Nullable Context context;

  private @Nullable EventLoopGroup loops;
  private final Bounds bounds;
  private final Hooks hooks;
  private final Object settingUp = new Object();
  private @Nullable Thread setUpThread;
  private boolean setUp;

  /** Whether the run is being ended: nothing may begin any more. */
  private boolean ending;

  private boolean tornDown;
  private Optional<String> tearDownFailure = Optional.empty();
  private final java.util.List<WarmUp.Requests> warmUp = new ArrayList<>();
  private int populations;
  private int built;
  private Optional<String> warmth = Optional.empty();

  /** Of the run, on Gatling's clock; written by its injector before anybody reads it. */
  private long start;

  private volatile Consumer<String> troubles = what -> {};
  private final Optional<FiniteDuration> longest;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile String hookFailure = "";

  private record Context(
      CoreComponents core, MeteredStatsEngine engine, HttpSeam protocols, LoadEnd end) {}

  /**
   * What is wanted of a run.
   *
   * @param hooks what is done once before the load, and once after it
   * @param onStart told once, when the first users are due, what became of the warm-up
   * @param after done when all users have left, after the simulation's own {@code after}
   */
  public record Wanted(
      Bounds bounds, Hooks hooks, Consumer<Optional<String>> onStart, Runnable after) {}

  /**
   * Bounds of a run.
   *
   * @param longestWarmUp the longest time to warm up before
   * @param awaitAnswers how long requests under way are waited for when the run ends
   * @param callThreads calls of Java code that run at the same time, at most
   */
  public record Bounds(Duration longestWarmUp, Duration awaitAnswers, int callThreads) {}

  /**
   * What a plan does once.
   *
   * @param before the load; if it fails, nothing is sent
   * @param after the load, or a {@code before} that failed
   * @param atMost how long each may take
   * @param masked hides secrets in what is told of them
   * @param refused ends this run that has not begun; told why
   */
  public record Hooks(
      Optional<Hook> before,
      Optional<Hook> after,
      Duration atMost,
      UnaryOperator<String> masked,
      Consumer<String> refused) {

    /** Of a JVM that does none. */
    public static final Hooks NONE =
        new Hooks(
            Optional.empty(), Optional.empty(), Duration.ZERO, UnaryOperator.identity(), why -> {});
  }

  private Metering(SimulationParams params, Recorder recorder, Wanted wanted) {
    this.recorder = recorder;
    this.onStart = wanted.onStart;
    this.protocols = params.globalProtocols();
    this.bounds = wanted.bounds;
    this.hooks = wanted.hooks;
    this.longest = OptionConverters.toJava(params.maxDuration());
  }

  /** The same simulation, measured, and the handle on it. */
  public record Metered(SimulationParams params, Metering metering) {}

  /**
   * Instruments a simulation. Its assertions are left out: they are judged as thresholds are. Its
   * longest duration is kept here, so that it ends the load as everything else does.
   */
  @SuppressWarnings("unchecked") // an empty list is of anything
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
            Option.apply(() -> metering.before(params)),
            Option.apply(
                () -> {
                  try {
                    metering.after(params);
                  } finally {
                    RepeatedMessages.end();
                    metering.over.countDown();
                    wanted.after.run();
                  }
                  return BoxedUnit.UNIT;
                }));
    return new Metered(metered, metering);
  }

  private BoxedUnit before(SimulationParams params) {
    try {
      if (params.before().isDefined()) {
        params.before().get().apply();
      }
    } catch (Throwable e) {
      hookFailure = "before() failed: " + ScriptFailures.text(e);
      throw e;
    }
    return BoxedUnit.UNIT;
  }

  /** What was measured stays measured if the simulation's own tear-down fails. */
  private void after(SimulationParams params) {
    endLoad();
    try {
      if (params.after().isDefined()) {
        params.after().get().apply();
      }
    } catch (Throwable e) {
      hookFailure = "after() failed: " + ScriptFailures.text(e);
      LOG.error("after() failed", e);
    }
  }

  /**
   * Asks Gatling to end the run gracefully, from any thread; nothing happens before the first user.
   * Returns at once.
   */
  void stop(String reason) {
    Context running = running();
    if (running != null && started.get()) {
      running.end.stop(reason);
    }
  }

  /**
   * Ends the load: when this returns, nothing is sent any more, and all that was sent is counted.
   * Gatling need not have ended.
   */
  void endLoad() {
    Context running = running();
    if (running != null) {
      running.end.end();
    }
  }

  /** Does what the plan does before its load; if that fails, there is none. */
  private void setUp(CoreComponents core) {
    synchronized (settingUp) {
      checkNotEnding();
      setUp = true;
      setUpThread = Thread.currentThread();
    }
    Optional<String> failure = hooks.before.flatMap(hook -> hookRun("before", core).run(hook));
    synchronized (settingUp) {
      setUpThread = null;
      settingUp.notifyAll();
      checkNotEnding();
    }
    if (failure.isPresent()) {
      hooks.refused.accept(failure.get() + tearDown().map(more -> "; then " + more).orElse(""));
    }
  }

  private void checkNotEnding() {
    if (ending) {
      hookFailure = "its load had not begun";
      throw new IllegalStateException("the run was ended before its load began");
    }
  }

  /**
   * Does what the plan does at its end, once; a set-up under way is interrupted. Further calls
   * return what the first has returned.
   *
   * @return how it failed, in words, if it did
   */
  Optional<String> tearDown() {
    Context running = running();
    synchronized (settingUp) {
      ending = true;
      while (setUpThread != null) {
        setUpThread.interrupt();
        try {
          settingUp.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return Optional.empty();
        }
      }
      if (!tornDown && setUp && running != null) {
        tearDownFailure = hooks.after.flatMap(hook -> hookRun("after", running.core).run(hook));
      }
      tornDown = true;
      return tearDownFailure;
    }
  }

  private HookRun hookRun(String name, CoreComponents core) {
    return new HookRun(name, hooks.atMost, core, protocols, hooks.masked);
  }

  /** Whom to tell what the measuring can do no more. */
  void tellTroubles(Consumer<String> to) {
    troubles = to;
  }

  /** How the simulation itself ended the load before its time, in words. */
  Optional<String> cause() {
    return Optional.ofNullable(running()).flatMap(of -> of.end.cause());
  }

  /** How the simulation's own set-up or tear-down failed, in words. */
  Optional<String> hookFailure() {
    return Optional.of(hookFailure).filter(text -> !text.isEmpty());
  }

  private synchronized @Nullable Context running() {
    return context;
  }

  /** The simulation's own longest duration ends the load. */
  private void startLongest(FiniteDuration duration) {
    Thread thread =
        new Thread(
            () -> {
              try {
                if (!over.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                  Objects.requireNonNull(running())
                      .end
                      .stopByItself("maxDuration of " + duration + " reached");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "onrush-max-duration");
    thread.setDaemon(true);
    thread.start();
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
    populations++;
    chain.add(new Measured(population.scenarioBuilder(), population.scenarioProtocols()));
    return new PopulationBuilder(
        new ScenarioBuilder(
            recorder.masked(population.scenarioBuilder().name()),
            CollectionConverters.asScala(chain).toList()),
        new Announced(population.injectionProfile()),
        population.scenarioProtocols(),
        population.scenarioThrottleSteps(),
        population.pauseType(),
        CollectionConverters.asScala(children).toList(),
        population.shard());
  }

  /** Shared by all scenarios, so that their users are spread evenly. */
  private synchronized EventLoopGroup loops(EventLoopGroup all) {
    EventLoopGroup made = loops;
    if (made == null) {
      made = Loops.of(all);
      loops = made;
    }
    return made;
  }

  private synchronized Context context(ScenarioContext original) {
    if (context == null) {
      CoreComponents core = original.coreComponents();
      AtomicBoolean counting = new AtomicBoolean(true);
      MeteredStatsEngine engine =
          new MeteredStatsEngine(core.statsEngine(), counting, recorder, core.clock());
      TimedIoHandler.time(loops(core.eventLoopGroup()), recorder::untimed);
      OpenRequests open = new OpenRequests(recorder, core.clock());
      CallPool calls = new CallPool(bounds.callThreads);
      LoadEnd end =
          new LoadEnd(
              core.eventLoopGroup(),
              core.controller(),
              new LoadEnd.Open(open, calls),
              counting,
              bounds.awaitAnswers);
      CoreComponents measured =
          Components.with(
              core, engine, end.controller(), new EarlyExit(core.exit(), engine).action());
      HttpSeam seam =
          new HttpSeam(measured, protocols, client -> new TimingHttpClient(client, open));
      seam.provide(CallProtocol.KEY, new CallProtocol.Components(calls));
      context = new Context(measured, engine, seam, end);
    }
    return context;
  }

  /** Tells when injection begins. */
  private final class Announced implements InjectionProfile {
    private final InjectionProfile original;

    Announced(InjectionProfile original) {
      this.original = original;
    }

    @Override
    public Option<Object> totalUserCount() {
      return original.totalUserCount();
    }

    @Override
    public Workload workload(
        Scenario scenario,
        AtomicLong userIds,
        long startTime,
        EventLoopGroup eventLoops,
        StatsEngine engine,
        Clock clock) {
      if (started.compareAndSet(false, true)) {
        RepeatedMessages.begin();
        onStart.accept(warmth);
        // What had to be done before has been done: the clock of all starts now.
        start = clock.nowMillis();
        recorder.startAt(start);
        longest.ifPresent(Metering.this::startLongest);
        LoopWatch.start(loops(eventLoops), clock, recorder, what -> troubles.accept(what));
      }
      return original.workload(scenario, userIds, start, loops(eventLoops), engine, clock);
    }
  }

  /** Stands for a whole scenario; builds it in the measured context. */
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
      } catch (Throwable e) {
        if (hookFailure.isEmpty()) {
          hookFailure = "the scenario cannot be built: " + ScriptFailures.text(e);
        }
        throw e;
      }
    }

    private Action built(ScenarioContext ctx, Action next) {
      Context measured = context(ctx);
      ProtocolComponentsRegistry registry = measured.protocols.registry(scenarioProtocols);
      Action entry =
          original.build(
              new ScenarioContext(measured.core, registry, ctx.pauseType(), ctx.throttled()), next);
      ScriptFailures.watch(entry, measured.engine);
      built++;
      if (!bounds.longestWarmUp.isZero()) {
        java.util.List<HttpRequestBuilder> requests = ChainContents.httpRequests(original);
        if (!requests.isEmpty()) {
          warmUp.add(new WarmUp.Requests(requests, scenarioProtocols, ctx));
        }
      }
      if (built == populations) {
        // All is built and nothing has begun, not even the clock of a longest duration.
        setUp(measured.core);
        Optional<WarmUp.Warmth> warmed =
            WarmUp.run(ctx.coreComponents(), protocols, warmUp, bounds.longestWarmUp);
        warmed.flatMap(WarmUp.Warmth::resolution).ifPresent(recorder::resolution);
        warmth = warmed.map(WarmUp.Warmth::text);
      }
      // Right after this returns, Gatling asks ITS registry what to do when a user starts and
      // exits:
      // one component in it hands the question on.
      ctx.protocolComponentsRegistry()
          .components(new BridgeKey(original.name(), registry, measured.engine));
      return entry;
    }
  }

  private static final class BridgeProtocol implements Protocol {}

  private final class BridgeKey implements ProtocolKey<BridgeProtocol, Bridge> {
    private final String scenario;
    private final ProtocolComponentsRegistry registry;
    private final MeteredStatsEngine engine;

    BridgeKey(String scenario, ProtocolComponentsRegistry registry, MeteredStatsEngine engine) {
      this.scenario = scenario;
      this.registry = registry;
      this.engine = engine;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Class<Protocol> protocolClass() {
      return (Class) BridgeProtocol.class;
    }

    @Override
    public BridgeProtocol defaultProtocolValue(GatlingConfiguration configuration) {
      return new BridgeProtocol();
    }

    @Override
    public Function1<BridgeProtocol, Bridge> newComponents(CoreComponents core) {
      return protocol -> new Bridge(scenario, registry, engine);
    }
  }

  private final class Bridge implements ProtocolComponents {
    private final String scenario;
    private final ProtocolComponentsRegistry registry;
    private final MeteredStatsEngine engine;

    Bridge(String scenario, ProtocolComponentsRegistry registry, MeteredStatsEngine engine) {
      this.scenario = scenario;
      this.registry = registry;
      this.engine = engine;
    }

    @Override
    public Function1<Session, Session> onStart() {
      Function1<Session, Session> original = registry.onStart();
      return session -> {
        Session begun = original.apply(session);
        if (engine.active()) {
          recorder.userStarted(scenario);
          engine.arrived(scenario, begun);
        }
        return begun;
      };
    }

    @Override
    public Function1<Session, BoxedUnit> onExit() {
      Function1<Session, BoxedUnit> original = registry.onExit();
      return session -> {
        original.apply(session);
        if (engine.active()) {
          recorder.userEnded(scenario);
        }
        return BoxedUnit.UNIT;
      };
    }
  }
}
