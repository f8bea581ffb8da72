package dev.onrush.internal.run;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes the resources that were opened for a run that is then refused. */
public final class Closings {

  private static final Logger LOG = LoggerFactory.getLogger(Closings.class);

  private Closings() {}

  /**
   * Runs every closing action. An action that throws is logged: it must neither keep the others
   * from running nor hide the reason for the refusal.
   */
  public static void each(List<Runnable> closings) {
    for (Runnable closing : closings) {
      try {
        closing.run();
      } catch (RuntimeException | Error e) {
        LOG.warn("something that was opened for a refused run cannot be closed", e);
      }
    }
  }
}
