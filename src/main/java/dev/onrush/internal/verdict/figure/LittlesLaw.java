package dev.onrush.internal.verdict.figure;

import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.profile.Phase;
import dev.onrush.units.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * The check of a run's own figures by Little's law: users = throughput x (response + think time).
 * Users are counted when they start and leave, responses when they are timed, and think times when
 * they end. So contradictory figures are noticed, whatever their cause.
 *
 * <p>100 requests per second of 50 ms, each followed by 450 ms of think time, are 50 users. J. D.
 * C. Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9 (3), 1961.
 *
 * @param users active users on average, over the whole run
 * @param throughput responses per second
 * @param response mean response time in milliseconds
 * @param think mean time between responses in which a user paused deliberately, or waited for a
 *     thread to call Java code, in milliseconds
 */
public record LittlesLaw(double users, double throughput, double response, double think) {

  /** The error that ramps, and counting users only once per second, may cause. */
  private static final double TOLERANCE = 0.05;

  private static final double LEAST_USERS = 0.5;

  /**
   * Returns the figures of a run. Empty if there was nothing to count, or if a phase is not
   * counted, because its users are counted nonetheless. Also empty if the load ended before all
   * users had left, because the waits that were in progress are not known.
   */
  public static Optional<LittlesLaw> of(Timeline timeline, List<Phase> phases) {
    if (!phases.stream().allMatch(Phase::isCounted) || timeline.endOfLoad().isPresent()) {
      return Optional.empty();
    }
    double seconds = timeline.elapsed().toNanos() / 1e9;
    Selection requests = timeline.all();
    Distribution times = requests.all().times();
    double users = timeline.marks().userSeconds() / Math.max(seconds, 1e-9);
    if (times.count() == 0 || users == 0) {
      return Optional.empty();
    }
    double waits = timeline.select(LittlesLaw::isWait).all().times().sum();
    return Optional.of(
        new LittlesLaw(users, times.count() / seconds, times.mean(), waits / times.count()));
  }

  private static boolean isWait(Series series) {
    return series.kind() == Kind.WAIT
        || (series.kind() == Kind.CALL && !series.name().equals(Series.CALL_RUNNING));
  }

  /** The number of users that throughput and times account for. */
  public double explained() {
    return throughput * (response + think) / 1000;
  }

  /** Whether the figures agree: within 5 %, or half a user. */
  public boolean holds() {
    double difference = Math.abs(users - explained());
    return difference <= LEAST_USERS || difference <= TOLERANCE * users;
  }

  /**
   * The law with the figures of the run, such as {@code Little's law: 50 users on average;
   * throughput x (response + think time) = 100/s x (50 ms + 450 ms) = 50, which agrees}. If the
   * figures do not agree, it ends with an explanation.
   *
   * @param otherWaits whether users may have waited without being timed, such as in a pause within
   *     a chain
   */
  public String text(boolean otherWaits) {
    String average = Quantity.NUMBER.text(users);
    String law =
        "Little's law: "
            + average
            + (average.equals("1") ? " user" : " users")
            + " on average; throughput x (response + think time) = "
            + Quantity.FREQUENCY.text(throughput)
            + " x ("
            + Quantity.TIME.text(response)
            + " + "
            + Quantity.TIME.text(think)
            + ") = "
            + Quantity.NUMBER.text(explained());
    if (holds()) {
      return law + ", which agrees";
    }
    double share = 100 * Math.abs(users - explained()) / users;
    return law
        + ": "
        + Quantity.SHARE.text(share)
        + (explained() > users
            ? " more than measured; requests of one user overlap, for example those for the"
                + " resources of a page"
            : otherWaits
                ? " of the users' time went into pauses within chains, which are not timed"
                : " of the users' time went neither into responses nor into thinking; it was"
                    + " spent in the generator itself, or in functions in chains");
  }
}
