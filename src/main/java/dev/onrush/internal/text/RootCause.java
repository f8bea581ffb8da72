package dev.onrush.internal.text;

/** Finds the throwable that was thrown first, and that the others wrap. */
public final class RootCause {

  /** The most causes that are followed, since causes can form a cycle. */
  private static final int DEEPEST = 100;

  private RootCause() {}

  /** Returns the innermost cause, or the throwable itself if it has none. */
  public static Throwable of(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
      root = root.getCause();
    }
    return root;
  }
}
