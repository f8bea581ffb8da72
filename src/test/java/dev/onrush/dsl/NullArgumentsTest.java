package dev.onrush.dsl;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.dsl.JavaCall.CallFunction;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.Flow;
import dev.onrush.plan.Hook;
import dev.onrush.plan.Hook.HookFunction;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.NamedStep;
import dev.onrush.plan.PlanSetup;
import dev.onrush.plan.Task;
import dev.onrush.plan.ThinkTime;
import dev.onrush.plan.UserClass;
import dev.onrush.profile.HeldLevel;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.profile.Stage;
import dev.onrush.threshold.Abort;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Scaling;
import dev.onrush.threshold.Scope;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Percent;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import dev.onrush.units.Rate;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.ProtocolBuilder;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Passing null to a DSL method fails with a message that names the argument. */
class NullArgumentsTest {

  private static final UserClass USERS = userClass("U").task("T", get("/"));
  private static final LoadProfile PROFILE = concurrentUsers().hold(5, ofSeconds(9));
  private static final Threshold THRESHOLD = p95().below(ofSeconds(1));
  private static final Figure FIGURE = p95().figure;
  private static final LoadPlan PLAN =
      loadPlan("P").users(USERS).profile(PROFILE).thresholds(THRESHOLD);

  private static final Class<?> STEP = io.gatling.javaapi.core.exec.Executable.class;

  private record NoProtocol() implements ProtocolBuilder {
    @Override
    public io.gatling.core.protocol.Protocol protocol() {
      throw new IllegalStateException();
    }
  }

  /** A valid value for each type of parameter. */
  private static final Map<Class<?>, Object> VALID = new HashMap<>();

  static {
    VALID.put(String.class, "503");
    VALID.put(int.class, 5);
    VALID.put(long.class, 5L);
    VALID.put(double.class, 5.0);
    VALID.put(boolean.class, true);
    VALID.put(Object.class, 50);
    VALID.put(Duration.class, ofSeconds(5));
    VALID.put(Rate.class, perSecond(5));
    VALID.put(Percent.class, ofPercent(5));
    VALID.put(Percentile.class, Percentile.P95);
    VALID.put(Quantity.class, Quantity.COUNT);
    VALID.put(UserClass.class, USERS);
    VALID.put(UserClass.Share.class, new UserClass.Share.Weight(1));
    VALID.put(ThinkTime.class, constant(ofSeconds(1)));
    VALID.put(LoadProfile.class, PROFILE);
    VALID.put(FlowSteps.Profiled.class, users(USERS).profile(PROFILE));
    VALID.put(Flow.class, new Flow("F", List.of(USERS), PROFILE));
    VALID.put(CapacitySearch.class, capacitySearch().from(1).upTo(9));
    VALID.put(HeldLevel.Unit.class, HeldLevel.Unit.USERS);
    VALID.put(ArrivalRate.Spacing.class, ArrivalRate.Spacing.EVEN);
    VALID.put(Threshold.class, THRESHOLD);
    VALID.put(Threshold.Severity.class, Threshold.Severity.CRITICAL);
    VALID.put(Measure.class, FIGURE);
    VALID.put(Measure.Trend.class, new Measure.Recovery("spike"));
    VALID.put(Figure.class, FIGURE);
    VALID.put(Scope.class, Scope.ALL);
    VALID.put(Statistic.class, FIGURE.statistic());
    VALID.put(Subject.class, Subject.ALL);
    VALID.put(Condition.class, THRESHOLD.condition());
    VALID.put(Condition.Comparison.class, Condition.Comparison.BELOW);
    VALID.put(ScopeSteps.class, p95());
    VALID.put(ChainBuilder.class, CoreDsl.exec(get("/")));
    VALID.put(io.gatling.javaapi.core.exec.Executable.class, get("/"));
    VALID.put(NamedStep.class, call("Insert", session -> 1));
    VALID.put(CallFunction.class, (CallFunction<Object>) session -> 1);
    VALID.put(PlanSetup.class, PlanSetup.NONE);
    VALID.put(HookFunction.class, (HookFunction) () -> {});
    VALID.put(ProtocolBuilder.class, new NoProtocol());
    VALID.put(List.class, List.of());
    VALID.put(Optional.class, Optional.empty());
    VALID.put(UnaryOperator.class, UnaryOperator.identity());
    VALID.put(DoubleUnaryOperator.class, DoubleUnaryOperator.identity());
    VALID.put(ToDoubleFunction.class, (ToDoubleFunction<Object>) any -> 1);
    VALID.put(Predicate.class, (Predicate<Object>) any -> true);
  }

  private final List<String> unnamed = new ArrayList<>();
  private int asked;

  private void ask(Executable word, @Nullable Object on) throws ReflectiveOperationException {
    for (int i = 0; i < word.getParameterCount(); i++) {
      Class<?>[] types = word.getParameterTypes();
      if (types[i].isPrimitive()) {
        continue;
      }
      Object[] arguments = Arrays.stream(types).map(NullArgumentsTest::valid).toArray();
      arguments[i] = null;
      expectNamed(word, on, arguments, word.getParameters()[i].getName());
      if (types[i].isArray() && !types[i].getComponentType().isPrimitive()) {
        arguments[i] = Array.newInstance(types[i].getComponentType(), 1);
        expectNamed(word, on, arguments, word.getParameters()[i].getName() + "[0]");
      }
    }
  }

  private static Object valid(Class<?> type) {
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 0);
    }
    Object valid = VALID.get(type);
    assertThat(valid).as("a valid " + type).isNotNull();
    return valid;
  }

  private void expectNamed(
      Executable word, @Nullable Object on, Object[] arguments, String parameter)
      throws ReflectiveOperationException {
    asked++;
    word.setAccessible(true);
    String found = "nothing";
    try {
      if (word instanceof Method method) {
        method.invoke(on, arguments);
      } else {
        ((Constructor<?>) word).newInstance(arguments);
      }
    } catch (InvocationTargetException e) {
      found = String.valueOf(e.getCause());
    }
    // Refused by Onrush, or by the JVM, which also names the parameter.
    if (!found.matches("(?s).*IllegalArgumentException: .+ was null; give .+")
        && !found.contains("\"" + parameter + "\" is null")) {
      unnamed.add(word + ", " + parameter + ": " + found);
    }
  }

  private void askAll(Class<?> type, @Nullable Object on) throws ReflectiveOperationException {
    for (Method method : type.getMethods()) {
      boolean ours = method.getDeclaringClass().getName().startsWith("dev.onrush.");
      boolean asked =
          on == null
              ? Modifier.isStatic(method.getModifiers())
              : !Modifier.isStatic(method.getModifiers());
      // Only one of the cases of match(…) is called.
      boolean own = !Set.of("equals", "match").contains(method.getName());
      if (ours && asked && !method.isBridge() && own) {
        ask(method, on);
      }
    }
  }

  @Test
  void every_word_names_the_argument_that_is_null() throws Exception {
    List<Object> sentences =
        List.of(
            USERS,
            concurrentUsers().hold(5, ofSeconds(9)),
            arrivalRate().hold(perSecond(5), ofSeconds(9)),
            smoke(),
            spike(),
            spike().from(5),
            spike().from(5).to(9),
            stress(),
            stress().from(5),
            stress().from(5).to(9),
            sweep(5, 9),
            capacitySearch(),
            capacitySearch().from(5),
            loadPlan("P"),
            loadPlan("P").users(USERS),
            loadPlan("P").users(USERS).profile(PROFILE),
            p95(),
            drift(),
            recovery(),
            capacity(),
            counter("c"),
            gauge("g"),
            rate("r"),
            trend("t"),
            call("Insert", session -> 1),
            service("s"));
    for (Object sentence : sentences) {
      VALID.put(Object.class, sentence instanceof ScopeSteps ? ofSeconds(5) : 50);
      askAll(sentence.getClass(), sentence);
    }
    askAll(OnrushDsl.class, null);
    ask(Threshold.class.getMethod("parse", String.class), null);
    ask(Threshold.class.getMethod("withBound", String.class), THRESHOLD);
    ask(Threshold.class.getMethod("abortAfter", Duration.class, long.class), THRESHOLD);
    ask(LoadPlan.class.getMethod("withThresholds", List.class), PLAN);
    ask(LoadPlan.class.getMethod("withProfile", LoadProfile.class), PLAN);
    ask(LoadPlan.class.getMethod("withFlows", List.class), PLAN);
    ask(LoadPlan.class.getMethod("http", UnaryOperator.class), PLAN);
    ask(LoadPlan.class.getMethod("warmUpService", Duration.class), PLAN);
    ask(
        LoadPlan.class.getMethod("protocols", ProtocolBuilder.class, ProtocolBuilder[].class),
        PLAN);
    for (String hook : List.of("before", "after")) {
      ask(LoadPlan.class.getMethod(hook, HookFunction.class), PLAN);
      ask(LoadPlan.class.getMethod(hook, STEP, Array.newInstance(STEP, 0).getClass()), PLAN);
    }

    assertThat(unnamed).isEmpty();
    assertThat(asked).isGreaterThan(100);
  }

  @Test
  void every_value_names_the_part_that_is_null() throws Exception {
    for (Class<?> type :
        List.of(
            Stage.class,
            Task.class,
            UserClass.class,
            LoadPlan.class,
            PlanSetup.class,
            Hook.Chain.class,
            Hook.Code.class,
            ConcurrentUsers.class,
            ArrivalRate.class,
            CapacitySearch.class,
            ThinkTime.Constant.class,
            ThinkTime.Uniform.class,
            ThinkTime.Exponential.class,
            JavaCall.class,
            JavaCall.Check.class,
            Threshold.class,
            Scaling.class,
            Abort.class,
            Figure.class,
            Scope.class,
            Condition.Bound.class,
            Measure.Ratio.class,
            Measure.EveryWindow.class,
            Measure.Drift.class,
            Measure.Stability.class,
            Measure.Worsening.class,
            Measure.Recovery.class,
            Measure.Capacity.class,
            Statistic.AtPercentile.class,
            Statistic.Status.class,
            Statistic.Apdex.class,
            Subject.Request.class,
            Subject.Group.class,
            Subject.Metric.class,
            Subject.Service.class)) {
      for (Constructor<?> constructor : type.getConstructors()) {
        ask(constructor, null);
      }
    }

    assertThat(unnamed).isEmpty();
    assertThat(asked).isGreaterThan(50);
  }
}
