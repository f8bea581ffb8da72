package dev.onrush.internal.cli;

import java.util.function.Supplier;

/** Thrown if an argument or an option of a command has a value that is never allowed. */
final class UsageException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  private UsageException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
  }

  /**
   * Returns the value, which is made from the command line alone.
   *
   * @throws UsageException if the value is not allowed
   */
  static <T> T check(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }

  /**
   * Does a check of the command line.
   *
   * @throws UsageException if it fails
   */
  static void run(Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }
}
