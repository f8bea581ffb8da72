package dev.onrush.internal.duet;

import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.profile.Stage;
import java.time.Duration;
import java.util.List;

/**
 * The counted part of a plan's load: all stages with users, one after the other, without the stages
 * that warm the service up.
 *
 * @param stages in order
 */
record CountedLoad(List<Stage> stages) {

  static CountedLoad of(LoadProfile profile) {
    return new CountedLoad(
        profile.stages().stream()
            .filter(stage -> Phase.isCounted(stage.phase()) && area(stage) > 0)
            .toList());
  }

  Duration length() {
    return stages.stream().map(Stage::duration).reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * The share of the load that is sent in the first part of the stages. In a ramp from 0/s, the
   * first quarter of the time has a sixteenth of the load.
   *
   * @param time the length of this part
   */
  double share(Duration time) {
    double sent = 0;
    double all = 0;
    Duration left = time;
    for (Stage stage : stages) {
      boolean over = left.compareTo(stage.duration()) >= 0;
      sent += over ? area(stage) : left.isZero() ? 0 : area(stage.before(left));
      all += area(stage);
      left = over ? left.minus(stage.duration()) : Duration.ZERO;
    }
    return all == 0 ? 1 : sent / all;
  }

  private static double area(Stage stage) {
    return (stage.from() + stage.to()) / 2 * stage.duration().toNanos();
  }
}
