package mistakes;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static java.time.Duration.ofSeconds;

import dev.onrush.LoadSimulation;
import dev.onrush.MeteredSimulation;
import dev.onrush.plan.LoadPlan;
import dev.onrush.profile.LoadProfile;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Simulations with a mistake, outside of Onrush's packages like the simulations of users. */
public final class Mistakes {

  private Mistakes() {}

  private static LoadPlan plan(LoadProfile profile) {
    return loadPlan("Mistaken")
        .users(userClass("U").task("Get", get("/")))
        .profile(profile)
        .thresholds(errorRate().below(ofPercent(1)));
  }

  /** Has no users. */
  public static class NoUsers extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      return Mistakes.plan(smoke().users(0).holdFor(ofSeconds(1)));
    }
  }

  /** Has a duration that exceeds a long. */
  public static class Endless extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      return Mistakes.plan(smoke().holdFor(Duration.ofSeconds(Long.MAX_VALUE)));
    }
  }

  /** Returns no plan. */
  public static class NoPlan extends LoadSimulation {
    @Override
    @SuppressWarnings("NullAway")
    protected LoadPlan plan() {
      return null;
    }
  }

  /** Throws an exception in its own code. */
  public static class FailingPlan extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      throw new IllegalStateException("no accounts\nin accounts.csv");
    }
  }

  /** Its field cannot be initialised. */
  public static class FailingField extends LoadSimulation {
    private final int users = Integer.parseInt("many");

    @Override
    protected LoadPlan plan() {
      return Mistakes.plan(smoke().users(users).holdFor(ofSeconds(1)));
    }
  }

  /** Its class cannot be initialised. */
  public static class FailingClass extends LoadSimulation {
    private static final String FIRST = List.<String>of().get(0);

    @Override
    protected LoadPlan plan() {
      return Mistakes.plan(smoke().users(FIRST.length()).holdFor(ofSeconds(1)));
    }
  }

  /** A plain simulation's thresholds fail. */
  public static class FailingThresholds extends MeteredSimulation {
    {
      setUp(scenario("S").exec(session -> session).injectOpen(atOnceUsers(1)));
    }

    @Override
    @SuppressWarnings("NullAway")
    protected List<Threshold> thresholds() {
      return List.of(p95().below(Map.<String, Duration>of().get("none")));
    }
  }

  /** Uses a class that is not in any jar of its class path. */
  public static class LacksAClass extends LoadSimulation {
    @Override
    protected LoadPlan plan() {
      // as the JVM does
      throw new NoClassDefFoundError("shop/Gone");
    }
  }
}
