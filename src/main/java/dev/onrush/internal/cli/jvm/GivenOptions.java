package dev.onrush.internal.cli.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JVM options that a user gives in addition to Onrush's own. For most options the last one
 * counts. But a JVM does not start with two garbage collectors, or with an initial heap that is
 * larger than the maximum heap; and it ignores a share of the memory if there is a size too,
 * wherever the two are.
 */
final class GivenOptions {

  private static final Pattern COLLECTOR =
      Pattern.compile("-XX:\\+Use(?:Serial|Parallel|G1|Z|Shenandoah|Epsilon)GC");
  private static final Pattern YOUNG = Pattern.compile("-Xmn(.*)");
  private static final Pattern SMALLEST = Pattern.compile("(?:-Xms|-XX:InitialHeapSize=)(.*)");
  private static final Pattern LARGEST = Pattern.compile("(?:-Xmx|-XX:MaxHeapSize=)(.*)");
  private static final Pattern SMALLEST_SHARE =
      Pattern.compile("-XX:InitialRAM(?:Percentage|Fraction)=.*");
  private static final Pattern LARGEST_SHARE =
      Pattern.compile("-XX:MaxRAM(?:Percentage|Fraction)?=.*");
  private static final Pattern YOUNG_SHARE = Pattern.compile("-XX:NewRatio=.*");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kmgt]?)");

  /**
   * The options that {@code java} reads before Onrush's own. If both set the same option, Onrush's
   * counts.
   */
  private final List<String> before;

  /** The options that {@code java} reads after Onrush's own. */
  private final List<String> after;

  private GivenOptions(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /**
   * Collects the options, and reads the files that they name. The launcher reads such files, so the
   * variables that only the JVM reads cannot name one.
   *
   * @param options the options on the command line, after Onrush's own
   * @param environment the environment of the JVM, with the variables from which {@code java} takes
   *     options
   * @throws IllegalArgumentException if a file cannot be read
   */
  static GivenOptions of(List<String> options, Map<String, String> environment) {
    List<String> before = new ArrayList<>(words(environment, "JAVA_TOOL_OPTIONS"));
    before.addAll(OptionFiles.expanded(words(environment, "JDK_JAVA_OPTIONS")));
    List<String> after = new ArrayList<>(OptionFiles.expanded(options));
    after.addAll(words(environment, "_JAVA_OPTIONS"));
    return new GivenOptions(before, after);
  }

  private static List<String> words(Map<String, String> environment, String variable) {
    return List.of(environment.getOrDefault(variable, "").strip().split("\\s+", -1));
  }

  /** Whether the user's options leave a decision to one of Onrush's own options. */
  boolean leaveTo(String own) {
    if (COLLECTOR.matcher(own).matches()) {
      return !chooseCollector();
    }
    if (YOUNG.matcher(own).matches()) {
      // Onrush's size of the young generation was measured with its own collector. Half of the heap
      // must remain for objects that survive.
      return !chooseCollector()
          && !contains(after, YOUNG_SHARE)
          && isAtMost(2, last(YOUNG, List.of(own)), last(LARGEST, after));
    }
    if (SMALLEST.matcher(own).matches()) {
      // With a share as the maximum, the JVM makes the maximum at least as large as this.
      return !contains(after, SMALLEST_SHARE)
          && isAtMost(1, last(SMALLEST, List.of(own)), last(LARGEST, after));
    }
    return !LARGEST.matcher(own).matches()
        || (!contains(after, LARGEST_SHARE)
            && isAtMost(1, last(SMALLEST, after), last(LARGEST, List.of(own))));
  }

  private boolean chooseCollector() {
    return contains(before, COLLECTOR) || contains(after, COLLECTOR);
  }

  private static boolean contains(List<String> options, Pattern kind) {
    return options.stream().anyMatch(option -> kind.matcher(option).matches());
  }

  /** Whether {@code times * smaller} is at most {@code larger}. True if a size is not given. */
  private static boolean isAtMost(int times, OptionalLong smaller, OptionalLong larger) {
    return smaller.isEmpty()
        || larger.isEmpty()
        || times * smaller.getAsLong() <= larger.getAsLong();
  }

  /** Returns the size in bytes that the last option of a kind sets. */
  private static OptionalLong last(Pattern kind, List<String> options) {
    OptionalLong last = OptionalLong.empty();
    for (String option : options) {
      Matcher given = kind.matcher(option);
      if (given.matches()) {
        last = bytes(given.group(1));
      }
    }
    return last;
  }

  private static OptionalLong bytes(String text) {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    return size.matches()
        ? OptionalLong.of(Long.parseLong(size.group(1)) << (10 * " kmgt".indexOf(size.group(2))))
        : OptionalLong.empty();
  }
}
