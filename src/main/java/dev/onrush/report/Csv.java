package dev.onrush.report;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of comma-separated values (RFC 4180), safe to open in a spreadsheet. */
final class Csv {

  private static final String FORMULA = "=+-@\t\r\n";

  private Csv() {}

  static String line(List<String> cells) {
    return cells.stream().map(Csv::quoted).collect(Collectors.joining(",")) + "\n";
  }

  /** What a spreadsheet would take for a formula is made text; a number below 0 is none. */
  private static String quoted(String cell) {
    boolean formula =
        !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 && !cell.matches("-\\d+(\\.\\d+)?");
    String safe = formula ? "'" + cell : cell;
    return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
