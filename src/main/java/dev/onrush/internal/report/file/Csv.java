package dev.onrush.internal.report.file;

import dev.onrush.internal.text.Printable;
import java.util.List;
import java.util.stream.Collectors;

/** Formats lines of comma-separated values (RFC 4180) that are safe to open in a spreadsheet. */
public final class Csv {

  /**
   * The first characters of a formula; some spreadsheets read full-width forms as the plain ones.
   */
  private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";

  private Csv() {}

  public static String line(List<String> cells) {
    return cells.stream().map(Csv::quoted).collect(Collectors.joining(",")) + "\n";
  }

  /**
   * Turns a cell that a spreadsheet would take for a formula into text; a negative number is not a
   * formula.
   */
  private static String quoted(String raw) {
    String cell = Printable.escaped(raw);
    String begin = cell.stripLeading();
    boolean formula =
        !begin.isEmpty()
            && FORMULA.indexOf(begin.charAt(0)) >= 0
            && !cell.matches("-\\d+(\\.\\d+)?");
    String safe = formula ? "'" + cell : cell;
    // Where decimals are separated by a comma, spreadsheets separate cells by a semicolon.
    return safe.matches(".*[\",;].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
