package dev.onrush.internal.importing.log;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The field of a JSON log that says how long a request took. */
final class DurationField {

  /** In microseconds. */
  private static final Map<String, Double> UNITS =
      Map.of(
          "h", 3.6e9, "m", 6e7, "s", 1e6, "ms", 1e3, "us", 1.0, "\u00b5s", 1.0, "\u03bcs", 1.0,
          "ns", 1e-3);

  private static final Pattern PART =
      Pattern.compile("(\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?) ?(ns|[u\u00b5\u03bc]s|ms|s|m|h)?");

  private final String name;
  private final Optional<Double> unit;

  /**
   * A field.
   *
   * @param given its name, perhaps with the unit of its numbers: {@code took:ms}; may be empty
   * @throws IllegalArgumentException if that is no unit
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

  /** The name alone; empty if none was given. */
  String name() {
    return name;
  }

  /**
   * Microseconds; {@link LogEntry#UNKNOWN} of what is no duration.
   *
   * @param found the name of the field that a line has
   * @param text a number, or with units: {@code 12ms}, and {@code 1m2.5s} as Go writes it
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

  /** Of a number, by the name of its field: {@code took_ms}; where that says nothing, a second. */
  private static double unit(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith("ms") || lower.endsWith("millis")) {
      return 1e3;
    }
    if (lower.endsWith("us") || lower.endsWith("micros")) {
      return 1;
    }
    // Traefik's is the one with a capital letter.
    return lower.endsWith("ns") || name.equals("Duration") ? 1e-3 : 1e6;
  }
}
