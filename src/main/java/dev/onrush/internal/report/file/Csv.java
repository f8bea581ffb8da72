package dev.onrush.internal.report.file;

import dev.onrush.internal.text.Printable;
import java.util.List;
import java.util.stream.Collectors;

/** Lines of comma-separated values (RFC 4180), safe to open in a spreadsheet. */
public final class Csv {

  /** Full-width forms are read as the plain ones by some. */
  private static final String FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20";

  private Csv() {}

  public static String line(List<String> cells) {
    return cells.stream().map(Csv::quoted).collect(Collectors.joining(",")) + "\n";
  }

  /** What a spreadsheet would take for a formula is made text; a number below 0 is none. */
  private static String quoted(String raw) {
    String cell = Printable.escaped(raw);
    String begin = cell.stripLeading();
    boolean formula =
        !begin.isEmpty()
            && FORMULA.indexOf(begin.charAt(0)) >= 0
            && !cell.matches("-\\d+(\\.\\d+)?");
    String safe = formula ? "'" + cell : cell;
    // Where a comma separates decimals, a semicolon separates cells.
    return safe.matches(".*[\",;].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
