package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.http;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.scalalogging.Logger;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Verdict;
import io.gatling.commons.util.Clock;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.action.ChainableAction;
import io.gatling.core.action.RequestAction;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.runtime.BoxedUnit;

/** Actions of plugins whose contents cannot be inspected. */
@Tag("load")
class ForeignActionsTest {

  private static final Logger LOGGER =
      Logger.apply(LoggerFactory.getLogger(ForeignActionsTest.class));

  @TempDir Path reports;

  /** An action whose name cannot be replaced. */
  private record AskedByRecord(
      Function1<Session, Validation<String>> requestName,
      StatsEngine statsEngine,
      Clock clock,
      Action next)
      implements RequestAction {
    @Override
    public void $bang(Session session) {
      next.$bang(session);
    }

    @Override
    public Validation<BoxedUnit> sendRequest(Session session) {
      throw new IllegalStateException("not asked for");
    }

    @Override
    public String name() {
      return "asked";
    }

    @Override
    public Logger logger() {
      return LOGGER;
    }

    @Override
    public void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger set) {}
  }

  /** A class of a library that is missing. */
  public static final class Absent {}

  /** Works without the missing class, like a plugin without its optional library. */
  public static final class WithAbsent implements ChainableAction {
    private final Action next;
    private final StatsEngine statsEngine;
    private final Logger logger = Logger.apply(LoggerFactory.getLogger("with absent"));

    @SuppressWarnings("UnusedVariable")
    private @Nullable Absent optional;

    public WithAbsent(Action next, StatsEngine statsEngine) {
      this.next = next;
      this.statsEngine = statsEngine;
    }

    @Override
    public StatsEngine statsEngine() {
      return statsEngine;
    }

    @Override
    public Action next() {
      return next;
    }

    @Override
    public String name() {
      return "with absent";
    }

    @Override
    public void $bang(Session session) {
      next.$bang(session);
    }

    @Override
    public void execute(Session session) {
      next.$bang(session);
    }

    @Override
    public Logger logger() {
      return logger;
    }

    @Override
    public void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger set) {}
  }

  /** Loads all classes except the missing one. */
  private static final class Plugin extends ClassLoader {
    Plugin() {
      super(ForeignActionsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.equals(Absent.class.getName())) {
        throw new ClassNotFoundException(name);
      }
      return name.equals(WithAbsent.class.getName()) ? own(name) : super.loadClass(name, resolve);
    }

    private Class<?> own(String name) {
      try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] code = Objects.requireNonNull(file).readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Action action(ScenarioContext ctx, Action next) {
      try {
        return (Action)
            loadClass(WithAbsent.class.getName())
                .getConstructor(Action.class, StatsEngine.class)
                .newInstance(next, ctx.coreComponents().statsEngine());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static ActionBuilder builder(BiFunction<ScenarioContext, Action, Action> of) {
    return () ->
        new io.gatling.core.action.builder.ActionBuilder() {
          @Override
          public Action build(ScenarioContext ctx, Action next) {
            return of.apply(ctx, next);
          }
        };
  }

  @Test
  void a_record_and_a_class_without_its_optional_library_are_left_as_they_are() {
    ActionBuilder asked =
        builder(
            (ctx, next) ->
                new AskedByRecord(
                    session -> new Success<>("Asked"),
                    ctx.coreComponents().statsEngine(),
                    ctx.coreComponents().clock(),
                    next));
    ActionBuilder lacking = builder((ctx, next) -> new Plugin().action(ctx, next));
    try (CountingServer server = new CountingServer()) {
      LoadPlan plan =
          loadPlan("Plugins")
              .users(
                  userClass("U")
                      .task(
                          "All",
                          exec(session -> session),
                          exec(asked),
                          exec(lacking),
                          exec(
                              session -> {
                                throw new IllegalStateException("seen");
                              }),
                          http("Last").get("/last")))
              .profile(arrivalRate().hold(perSecond(4), ofSeconds(1)))
              .thresholds(errorCount().exactly(4));

      RunRecord result =
          Runs.run(
              plan,
              WithSettings.load(Map.of("onrush.warmUp", "0 s"))
                  .withTarget(URI.create(server.uri()))
                  .withReports(reports));

      assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
      assertThat(server.count("/last")).isEqualTo(4);
    }
  }
}
