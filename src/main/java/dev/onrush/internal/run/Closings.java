package dev.onrush.internal.run;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened for a run that is refused. */
public final class Closings {

  private static final Logger LOG = LoggerFactory.getLogger(Closings.class);

  private Closings() {}

  /**
   * Does each. One that throws is logged: it must neither keep others from closing nor hide why the
   * run is refused.
   */
  public static void each(List<Runnable> closings) {
    for (Runnable closing : closings) {
      try {
        closing.run();
      } catch (RuntimeException | Error e) {
        LOG.warn("what was opened for a run that is refused cannot be closed", e);
      }
    }
  }
}
