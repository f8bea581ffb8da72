package dev.onrush.internal.importing.log;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** The words for a unit at the end of a field's name, and the length in microseconds. */
  private static final Map<String, Double> WORDS = new HashMap<>();

  private static final Map<Double, String> UNIT_NAMES =
      Map.of(
          3.6e9,
          "hours",
          6e7,
          "minutes",
          1e6,
          "seconds",
          1e3,
          "milliseconds",
          1.0,
          "microseconds",
          1e-3,
          "nanoseconds");

  static {
    words(3.6e9, "h", "hr", "hrs", "hour", "hours");
    words(6e7, "min", "mins", "minute", "minutes");
    words(1e6, "s", "sec", "secs", "second", "seconds");
    words(1e3, "ms", "msec", "msecs", "milli", "millis", "millisec", "millisecs");
    words(1e3, "millisecond", "milliseconds");
    words(1, "us", "\u00b5s", "\u03bcs", "usec", "usecs", "micro", "micros");
    words(1, "microsec", "microsecs", "microsecond", "microseconds");
    words(1e-3, "ns", "nsec", "nsecs", "nano", "nanos", "nanosec", "nanosecs");
    words(1e-3, "nanosecond", "nanoseconds");
  }

  /** Fields whose values are nanoseconds although their names do not say so. */
  private static final Set<String> NANOSECONDS =
      Set.of(
          "Duration",
          "OriginDuration", // Traefik
          "event.duration"); // Elastic Common Schema

  /** A word of a name: {@code request}, {@code Time} and {@code MS} of requestTimeMS. */
  private static final Pattern WORD =
      Pattern.compile("\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?\\p{Ll}+|\\p{Lu}");

  /** A word that contains a unit without a separator: {@code elapsedms}. */
  private static final Pattern JOINED =
      Pattern.compile("\\p{L}*?(?:duration|elapsed|latency|taken|time|took)(?:in)?(\\p{L}+)");

  private final String name;
  private final Optional<Double> unit;

  /** The fields whose values have no unit, and the length of the assumed one. */
  private final Map<String, Double> assumed = new LinkedHashMap<>();

  private static void words(double micros, String... words) {
    for (String word : words) {
      WORDS.put(word, micros);
    }
  }

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
          Optional.ofNullable(part.group(2)).map(UNITS::get).orElseGet(() -> withoutUnit(found));
      micros += each * Double.parseDouble(part.group(1));
      end = part.end();
    }
    return end == 0 || end < text.strip().length() ? LogEntry.UNKNOWN : Math.round(micros);
  }

  private double withoutUnit(String found) {
    return unit.orElseGet(() -> assumed.computeIfAbsent(found, name -> ofName(name).orElse(1e6)));
  }

  /** Returns sentences on the units that were assumed for values without a unit. */
  List<String> notes() {
    return assumed.keySet().stream().map(DurationField::note).toList();
  }

  private static String note(String name) {
    Optional<Double> named = ofName(name);
    double micros = named.orElse(1e6);
    return "The durations in the field "
        + name
        + (named.isPresent()
            ? " are read as " + UNIT_NAMES.get(micros) + ", by its name"
            : " are read as seconds, because its name has no unit")
        + "; --field duration="
        + name
        + (micros == 1e3 ? ":s" : ":ms")
        + " sets another unit.";
  }

  /**
   * The length of the unit in microseconds, derived from the last word of a field's name, such as
   * {@code took_ms} or {@code requestTimeMillis}; empty if the word is not a unit.
   */
  private static Optional<Double> ofName(String name) {
    if (NANOSECONDS.contains(name)) {
      return Optional.of(1e-3);
    }
    List<String> words =
        WORD.matcher(name).results().map(word -> word.group().toLowerCase(Locale.ROOT)).toList();
    if (words.isEmpty()) {
      return Optional.empty();
    }
    String last = words.get(words.size() - 1);
    Matcher joined = JOINED.matcher(last);
    String unit = joined.matches() ? joined.group(1) : last;
    // A capital letter may be within the unit, as in tookMSec.
    String both = words.size() == 1 ? unit : words.get(words.size() - 2) + last;
    return Optional.ofNullable(WORDS.getOrDefault(both, WORDS.get(unit)));
  }
}
