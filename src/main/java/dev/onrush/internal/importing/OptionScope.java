package dev.onrush.internal.importing;

import static dev.onrush.internal.importing.InputFormat.ALB;
import static dev.onrush.internal.importing.InputFormat.COMBINED;
import static dev.onrush.internal.importing.InputFormat.HAR;
import static dev.onrush.internal.importing.InputFormat.JSON;
import static dev.onrush.internal.importing.InputFormat.OPENAPI;
import static dev.onrush.internal.importing.InputFormat.OTLP;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The formats that each option of an import applies to. An option without an entry fits all. */
final class OptionScope {

  private static final List<InputFormat> LOGS = List.of(COMBINED, ALB, JSON, OTLP);
  private static final List<InputFormat> TRAFFIC = List.of(COMBINED, ALB, JSON, OTLP, HAR);

  private static final Map<String, List<InputFormat>> FORMATS =
      Map.ofEntries(
          Map.entry("--session-by", TRAFFIC),
          Map.entry("--gap", LOGS),
          Map.entry("--field", List.of(JSON)),
          Map.entry("--host", List.of(HAR)),
          Map.entry("--service", List.of(OTLP)),
          Map.entry("--writes", List.of(OPENAPI)),
          Map.entry("--static", TRAFFIC),
          Map.entry("--secret", TRAFFIC),
          Map.entry("--from", TRAFFIC),
          Map.entry("--until", TRAFFIC),
          Map.entry("--stages", LOGS));

  private OptionScope() {}

  /**
   * Checks that each given option applies to the format.
   *
   * @throws IllegalArgumentException if one does not
   */
  static void check(ImportOptions options, InputFormat format) {
    for (String option : options.given()) {
      List<InputFormat> fits = FORMATS.getOrDefault(option, List.of(format));
      if (!fits.contains(format)) {
        throw new IllegalArgumentException(
            option
                + " applies only to "
                + fits.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + ", but "
                + options.files().get(0)
                + (options.format().isPresent() ? " is read as " : " was recognised as ")
                + format
                + "; leave "
                + option
                + " out");
      }
    }
  }
}
