package dev.onrush.internal.launch.plan;

import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.source.SourcedText;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.threshold.ImpliedErrorRate;
import dev.onrush.threshold.Threshold;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Applies settings to the thresholds of a plan. */
public final class ThresholdSettings {

  private ThresholdSettings() {}

  /**
   * Returns the thresholds with the bounds from the settings, the thresholds that the settings add,
   * and the {@link ImpliedErrorRate} if it is missing and not switched off.
   *
   * @throws IllegalArgumentException if a setting names a threshold that does not exist or is not
   *     unique, or cannot be parsed
   */
  public static List<Threshold> apply(List<Threshold> written, Settings settings) {
    List<String> keys = new ArrayList<>(written.stream().map(Threshold::key).toList());
    List<Threshold> tuned = new ArrayList<>(written);
    List<Threshold> added = new ArrayList<>();
    Map<String, SourcedText> unknown = new LinkedHashMap<>();
    Map<String, SourcedText> misspelled = new LinkedHashMap<>();
    settings
        .thresholds()
        .forEach(
            (key, text) -> {
              if (text.isMisspelled()) {
                misspelled.put(key, text);
              } else if (keys.contains(key)) {
                bind(tuned, key, text);
              } else if (isBound(text)) {
                unknown.put(key, text);
              } else {
                added.add(read(key, text, () -> added(text.value())));
              }
            });
    tuned.addAll(added);
    if (settings.failOnWarnings()) {
      makeFail(tuned);
    }
    if (ImpliedErrorRate.isMissing(tuned) && settings.impliedErrorRate().isPresent()) {
      Threshold implied = ImpliedErrorRate.below(settings.impliedErrorRate().get());
      tuned.add(implied);
      keys.add(implied.key());
    }
    misspelled.forEach(
        (key, text) -> {
          throw new IllegalArgumentException(
              text.origin() + " is not a setting; write " + corrected(key, text, keys));
        });
    unknown.forEach(
        (key, text) -> {
          checkKnown(key, text, keys);
          bind(tuned, key, text);
        });
    return tuned;
  }

  /** Returns the property to write for a threshold, if this plan has it, or the possible ones. */
  private static String corrected(String key, SourcedText text, List<String> keys) {
    String property = "-D" + Setting.THRESHOLDS.property() + ".";
    if (keys.contains(key) || !isBound(text)) {
      return property + key;
    }
    // A similar name is not proposed: p95-in-spike is no misspelling of p99-in-spike.
    String whole = "a whole threshold such as " + property + key + "=\"p95 of Login < 500 ms\"";
    return keys.isEmpty()
        ? whole
        : property
            + "NAME with the name of a threshold of this plan ("
            + String.join(", ", new LinkedHashSet<>(keys))
            + "), or "
            + whole;
  }

  /** Makes warnings fail the run. A warning that is the same as a failing threshold is dropped. */
  private static void makeFail(List<Threshold> thresholds) {
    List<Threshold> failing = thresholds.stream().filter(t -> !t.isWarning()).toList();
    thresholds.removeIf(t -> t.isWarning() && failing.stream().anyMatch(f -> isSame(f, t)));
    thresholds.replaceAll(Threshold::critical);
  }

  private static boolean isSame(Threshold one, Threshold other) {
    return one.measure().equals(other.measure()) && one.condition().equals(other.condition());
  }

  private static void bind(List<Threshold> thresholds, String key, SourcedText bound) {
    List<Threshold> named = thresholds.stream().filter(t -> t.key().equals(key)).toList();
    if (named.size() > 1) {
      throw refused(
          key,
          bound,
          "\""
              + bound.value()
              + "\" is for one threshold, and "
              + named.size()
              + " have this name: "
              + String.join(", ", named.stream().map(t -> "\"" + t + "\"").toList())
              + "; change the bound where they are written",
          null);
    }
    thresholds.replaceAll(
        t -> t.key().equals(key) ? read(key, bound, () -> t.withBound(bound.value())) : t);
  }

  private static <T> T read(String key, SourcedText text, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw refused(key, text, String.valueOf(e.getMessage()), e);
    }
  }

  private static IllegalArgumentException refused(
      String key, SourcedText text, String why, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "setting onrush.thresholds." + key + " (from " + text.origin() + "): " + why, cause);
  }

  private static boolean isBound(SourcedText text) {
    return !text.value().matches("(?s).*(?:[<>=]|\\bbetween\\b).*");
  }

  private static void checkKnown(String key, SourcedText text, List<String> keys) {
    if (!keys.contains(key)) {
      throw refused(
          key,
          text,
          "\""
              + text.value()
              + "\" is a bound, but no threshold of this plan has this name; the names are "
              + String.join(", ", keys)
              + "; or write a whole threshold such as \"p95 of Login < 500 ms\""
              + (text.isInFile()
                  ? "; or, if it is for another simulation only,"
                      + " onrush.simulations.NAME.thresholds."
                      + key
                  : ""),
          null);
    }
  }

  private static Threshold added(String text) {
    Threshold threshold = Threshold.parse(text);
    if (threshold.implied()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is marked as implied, which only a threshold of Onrush itself can be; leave"
              + " \"implied\" out");
    }
    return threshold;
  }
}
