package dev.onrush.internal.text;

/** What was thrown first, of which all that wraps it is a consequence. */
public final class RootCause {

  /** Causes can form a circle. */
  private static final int DEEPEST = 100;

  private RootCause() {}

  /** The innermost cause; the throwable itself if it has none. */
  public static Throwable of(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
      root = root.getCause();
    }
    return root;
  }
}
