package dev.onrush.units;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checks of arguments that users give, whose code may not have been checked for null: a missing
 * one is refused by its name, where it is given.
 *
 * @since 0.1.0
 */
public final class Given {

  private Given() {}

  /**
   * The argument itself.
   *
   * @param what it is, for people: {@code task name}
   * @throws IllegalArgumentException if it is null
   */
  public static <T> T value(@Nullable T argument, String what) {
    if (argument == null) {
      throw new IllegalArgumentException(what + " was null; give a value");
    }
    return argument;
  }

  /**
   * An unmodifiable copy of a list.
   *
   * @param what one of its elements is, for people: {@code user class}
   * @throws IllegalArgumentException if it, or one of them, is null
   */
  public static <T> List<T> values(@Nullable List<? extends @Nullable T> arguments, String what) {
    if (arguments == null) {
      throw new IllegalArgumentException("list of " + what + " was null; give at least one");
    }
    List<T> values = new ArrayList<>();
    for (T argument : arguments) {
      values.add(value(argument, what + " " + (values.size() + 1) + " of " + arguments.size()));
    }
    return List.copyOf(values);
  }

  /**
   * An unmodifiable list of arguments that are written one after the other.
   *
   * @param what one of them is, for people: {@code user class}
   * @throws IllegalArgumentException if the array, or one of them, is null
   */
  public static <T> List<T> values(T @Nullable [] arguments, String what) {
    return values(arguments == null ? null : Arrays.asList(arguments), what);
  }

  /**
   * A time that a run can have.
   *
   * @param what it is, for people: {@code rise of a spike}
   * @throws IllegalArgumentException if it is null, negative, or longer than {@link
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
              + "; up to "
              + Quantity.duration(Quantity.LONGEST)
              + " (1,000 days) is allowed");
    }
    return time;
  }
}
