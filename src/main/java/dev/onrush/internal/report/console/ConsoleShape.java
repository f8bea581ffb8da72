package dev.onrush.internal.report.console;

/**
 * What the console can show.
 *
 * @param columns how many characters fit in a line
 * @param colours whether there may be any; without them the words alone say what is wrong
 */
public record ConsoleShape(int columns, boolean colours) {

  /** A log, or a pipe: nobody knows how wide it is shown. */
  public static final ConsoleShape LOG = new ConsoleShape(120, false);

  private static final int LEAST = 60;

  /** A terminal that is narrower than the least that a table needs counts as that. */
  public ConsoleShape {
    columns = Math.max(LEAST, columns);
  }
}
