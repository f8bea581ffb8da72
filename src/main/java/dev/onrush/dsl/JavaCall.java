package dev.onrush.dsl;

import dev.onrush.internal.gatling.call.CallAction;
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
 * A call of Java code that is a request: it is timed in microseconds, and its exceptions and checks
 * are its failures. It runs on a thread of a pool and never on an event loop, so it may block.
 * Immutable; each method returns a new value.
 *
 * <p>Its response time begins when it begins on its thread. The wait for the thread is stated
 * apart, and counts to the times from when due.
 *
 * @param <T> of the result
 * @param name of the request; not blank; Gatling's EL is replaced
 * @param function what is called
 * @param checks all have to hold
 * @param savedAs the session attribute that gets the result
 * @param timeout the longest time that it may run, and its checks after it; default 60 s
 * @since 0.1.0
 */
public record JavaCall<T>(
    String name,
    CallFunction<T> function,
    List<Check<T>> checks,
    Optional<String> savedAs,
    Duration timeout)
    implements NamedStep {

  /** As long as Gatling waits for a response. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /**
   * Code that is called.
   *
   * @param <T> of its result
   * @since 0.1.0
   */
  @FunctionalInterface
  public interface CallFunction<T> {

    /**
     * Called on a thread of the pool, for many users at the same time.
     *
     * @param session of the user
     * @return the result; null where there is none
     * @throws Exception if the call failed
     */
    @Nullable T call(Session session) throws Exception;
  }

  /**
   * A condition of a result.
   *
   * @param <T> of the result
   * @param name for people; not blank
   * @param holds whether the result is as it should be; gets null if there is none
   * @since 0.1.0
   */
  public record Check<T>(String name, Predicate<? super T> holds) {

    /**
     * A condition with a name.
     *
     * @throws IllegalArgumentException if a component is null, or the name blank
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
   * A call within these ranges.
   *
   * @throws IllegalArgumentException if a component is null, the name is blank, two checks have the
   *     same name, or the time-out is zero, negative or longer than 1,000 days
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

  /** A call without checks, with the time-out of 60 s. */
  static <T> JavaCall<T> of(String name, CallFunction<T> function) {
    return new JavaCall<>(name, function, List.of(), Optional.empty(), TIMEOUT);
  }

  /**
   * The same with one more check: {@code .check("inserted", n -> n == 1)}. Checks run on the call's
   * thread after it. They are not part of the response time, and have a time-out of the same length
   * of their own. One that throws has failed.
   *
   * @param check its name, unique within the call
   * @param holds whether the result is as it should be; gets null if there is none
   * @throws IllegalArgumentException if an argument is null, or the name blank or used already
   */
  public JavaCall<T> check(String check, Predicate<? super T> holds) {
    List<Check<T>> all = new ArrayList<>(checks);
    all.add(new Check<>(check, holds));
    return new JavaCall<>(name, function, all, savedAs, timeout);
  }

  /**
   * The same, whose result becomes an attribute of the session. A result of null fails it then.
   *
   * @throws IllegalArgumentException if the attribute is null or blank
   */
  public JavaCall<T> saveAs(String attribute) {
    String given = Given.value(attribute, "attribute of call \"" + name + "\"");
    return new JavaCall<>(name, function, checks, Optional.of(given), timeout);
  }

  /**
   * The same with another time-out; default 60 s. A call that takes longer, or whose checks take
   * longer after it, has failed, and its user goes on. Its thread is interrupted; it is free for
   * other calls when the function, or the check, has returned.
   *
   * @param time longer than zero, at most 1,000 days
   * @throws IllegalArgumentException if it is outside its range
   */
  public JavaCall<T> timeout(Duration time) {
    return new JavaCall<>(name, function, checks, savedAs, time);
  }

  /** A chain of this step alone. */
  @Override
  public ChainBuilder toChainBuilder() {
    return CoreDsl.exec(
        new CallAction(
            new CallAction.Wanted<T>(
                name,
                function::call,
                checks.stream().map(c -> new CallAction.Check<T>(c.name, c.holds)).toList(),
                savedAs,
                timeout)));
  }
}
