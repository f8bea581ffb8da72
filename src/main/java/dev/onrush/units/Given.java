package dev.onrush.units;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks of arguments that users pass. User code may not have been checked for null, so a missing
 * argument is refused where it is passed, with a message that names it.
 *
 * @since 0.1.0
 */
public final class Given {

  private Given() {}

  /**
   * Returns the argument, if it is not null.
   *
   * @param what the name of the argument in the message, such as {@code task name}
   * @throws IllegalArgumentException if {@code argument} is null
   */
  public static <T> T value(@Nullable T argument, String what) {
    if (argument == null) {
      throw new IllegalArgumentException(what + " was null; give a value");
    }
    return argument;
  }

  /**
   * Returns an unmodifiable copy of a list.
   *
   * @param what the name of one element in the message, such as {@code user class}
   * @throws IllegalArgumentException if the list, or one of its elements, is null
   */
  public static <T> List<T> values(@Nullable List<? extends @Nullable T> arguments, String what) {
    if (arguments == null) {
      throw new IllegalArgumentException(what + ": the list was null; give at least one");
    }
    List<T> values = new ArrayList<>();
    for (T argument : arguments) {
      values.add(value(argument, what + " " + (values.size() + 1) + " of " + arguments.size()));
    }
    return List.copyOf(values);
  }

  /**
   * Returns an unmodifiable list of variable arguments.
   *
   * @param what the name of one element in the message, such as {@code user class}
   * @throws IllegalArgumentException if the array, or one of its elements, is null
   */
  public static <T> List<T> values(T @Nullable [] arguments, String what) {
    return values(arguments == null ? null : Arrays.asList(arguments), what);
  }

  /**
   * Returns the argument, if it is a time that a run can have.
   *
   * @param what the name of the argument in the message, such as {@code rise of a spike}
   * @throws IllegalArgumentException if {@code argument} is null, negative, or longer than {@link
   *     Quantity#LONGEST}
   */
  public static Duration time(@Nullable Duration argument, String what) {
    Duration time = value(argument, what);
    if (time.isNegative()) {
      throw new IllegalArgumentException(
          what + " was " + Quantity.duration(time) + "; zero or longer is allowed");
    }
    if (time.compareTo(Quantity.LONGEST) > 0) {
      throw new IllegalArgumentException(
          what
              + " was "
              + Quantity.duration(time)
              + "; at most "
              + Quantity.count(Quantity.LONGEST.toDays())
              + " days are allowed");
    }
    return time;
  }
}
