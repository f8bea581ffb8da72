package dev.onrush.dsl;

import dev.onrush.internal.gatling.call.CallAction;
import dev.onrush.internal.gatling.call.CallDefinition;
import dev.onrush.plan.NamedStep;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A call of Java code that is measured as a request. The call is timed in microseconds, and it
 * fails if the code throws an exception or a check fails. The code runs on a pool thread and never
 * on an event loop, so it may block. Immutable; each method returns a new value.
 *
 * <p>The response time starts when the code starts on its thread. The wait for a thread is reported
 * separately. It is included in the times that are measured from when the request was due.
 *
 * @param <T> the type of the result
 * @param name the name of the request; not blank; expressions of Gatling's EL in it are evaluated
 * @param function the code that is called
 * @param checks the checks of the result, all of which must pass
 * @param savedAs the session attribute that gets the result
 * @param timeout the longest time that the code may take, and the longest time that the checks may
 *     take after it; default 60 s
 * @since 0.1.0
 */
public record JavaCall<T>(
    String name,
    CallFunction<T> function,
    List<Check<T>> checks,
    Optional<String> savedAs,
    Duration timeout)
    implements NamedStep {

  /** The default time-out: as long as Gatling waits for a response. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /**
   * The code that is called.
   *
   * @param <T> the type of its result
   * @since 0.1.0
   */
  @FunctionalInterface
  public interface CallFunction<T> {

    /**
     * Runs the code. This method is called on pool threads, for many users at the same time.
     *
     * @param session the session of the user
     * @return the result; null if there is none
     * @throws Exception if the call failed
     */
    @Nullable T call(Session session) throws Exception;
  }

  /**
   * A condition that a result has to meet.
   *
   * @param <T> the type of the result
   * @param name the name in messages; not blank
   * @param holds returns whether the result is correct; it is given null if there is no result
   * @since 0.1.0
   */
  public record Check<T>(String name, Predicate<? super T> holds) {

    /**
     * Creates a check.
     *
     * @throws IllegalArgumentException if a component is null, or {@code name} is blank
     */
    public Check {
      Given.value(name, "name of a check");
      Given.value(holds, "condition of check \"" + name + "\"");
      if (name.isBlank()) {
        throw new IllegalArgumentException(
            "name of a check was blank; give it a name such as \"inserted\"");
      }
    }
  }

  /**
   * Creates a call.
   *
   * @throws IllegalArgumentException if a component is null, the name or the attribute is blank,
   *     two checks have the same name, or the time-out is zero, negative or longer than 1,000 days
   */
  public JavaCall {
    Given.value(name, "name of a call");
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "name of a call was blank; give it a name such as \"Insert order\"");
    }
    Given.value(function, "function of call \"" + name + "\"");
    checks = Given.values(checks, "check of call \"" + name + "\"");
    Given.value(savedAs, "attribute of call \"" + name + "\"");
    Given.time(timeout, "time-out of call \"" + name + "\"");
    if (timeout.isZero()) {
      throw new IllegalArgumentException(
          "time-out of call \""
              + name
              + "\" was "
              + Quantity.duration(timeout)
              + "; it must be longer than zero");
    }
    if (savedAs.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException(
          "attribute of call \"" + name + "\" was blank; give it a name such as \"order\"");
    }
    List<String> names = checks.stream().map(Check::name).toList();
    for (String check : names) {
      if (names.indexOf(check) != names.lastIndexOf(check)) {
        throw new IllegalArgumentException(
            "call \"" + name + "\" has two checks named \"" + check + "\"; rename one");
      }
    }
  }

  /** Returns a call without checks, with a time-out of 60 s. */
  static <T> JavaCall<T> of(String name, CallFunction<T> function) {
    return new JavaCall<>(name, function, List.of(), Optional.empty(), TIMEOUT);
  }

  /**
   * Returns this call with one more check: {@code .check("inserted", n -> n == 1)}. Checks run
   * after the call, on its thread. Their time is not part of the response time, and is limited by a
   * time-out of the same length, which starts when the code has returned. A check that throws has
   * failed.
   *
   * @param check the name of the check, unique within the call
   * @param holds returns whether the result is correct; it is given null if there is no result
   * @throws IllegalArgumentException if an argument is null, or {@code check} is blank or used
   *     already
   */
  public JavaCall<T> check(String check, Predicate<? super T> holds) {
    List<Check<T>> all = new ArrayList<>(checks);
    all.add(new Check<>(check, holds));
    return new JavaCall<>(name, function, all, savedAs, timeout);
  }

  /**
   * Returns this call with its result saved as an attribute of the session. A call that saves its
   * result fails if the result is null.
   *
   * @throws IllegalArgumentException if {@code attribute} is null or blank
   */
  public JavaCall<T> saveAs(String attribute) {
    String given = Given.value(attribute, "attribute of call \"" + name + "\"");
    return new JavaCall<>(name, function, checks, Optional.of(given), timeout);
  }

  /**
   * Returns this call with another time-out; default 60 s. A call fails if its code, or its checks
   * after it, take longer; the user then continues. The thread of the call is interrupted. It is
   * free for other calls when the code, or the check, has returned.
   *
   * @param time longer than zero, at most 1,000 days
   * @throws IllegalArgumentException if {@code time} is outside its range
   */
  public JavaCall<T> timeout(Duration time) {
    return new JavaCall<>(name, function, checks, savedAs, time);
  }

  /** Returns a chain that consists of this step. */
  @Override
  public ChainBuilder toChainBuilder() {
    return CoreDsl.exec(
        new CallAction(
            new CallDefinition<T>(
                name,
                function::call,
                checks.stream().map(c -> new CallDefinition.Check<T>(c.name, c.holds)).toList(),
                savedAs,
                timeout)));
  }
}
