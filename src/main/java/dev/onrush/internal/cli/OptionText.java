package dev.onrush.internal.cli;

import java.time.DateTimeException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The text that was given for an option.
 *
 * @param option the name of the option: {@code --gap}
 */
record OptionText(String option, String text) {

  /**
   * Returns the value of the option.
   *
   * @param value parses the text
   * @param allowed whether a value is allowed
   * @param write what to write instead: {@code a number from 0.01 to 24,000, such as 1.5}
   * @throws UsageException if the text has no value, or a value that is not allowed
   */
  <T> T parse(Function<String, T> value, Predicate<T> allowed, String write) {
    try {
      T parsed = value.apply(text);
      if (allowed.test(parsed)) {
        return parsed;
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      // reported below
    }
    throw new UsageException(option + " was \"" + text + "\"; write " + write);
  }
}
