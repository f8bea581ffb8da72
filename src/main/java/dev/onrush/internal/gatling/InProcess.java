package dev.onrush.internal.gatling;

import dev.onrush.internal.gatling.chain.Feeds;
import dev.onrush.internal.gatling.loop.Loops;
import io.gatling.app.Runner;
import io.gatling.commons.util.DefaultClock;
import io.gatling.core.CoreComponents;
import io.gatling.core.actor.ActorSystem;
import io.gatling.core.cli.GatlingArgs;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.config.GatlingConfiguration$;
import io.gatling.core.controller.inject.PopulationFlows;
import io.gatling.core.scenario.Population;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.javaapi.core.Simulation;
import io.gatling.netty.util.Transports;
import io.netty.channel.EventLoopGroup;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Consumer;
import scala.Console;
import scala.Option;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * Runs a simulation in this JVM, any number of times. Gatling's own main does the same once, and
 * then stops logging for good.
 */
public final class InProcess {

  private InProcess() {}

  /**
   * Runs a simulation until all users have left.
   *
   * @param failed called with what ends the run early, such as an exception of the simulation or an
   *     {@link InterruptedException}, while connections are still open
   * @throws IllegalStateException if the JVM does not open java.lang to Gatling
   */
  public static void run(Class<? extends Simulation> simulation, Consumer<Throwable> failed) {
    if (!Object.class.getModule().isOpen("java.lang", Runner.class.getModule())) {
      throw new IllegalStateException(
          "Gatling needs access to java.lang; start this JVM with"
              + " --add-opens=java.base/java.lang=ALL-UNNAMED (in Maven, the argLine of"
              + " maven-surefire-plugin)");
    }
    Feeds.forgetThoseOfEarlierRuns();
    GatlingConfiguration configuration = GatlingConfiguration$.MODULE$.load();
    ActorSystem actors = new ActorSystem();
    EventLoopGroup eventLoops =
        Transports.newEventLoopGroup(
            configuration.netty().useNativeTransport(),
            configuration.netty().useIoUring(),
            0,
            "gatling");
    try {
      new Unannounced(
              actors,
              eventLoops,
              new GatlingArgs(
                  Option.apply(simulation.getName()),
                  Option.empty(),
                  true,
                  Option.empty(),
                  Option.empty(),
                  Option.empty(),
                  Option.empty()),
              configuration)
          .run();
    } catch (Throwable e) { // Gatling's Scala code throws checked exceptions too
      failed.accept(e);
      throw e;
    } finally {
      actors.close();
      Duration timeout = Duration.ofMillis(configuration.core().shutdownTimeout());
      // A loop that is blocked by a function of the user's never ends.
      boolean unused = Loops.end(eventLoops, timeout).awaitUninterruptibly(timeout.toMillis());
    }
  }

  /** An output without its first line. */
  private static final class WithoutFirstLine extends FilterOutputStream {

    private boolean isAfterFirst;

    WithoutFirstLine(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int character) throws IOException {
      if (isAfterFirst) {
        super.write(character);
      }
      isAfterFirst |= character == '\n';
    }
  }

  /** Gatling's runner without its check for newer versions, and without its first line. */
  private static final class Unannounced extends Runner {
    Unannounced(
        ActorSystem actors,
        EventLoopGroup eventLoops,
        GatlingArgs args,
        GatlingConfiguration configuration) {
      super(actors, eventLoops, new DefaultClock(), args, configuration);
    }

    @Override
    public void displayVersionWarning() {}

    /** Starts the users without Gatling's line, which names the class of the simulation. */
    @Override
    public Try<BoxedUnit> start(
        SimulationParams params,
        CoreComponents components,
        PopulationFlows<String, Population> flows) {
      return Console.withOut(
          new WithoutFirstLine(System.out), () -> super.start(params, components, flows));
    }
  }
}
