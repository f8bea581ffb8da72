package dev.onrush.internal.gatling;

import dev.onrush.internal.gatling.action.Step;
import dev.onrush.internal.gatling.call.CallPool;
import dev.onrush.internal.gatling.call.CallProtocol;
import dev.onrush.internal.gatling.chain.Feeds;
import dev.onrush.internal.gatling.http.HttpSeam;
import dev.onrush.internal.gatling.http.TimingHttpClient;
import dev.onrush.internal.gatling.http.open.OpenRequests;
import dev.onrush.internal.gatling.loop.Loops;
import dev.onrush.internal.gatling.stats.MeteredStatsEngine;
import dev.onrush.internal.gatling.stats.ScriptFailures;
import dev.onrush.internal.gatling.stats.SilentStats;
import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.text.UserCode;
import dev.onrush.plan.Hook;
import dev.onrush.plan.Hook.HookFunction;
import dev.onrush.plan.Task;
import dev.onrush.profile.Phase;
import dev.onrush.units.Quantity;
import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.Controller;
import io.gatling.core.pause.Constant$;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponentsRegistry;
import io.gatling.core.session.Session;
import io.gatling.core.session.Session$;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.http.protocol.HttpProtocol;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.netty.util.Transports;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import scala.Option;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;
import scala.concurrent.Promise;
import scala.concurrent.duration.FiniteDuration;

/**
 * Runs a hook of a plan, which is code that runs once before the load or after it. The hook has a
 * time limit and is in no statistic. A chain in a hook has an event loop and an HTTP client of its
 * own, since the ones of the load do not exist yet, or no longer exist.
 */
final class HookRun {

  private static final Duration SHUT_DOWN = Duration.ofSeconds(1);

  /** The greatest number of failed requests that are reported. */
  private static final int MOST_FAILURES = 3;

  private final String name;
  private final Duration atMost;
  private final CoreComponents core;
  private final Map<Class<? extends Protocol>, Protocol> protocols;
  private final UnaryOperator<String> masked;

  /**
   * Creates a run of one hook.
   *
   * @param name the name of the hook in the DSL: {@code before}
   * @param atMost how long the hook may take
   * @param core Gatling's core components of the run
   * @param protocols the protocols of the plan
   * @param masked hides secrets
   */
  HookRun(
      String name,
      Duration atMost,
      CoreComponents core,
      Map<Class<? extends Protocol>, Protocol> protocols,
      UnaryOperator<String> masked) {
    this.name = name;
    this.atMost = atMost;
    this.core = core;
    this.protocols = protocols;
    this.masked = masked;
  }

  /** Runs the hook. Returns why it failed, in words; empty if it succeeded. */
  Optional<String> run(Hook hook) {
    try {
      return hook.match(this::chain, function -> code(name, atMost, function))
          .map(failure -> masked.apply(name + "(…) of the plan " + failure));
    } catch (RuntimeException | Error e) {
      return Optional.of(masked.apply(name + "(…) of the plan failed: " + UserCode.text(e)));
    }
  }

  /**
   * Runs code on a thread of its own. Returns why it failed, in words that follow its name; empty
   * if it succeeded.
   *
   * @param atMost how long the code may take; it is then interrupted, and is not waited for
   */
  static Optional<String> code(String name, Duration atMost, HookFunction function) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              function.run();
              return null;
            });
    Thread thread = new Thread(task, "onrush-" + name);
    thread.setDaemon(true);
    thread.start();
    return outcome(task, atMost, done -> Optional.empty());
  }

  private Optional<String> chain(ChainBuilder chain) {
    EventLoopGroup loops =
        Transports.newEventLoopGroup(
            core.configuration().netty().useNativeTransport(),
            core.configuration().netty().useIoUring(),
            1,
            "onrush-" + name);
    try {
      return chainOn(loops, chain);
    } finally {
      var unused = Loops.end(loops, SHUT_DOWN);
    }
  }

  private Optional<String> chainOn(EventLoopGroup loops, ChainBuilder chain) {
    Recorder failures = new Recorder(List.of(Phase.WHOLE_RUN), masked);
    AtomicBoolean on = new AtomicBoolean(true);
    MeteredStatsEngine statistics =
        new MeteredStatsEngine(new SilentStats(), on, on, failures, core.clock());
    CompletableFuture<Session> left = new CompletableFuture<>();
    Action end = new Step("onrush-" + name + "-end", left::complete);
    CoreComponents own =
        new CoreComponents(
            core.actorSystem(),
            loops,
            new Stopping(left),
            core.throttler(),
            statistics,
            core.clock(),
            end,
            core.configuration());
    OpenRequests open = new OpenRequests(failures, core.clock());
    HttpSeam seam =
        new HttpSeam(
            own,
            protocols,
            client -> new TimingHttpClient(client, open),
            HookRun::withoutWarmUpCall);
    CallPool calls = new CallPool(CallProtocol.THREADS);
    seam.provide(CallProtocol.KEY, new CallProtocol.Components(calls));
    try {
      ProtocolComponentsRegistry registry = seam.registry(Map$.MODULE$.empty());
      Action first =
          Feeds.afresh(
              () ->
                  chain.wrapped.build(
                      new ScenarioContext(own, registry, Constant$.MODULE$, false), end));
      ScriptFailures.watch(first, statistics);
      Session user =
          registry
              .onStart()
              .apply(
                  Session$.MODULE$
                      .apply(name, 1, loops.next())
                      .set(Task.NAME_ATTRIBUTE, name)); // its requests are named after the hook
      user.eventLoop().execute(() -> first.$bang(user));
      return outcome(
          left,
          atMost,
          session -> {
            registry.onExit().apply(session);
            return session.isFailed() ? Optional.of("failed: " + told(failures)) : Optional.empty();
          });
    } finally {
      calls.close();
      calls.recordUnanswered();
      seam.close();
    }
  }

  /**
   * Removes Gatling's call of a page before the first user. It belongs to the load, and is made
   * once.
   */
  private static HttpProtocol withoutWarmUpCall(HttpProtocol http) {
    return http.copy(
        http.baseUrls(),
        Option.empty(),
        http.enginePart(),
        http.requestPart(),
        http.responsePart(),
        http.wsPart(),
        http.ssePart(),
        http.proxyPart(),
        http.dnsPart());
  }

  private static String told(Recorder failures) {
    Interval all = failures.takeInterval(Duration.ofSeconds(1));
    List<String> texts = new ArrayList<>();
    all.tallies()
        .forEach(
            (series, tally) ->
                tally.failures().keySet().stream()
                    .map(Failure::text)
                    .forEach(text -> texts.add(series.name() + ": " + text)));
    texts.sort(null);
    return texts.isEmpty()
        ? "its session was marked as failed"
        : String.join("; ", texts.subList(0, Math.min(MOST_FAILURES, texts.size())));
  }

  /** What a hook ends if it stops the load generator, instead of the load of the run. */
  private record Stopping(CompletableFuture<Session> hook) implements ActorRef<Controller.Command> {

    @Override
    public void $bang(Controller.Command command) {
      LoadEnd.text(command).ifPresent(why -> hook.completeExceptionally(new Stopped(why)));
    }

    @Override
    public String name() {
      return "onrush-hook";
    }

    @Override
    public <T> Promise<T> replyPromise(FiniteDuration timeout) {
      throw new UnsupportedOperationException("a hook asks for no reply");
    }
  }

  private static final class Stopped extends Exception {
    private static final long serialVersionUID = 1;

    Stopped(String why) {
      super(why);
    }
  }

  private interface Done<T> {
    Optional<String> of(T value);
  }

  private static <T> Optional<String> outcome(Future<T> future, Duration atMost, Done<T> done) {
    try {
      return done.of(future.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      future.cancel(true);
      return Optional.of(
          "did not end within "
              + Quantity.duration(atMost)
              + "; shorten it, or increase onrush.setUpAtMost");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Stopped stopped) {
        return Optional.of("failed: " + stopped.getMessage());
      }
      return Optional.of("failed: " + UserCode.text(Objects.requireNonNullElse(e.getCause(), e)));
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.of("was interrupted");
    }
  }
}
