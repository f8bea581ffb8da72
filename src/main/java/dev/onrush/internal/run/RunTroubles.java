package dev.onrush.internal.run;

import dev.onrush.internal.machine.GeneratorWatch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run cannot be trusted without, and did not have: with any of it the verdict is no PASS.
 * Thread-safe.
 */
final class RunTroubles {

  private static final Logger LOG = LoggerFactory.getLogger(RunTroubles.class);
  private static final int MOST = 10;
  private static final String OUT_OF_FILES =
      "; all file descriptors of the generator are open: raise the limit with ulimit -n";

  private final List<String> all = new CopyOnWriteArrayList<>();

  /** Adds one in words, unless it is known or there are many. */
  void add(String what) {
    if (all.size() < MOST && !all.contains(what)) {
      all.add(what);
    }
  }

  /** Adds one with its cause. */
  void add(String what, Throwable cause) {
    try {
      add(what + " (" + cause + ")" + (GeneratorWatch.outOfFiles() ? OUT_OF_FILES : ""));
      LOG.error("{}", what, cause);
    } catch (Throwable again) {
      add(what); // there is no memory even for that
    }
  }

  /** All so far, in their order. */
  List<String> all() {
    return List.copyOf(all);
  }
}
