package dev.onrush.internal.gatling;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.CountingServer;
import dev.onrush.ForkedGatling;
import dev.onrush.MeteredSimulation;
import dev.onrush.RunSettings;
import dev.onrush.Runs;
import dev.onrush.internal.gatling.action.Step;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import dev.onrush.profile.LoadProfile;
import io.gatling.core.CoreComponents;
import io.gatling.core.action.Action;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponents;
import io.gatling.core.protocol.ProtocolKey;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Function1;
import scala.runtime.BoxedUnit;

/** Users for which a protocol fails at the start or at the end. */
@Tag("load")
@Tag("long")
class UserStartTest {

  @TempDir Path folder;

  /** A plugin's protocol that fails at the start of each user, or at its end. */
  private record Failing(boolean atStart) implements Protocol, ProtocolComponents {
    @Override
    public Function1<Session, Session> onStart() {
      return session -> {
        if (atStart) {
          throw new ServiceConfigurationError("no provider");
        }
        return session;
      };
    }

    @Override
    public Function1<Session, BoxedUnit> onExit() {
      return session -> {
        throw new AssertionError("nothing to close");
      };
    }
  }

  private static final class Key implements ProtocolKey<Failing, Failing> {
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Class<Protocol> protocolClass() {
      return (Class) Failing.class;
    }

    @Override
    public Failing defaultProtocolValue(GatlingConfiguration configuration) {
      return new Failing(false);
    }

    @Override
    public Function1<Failing, Failing> newComponents(CoreComponents core) {
      return protocol -> protocol;
    }
  }

  /**
   * Another protocol, which opens a resource for each user that is stored only in the user's
   * session.
   */
  private record Opening(AtomicInteger opened, AtomicInteger closed)
      implements Protocol, ProtocolComponents {
    @Override
    public Function1<Session, Session> onStart() {
      return session -> {
        opened.incrementAndGet();
        return session.set("opened", true);
      };
    }

    @Override
    public Function1<Session, BoxedUnit> onExit() {
      return session -> {
        if (session.contains("opened")) {
          closed.incrementAndGet();
        }
        return BoxedUnit.UNIT;
      };
    }
  }

  /** Its hash code is 0, so Gatling calls this protocol before all others. */
  private record OpeningKey() implements ProtocolKey<Opening, Opening> {
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Class<Protocol> protocolClass() {
      return (Class) Opening.class;
    }

    @Override
    public Opening defaultProtocolValue(GatlingConfiguration configuration) {
      throw new IllegalStateException("the plan has one");
    }

    @Override
    public Function1<Opening, Opening> newComponents(CoreComponents core) {
      return protocol -> protocol;
    }
  }

  /** A step of this protocol; without it, Gatling starts no user of the protocol. */
  private static final ActionBuilder STEP = step(new Key());

  private static ActionBuilder step(ProtocolKey<?, ?> key) {
    return () ->
        new io.gatling.core.action.builder.ActionBuilder() {
          @Override
          public Action build(ScenarioContext ctx, Action next) {
            ctx.protocolComponentsRegistry().components(key);
            return new Step("step", next::$bang, next);
          }
        };
  }

  private static final LoadProfile TWO_AT_ONCE = concurrentUsers().hold(2, ofSeconds(2));

  private static Opening opening() {
    return new Opening(new AtomicInteger(), new AtomicInteger());
  }

  private RunRecord run(
      UserClass users,
      LoadProfile profile,
      boolean atStart,
      Opening opening,
      CountingServer server) {
    LoadPlan plan =
        loadPlan("Failing")
            .users(users)
            .profile(profile)
            .thresholds(errorRate().below(ofPercent(1)))
            .protocols(() -> new Failing(atStart), () -> opening);
    return Runs.run(
        plan,
        RunSettings.load()
            .withTarget(URI.create(server.uri()))
            .withReports(folder)
            .with("onrush.warmUp", "0 s")
            .with("onrush.windDownAtMost", "10 s"));
  }

  private static List<String> failures(RunRecord result) {
    return result.timeline().failures().stream()
        .map(of -> of.request() + ": " + of.failure().text())
        .toList();
  }

  /** Returns the number of users that are present when the run ends. */
  private static long users(RunRecord result) {
    List<Row> rows = result.timeline().rows();
    return rows.get(rows.size() - 1).activeUsers();
  }

  @Test
  void whoever_cannot_be_started_fails_and_is_replaced_after_a_second_at_least() {
    try (CountingServer server = new CountingServer()) {
      UserClass users = userClass("U").task("Ask", exec(STEP), exec(get("/ask")));

      RunRecord result = run(users, TWO_AT_ONCE, true, opening(), server);

      assertThat(server.count("/ask")).isZero();
      // two immediately, and two more after each second
      assertThat(
              result.timeline().failures().stream()
                  .filter(of -> of.request().equals("start of a user"))
                  .mapToLong(of -> of.count())
                  .sum())
          .isBetween(2L, 2 * 3L);
      assertThat(failures(result))
          .containsExactlyInAnyOrder(
              "start of a user: ServiceConfigurationError: no provider",
              "end of a user: AssertionError: nothing to close");
      assertThat(users(result)).isZero();
      assertThat(result.notes())
          .noneMatch(note -> note.contains("still running"))
          .noneMatch(note -> note.contains("exitHere"));
    }
  }

  @Test
  void what_a_protocol_has_opened_for_a_user_that_another_cannot_start_is_closed() {
    try (CountingServer server = new CountingServer()) {
      Opening opening = opening();
      UserClass users =
          userClass("U").task("Ask", exec(step(new OpeningKey())), exec(STEP), exec(get("/ask")));

      RunRecord result = run(users, TWO_AT_ONCE, true, opening, server);

      assertThat(failures(result))
          .contains("start of a user: ServiceConfigurationError: no provider");
      assertThat(opening.opened()).hasPositiveValue();
      assertThat(opening.closed()).hasValue(opening.opened().get());
    }
  }

  @Test
  void whoever_cannot_be_ended_has_ended() {
    try (CountingServer server = new CountingServer()) {
      UserClass users = userClass("U").task("Ask", exec(STEP), exec(get("/ask")));
      LoadProfile twoArrive = arrivalRate().hold(perSecond(2), ofSeconds(1));

      RunRecord result = run(users, twoArrive, false, opening(), server);

      assertThat(server.count("/ask")).isEqualTo(2);
      assertThat(failures(result))
          .containsExactly("end of a user: AssertionError: nothing to close");
      assertThat(users(result)).isZero();
      assertThat(result.notes()).noneMatch(note -> note.contains("still running"));
    }
  }

  /** A plain simulation whose users would send requests forever. */
  public static final class Plain extends MeteredSimulation {
    {
      setUp(
              scenario("Plain")
                  .forever()
                  .on(exec(STEP), exec(http("Ask").get("/ask")))
                  .injectOpen(atOnceUsers(5)))
          .maxDuration(ofSeconds(10))
          .protocols(http.baseUrl(System.getProperty("target")), () -> new Failing(true));
    }
  }

  @Test
  void a_user_of_a_plain_simulation_that_cannot_be_started_does_no_step() {
    try (CountingServer server = new CountingServer()) {
      ForkedGatling gatling = ForkedGatling.start(Plain.class, folder, "-Dtarget=" + server.uri());
      gatling.exitStatus();

      RunRecord result = IntervalLog.read(gatling.runFolder());
      assertThat(result.timeline().failures())
          .as(gatling.output())
          .extracting(of -> of.count() + " " + of.request())
          .containsExactlyInAnyOrder("5 start of a user", "5 end of a user");
      assertThat(server.count("/ask")).isZero();
      assertThat(users(result)).isZero();
    }
  }
}
