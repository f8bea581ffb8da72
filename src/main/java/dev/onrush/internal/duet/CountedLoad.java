package dev.onrush.internal.duet;

import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Phase;
import dev.onrush.plan.Stage;
import java.time.Duration;
import java.util.List;

/**
 * The load of a plan as far as it is counted: the stages in which there are users, one after the
 * other, without those that warm the service up.
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
   * The share of the load that is sent in the first part of the stages. Of a ramp from 0/s, a
   * quarter of its time is a sixteenth.
   *
   * @param time how long this part is
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
