package dev.onrush.profile;

import dev.onrush.internal.text.FailureText;
import dev.onrush.units.Given;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the points of a profile from a CSV that has one time and one level in each line: {@code
 * 08:30,120}. A time is a number of seconds, a duration such as {@code 10 min}, or a time of day;
 * the first time is the start of the profile. A first line with column names, empty lines, and a
 * byte-order mark, which Excel writes, are skipped.
 */
final class LevelsCsv {

  private static final Pattern CLOCK = Pattern.compile("(\\d{1,4}):([0-5]\\d)(?::([0-5]\\d))?");
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(?:\\.\\d+)?");

  private final String name;
  private final List<LevelPoint> points = new ArrayList<>();

  private LevelsCsv(String name) {
    this.name = name;
  }

  /**
   * Returns the points of a file or, if there is no file of this name, of a class-path resource.
   *
   * @throws IllegalArgumentException if neither exists, or if it cannot be read or is not a CSV of
   *     times and levels
   */
  static List<LevelPoint> points(String file) {
    Given.value(file, "file of a profile");
    String text = text(file);
    return new LevelsCsv(file)
        .read((text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList());
  }

  private static String text(String file) {
    if (file.isBlank()) {
      throw new IllegalArgumentException(
          "file of a profile was blank; write its path, such as curve.csv");
    }
    try {
      if (Files.isDirectory(Path.of(file))) {
        throw new IllegalArgumentException(
            "file of a profile was \""
                + file
                + "\", which is a folder: "
                + Path.of(file).toAbsolutePath()
                + "; write the path of a CSV file");
      }
      if (Files.isRegularFile(Path.of(file))) {
        return Files.readString(Path.of(file));
      }
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      try (InputStream in =
          (context == null ? ClassLoader.getSystemClassLoader() : context)
              .getResourceAsStream(file)) {
        if (in == null) {
          throw new IllegalArgumentException(
              "file of a profile was \""
                  + file
                  + "\"; no such file exists at "
                  + Path.of(file).toAbsolutePath()
                  + " or on the class path");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "file of a profile was \"" + file + "\", which cannot be read: " + FailureText.of(e), e);
    }
  }

  private List<LevelPoint> read(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !(i == 0 && isHeading(line))) {
        add(line, i + 1);
      }
    }
    if (points.size() < 2 || points.size() > LevelFunction.MOST_POINTS) {
      throw new IllegalArgumentException(
          name
              + " has "
              + Quantity.count(points.size(), "point")
              + "; 2 to "
              + Quantity.count(LevelFunction.MOST_POINTS)
              + " are allowed");
    }
    return points;
  }

  private static String[] cells(String line) {
    return Stream.of(line.split("[,;\\t]", -1)).map(LevelsCsv::unquoted).toArray(String[]::new);
  }

  private static String unquoted(String cell) {
    String text = cell.strip();
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1).strip()
        : text;
  }

  /**
   * Whether the first line contains column names. A line with a level is a point, although its time
   * may contain a mistake.
   */
  private static boolean isHeading(String line) {
    String[] cells = cells(line);
    return !cells[0].isEmpty() && !Character.isDigit(cells[0].charAt(0)) && !hasLevel(cells);
  }

  private static boolean hasLevel(String[] cells) {
    return cells.length == 2 && NUMBER.matcher(cells[1]).matches();
  }

  private void add(String line, int number) {
    String[] cells = cells(line);
    if (!hasLevel(cells)) {
      throw wrong(line, number, "write a time and a level, such as 08:30,120");
    }
    double level = Double.parseDouble(cells[1]);
    if (level > Stage.HIGHEST) {
      throw wrong(
          line, number, "levels from 0 to " + Quantity.count(Stage.HIGHEST) + " are allowed");
    }
    Duration at = time(cells[0], line, number);
    if (!points.isEmpty() && at.compareTo(points.get(points.size() - 1).at()) <= 0) {
      throw wrong(line, number, "each time must be later than the one before it");
    }
    points.add(new LevelPoint(at, level));
  }

  private Duration time(String text, String line, int number) {
    Matcher clock = CLOCK.matcher(text);
    if (clock.matches()) {
      String seconds = clock.group(3);
      return Duration.ofHours(Long.parseLong(clock.group(1)))
          .plusMinutes(Long.parseLong(clock.group(2)))
          .plusSeconds(seconds == null ? 0 : Long.parseLong(seconds));
    }
    if (NUMBER.matcher(text).matches()) {
      return Duration.ofNanos(Math.round(1e9 * Double.parseDouble(text)));
    }
    try {
      return Quantity.parseDuration(text);
    } catch (IllegalArgumentException e) {
      throw wrong(
          line,
          number,
          "a time is seconds, 10 min, 08:30 or 08:30:15, with minutes and seconds from 00 to 59");
    }
  }

  private IllegalArgumentException wrong(String line, int number, String allowed) {
    return new IllegalArgumentException(
        name + " line " + number + " was \"" + line + "\"; " + allowed);
  }
}
