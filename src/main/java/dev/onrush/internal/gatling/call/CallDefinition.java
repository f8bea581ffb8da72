package dev.onrush.internal.gatling.call;

import dev.onrush.internal.text.Printable;
import dev.onrush.internal.text.UserCode;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a call of Java code.
 *
 * @param name the name of the request; expressions of Gatling's EL in it are replaced
 * @param checks the checks of the result, all of which must hold
 * @param savedAs the session attribute that gets the result
 * @param timeout the longest time that the call may run, and the longest time for its checks after
 *     it
 */
public record CallDefinition<T>(
    String name,
    Called<T> called,
    List<Check<T>> checks,
    Optional<String> savedAs,
    Duration timeout) {

  /** The number of characters of a result that are shown if a check refuses it. */
  private static final int SHOWN = 100;

  /**
   * The number of characters of a result in which secrets are looked for. It is much greater than
   * {@link #SHOWN}, since half of a secret would not be recognised.
   */
  private static final int READ = 10_000;

  /** The code that is called. */
  @FunctionalInterface
  public interface Called<T> {

    /** Returns the result, which may be null. */
    @Nullable T on(Session session) throws Exception;
  }

  /**
   * A condition that a result must fulfil.
   *
   * @param name the name of the check in messages
   */
  public record Check<T>(String name, Predicate<? super T> holds) {}

  /** A failure that is fully described by its message and the result. */
  private static final class FailedCheck extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String result;

    /**
     * Creates a failure.
     *
     * @param result the result in words, of which the beginning is appended to the message
     */
    FailedCheck(String message, String result) {
      super(message, null, false, false);
      this.result = result;
    }

    String text(UnaryOperator<String> masked) {
      return getMessage() + Printable.cut(masked.apply(result), SHOWN);
    }
  }

  /** Calls the code, and returns its result before it is checked. */
  PooledCall.Answer performOn(Session session) throws Exception {
    T result = called.on(session);
    return () -> checked(result);
  }

  private @Nullable T checked(@Nullable T result) {
    for (Check<T> check : checks) {
      boolean holds;
      try {
        holds = check.holds.test(result);
      } catch (Exception | Error e) {
        throw new FailedCheck(
            "check \"" + check.name + "\" threw " + described(e) + "; result was ", read(result));
      }
      if (!holds) {
        throw new FailedCheck("check \"" + check.name + "\" failed; result was ", read(result));
      }
    }
    if (savedAs.isPresent() && result == null) {
      throw new FailedCheck("nothing to save as \"" + savedAs.get() + "\": result was ", "null");
    }
    return result;
  }

  private static String read(@Nullable Object result) {
    try {
      return Printable.beginning(firstLine(String.valueOf(result)), READ);
    } catch (Exception | Error e) {
      return "a "
          + (result == null ? "" : result.getClass().getSimpleName())
          + " whose toString() failed";
    }
  }

  /**
   * Describes a throwable by its class and the first line of its message: {@code
   * IllegalStateException: no such order}.
   *
   * @param masked hides secrets
   */
  static String failure(Throwable thrown, UnaryOperator<String> masked) {
    return thrown instanceof FailedCheck check ? check.text(masked) : described(thrown);
  }

  private static String described(Throwable thrown) {
    String name = UserCode.name(thrown);
    try {
      String message = thrown.getMessage();
      return message == null || message.isBlank() ? name : name + ": " + firstLine(message);
    } catch (Exception | Error e) {
      return name + " whose getMessage() failed";
    }
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("");
  }
}
