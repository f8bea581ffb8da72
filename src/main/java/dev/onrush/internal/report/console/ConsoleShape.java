package dev.onrush.internal.report.console;

/**
 * The width of the console, and whether it shows colours.
 *
 * @param columns the number of characters that fit in a line
 * @param colours whether colours may be used; without them, the words alone tell what is wrong
 */
public record ConsoleShape(int columns, boolean colours) {

  /** The shape of a log or a pipe, whose width is unknown. */
  public static final ConsoleShape LOG = new ConsoleShape(120, false);

  private static final int LEAST = 60;

  /** Treats a narrower terminal as if it had the minimum width that a table needs. */
  public ConsoleShape {
    columns = Math.max(LEAST, columns);
  }
}
