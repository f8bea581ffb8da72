package dev.onrush.internal.importing.log;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The field of a JSON log that contains the duration of a request. */
final class DurationField {

  /** The length of each unit in microseconds. */
  private static final Map<String, Double> UNITS =
      Map.of(
          "h", 3.6e9, "m", 6e7, "s", 1e6, "ms", 1e3, "us", 1.0, "\u00b5s", 1.0, "\u03bcs", 1.0,
          "ns", 1e-3);

  private static final Pattern PART =
      Pattern.compile("(\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?) ?(ns|[u\u00b5\u03bc]s|ms|s|m|h)?");

  private final String name;
  private final Optional<Double> unit;

  /**
   * Creates the field from its name and the unit of its numbers.
   *
   * @param given the name, with or without the unit of the numbers: {@code took:ms}; may be empty
   * @throws IllegalArgumentException if the text after the colon is not a unit
   */
  DurationField(String given) {
    int colon = given.lastIndexOf(':');
    name = colon < 0 ? given : given.substring(0, colon);
    unit = Optional.ofNullable(UNITS.get(given.substring(colon + 1))).filter(known -> colon >= 0);
    if (colon >= 0 && unit.isEmpty()) {
      throw new IllegalArgumentException(
          "--field was duration="
              + given
              + "; write the unit as s, ms, us or ns: duration="
              + name
              + ":ms");
    }
  }

  /** The name without the unit; empty if no name was given. */
  String name() {
    return name;
  }

  /**
   * Converts the value of the field to microseconds; {@link LogEntry#UNKNOWN} if it is not a
   * duration.
   *
   * @param found the name of the field in this line of the log
   * @param text a number, or numbers with units: {@code 12ms}, or {@code 1m2.5s} as Go writes it
   */
  long micros(String found, String text) {
    Matcher part = PART.matcher(text.strip());
    double micros = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      double each =
          Optional.ofNullable(part.group(2)).map(UNITS::get).or(() -> unit).orElse(unit(found));
      micros += each * Double.parseDouble(part.group(1));
      end = part.end();
    }
    return end == 0 || end < text.strip().length() ? LogEntry.UNKNOWN : Math.round(micros);
  }

  /**
   * The length of the unit in microseconds, derived from the name of the field, such as {@code
   * took_ms}. It is a second if the name does not end in a unit.
   */
  private static double unit(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith("ms") || lower.endsWith("millis")) {
      return 1e3;
    }
    if (lower.endsWith("us") || lower.endsWith("micros")) {
      return 1;
    }
    // Traefik's field has a capital letter, and its values are nanoseconds.
    return lower.endsWith("ns") || name.equals("Duration") ? 1e-3 : 1e6;
  }
}
