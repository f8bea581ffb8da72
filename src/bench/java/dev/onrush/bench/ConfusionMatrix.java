package dev.onrush.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The troubles that were made and the first causes that were found. They are kept in a file, so
 * that a bench that was stopped continues where it was.
 */
final class ConfusionMatrix {

  /** No threshold broke. */
  static final String NONE = "(nothing)";

  /** A threshold broke, and no cause was found. */
  static final String UNKNOWN = "unknown";

  /**
   * The outcome of one run.
   *
   * @param expected the name of the cause, {@link #NONE} or {@link #UNKNOWN}
   * @param first the first cause of the first breach
   */
  record Seen(int round, String trouble, String expected, String first, boolean strong) {

    boolean hasRule() {
      return isCause(expected);
    }

    boolean isRight() {
      return first.equals(expected);
    }

    boolean isWrong(boolean confidence) {
      return isCause(first) && !isRight() && strong == confidence;
    }

    private static boolean isCause(String name) {
      return !name.equals(NONE) && !name.equals(UNKNOWN);
    }

    private String line() {
      return String.join("\t", String.valueOf(round), trouble, expected, first, "" + strong);
    }

    private static Seen parse(String line) {
      String[] words = line.split("\t", -1);
      if (words.length != 5) {
        throw new IllegalArgumentException("line was \"" + line + "\"; delete its file");
      }
      return new Seen(
          Integer.parseInt(words[0]), words[1], words[2], words[3], Boolean.parseBoolean(words[4]));
    }
  }

  private final Path file;
  private final List<Seen> all = new ArrayList<>();

  /** Reads the outcomes in a file, which need not exist. */
  ConfusionMatrix(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      Files.readAllLines(file).forEach(line -> all.add(Seen.parse(line)));
    }
  }

  int runs() {
    return all.size();
  }

  boolean has(int round, String trouble) {
    return all.stream().anyMatch(seen -> seen.round == round && seen.trouble.equals(trouble));
  }

  void add(Seen seen) throws IOException {
    all.add(seen);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(
        file, seen.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Returns a row for each trouble, and the sums that are the bench's goals. */
  String text() {
    Map<String, List<Seen>> rows = new LinkedHashMap<>();
    all.forEach(
        seen ->
            rows.computeIfAbsent(seen.trouble.replace(" again", ""), t -> new ArrayList<>())
                .add(seen));
    StringBuilder text =
        new StringBuilder("| trouble | right first cause | first cause |\n|---|---:|---|\n");
    rows.forEach((trouble, of) -> text.append(row(trouble, of)));
    List<Seen> caused = all.stream().filter(Seen::hasRule).toList();
    text.append(
        format(
            "%nOf %d runs with a trouble that has a rule: right %d, unknown %d, nothing broke %d,"
                + " wrong and strong %d, wrong with some evidence %d.%n",
            caused.size(),
            caused.stream().filter(Seen::isRight).count(),
            caused.stream().filter(seen -> seen.first.equals(UNKNOWN)).count(),
            caused.stream().filter(seen -> seen.first.equals(NONE)).count(),
            caused.stream().filter(seen -> seen.isWrong(true)).count(),
            caused.stream().filter(seen -> seen.isWrong(false)).count()));
    text.append(others("healthy runs", NONE, "nothing broke"));
    text.append(others("runs with a trouble without a rule", UNKNOWN, "unknown"));
    return text.toString();
  }

  private static String row(String trouble, List<Seen> of) {
    Map<String, Integer> causes = new TreeMap<>();
    for (Seen seen : of) {
      boolean some = Seen.isCause(seen.first) && !seen.strong;
      causes.merge(seen.first + (some ? " (some)" : ""), 1, Integer::sum);
    }
    return format(
        "| %s | %d of %d | %s |%n",
        trouble,
        of.stream().filter(Seen::isRight).count(),
        of.size(),
        String.join(
            ", ", causes.entrySet().stream().map(c -> c.getKey() + " " + c.getValue()).toList()));
  }

  private String others(String name, String expected, String right) {
    List<Seen> of = all.stream().filter(seen -> seen.expected.equals(expected)).toList();
    return format(
        "Of %d %s: %s %d, wrong and strong %d, wrong with some evidence %d.%n",
        of.size(),
        name,
        right,
        of.stream().filter(Seen::isRight).count(),
        of.stream().filter(seen -> seen.isWrong(true)).count(),
        of.stream().filter(seen -> seen.isWrong(false)).count());
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
