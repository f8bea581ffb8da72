package dev.onrush.internal.importing.session;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A sample of the addresses of an endpoint, each request as probable as any other, so that an
 * address is as frequent in it as in the log (reservoir sampling; J. S. Vitter, "Random Sampling
 * with a Reservoir", 1985, algorithm R).
 */
final class TargetSample {

  /** So many addresses make a feeder. */
  static final int MOST = 1_000;

  private final List<String> targets = new ArrayList<>();
  private long seen;

  /** An empty sample. */
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

  /** Takes in another sample, each of both with the probability of its requests. */
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
