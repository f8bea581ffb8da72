package dev.onrush.internal.importing.session;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A sample of the addresses of an endpoint. Each request has the same probability to be in it, so
 * that an address is as frequent in the sample as in the log (reservoir sampling; J. S. Vitter,
 * "Random Sampling with a Reservoir", 1985, algorithm R).
 */
final class TargetSample {

  /** The size of the sample, and so of the feeder that is made from it. */
  static final int MOST = 1_000;

  private final List<String> targets = new ArrayList<>();
  private long seen;

  /** Creates an empty sample. */
  TargetSample() {}

  void add(String target, SplittableRandom random) {
    seen++;
    if (targets.size() < MOST) {
      targets.add(target);
      return;
    }
    long place = random.nextLong(seen);
    if (place < MOST) {
      targets.set((int) place, target);
    }
  }

  /**
   * Merges another sample into this one. Each request of both has the same probability to remain.
   */
  void addAll(TargetSample other, SplittableRandom random) {
    List<String> mine = new ArrayList<>(targets);
    List<String> others = new ArrayList<>(other.targets);
    long leftOfMine = seen;
    long leftOfOthers = other.seen;
    targets.clear();
    while (targets.size() < MOST && !(mine.isEmpty() && others.isEmpty())) {
      boolean fromMine =
          others.isEmpty()
              || (!mine.isEmpty() && random.nextLong(leftOfMine + leftOfOthers) < leftOfMine);
      List<String> source = fromMine ? mine : others;
      targets.add(source.remove(random.nextInt(source.size())));
    }
    seen += other.seen;
  }

  List<String> targets() {
    return List.copyOf(targets);
  }
}
