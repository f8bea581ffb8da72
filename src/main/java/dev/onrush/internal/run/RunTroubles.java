package dev.onrush.internal.run;

import dev.onrush.internal.machine.GeneratorWatch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The failures because of which the result of a run cannot be trusted. With any of them, the
 * verdict is not PASS. Thread-safe.
 */
final class RunTroubles {

  private static final Logger LOG = LoggerFactory.getLogger(RunTroubles.class);
  private static final int MOST = 10;
  private static final String OUT_OF_FILES =
      "; all file descriptors of the generator are open: raise the limit with ulimit -n";

  private final List<String> all = new CopyOnWriteArrayList<>();

  /** Adds a failure, unless it is already known or the limit is reached. */
  void add(String what) {
    if (all.size() < MOST && !all.contains(what)) {
      all.add(what);
    }
  }

  /** Adds a failure with its cause. */
  void add(String what, Throwable cause) {
    try {
      add(what + " (" + cause + ")" + (GeneratorWatch.outOfFiles() ? OUT_OF_FILES : ""));
      LOG.error("{}", what, cause);
    } catch (Throwable again) {
      add(what); // out of memory: there is no room even for the cause
    }
  }

  /** All failures so far, in order. */
  List<String> all() {
    return List.copyOf(all);
  }
}
