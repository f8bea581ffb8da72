package dev.onrush.internal.gatling.user;

import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.threshold.Subject;
import io.gatling.core.session.Session;

/**
 * A request of a user that had no answer when the run ended.
 *
 * @param waited since it was to be sent, when the run ended; its shortest time is that since it was
 *     sent
 */
public record UnansweredRequest(Session session, String name, ResponseTime waited) {

  /** Counts it; of a user that came by an arrival rate, also from when the user was due. */
  public void record(Recorder recorder) {
    String userClass = session.scenario();
    recorder.unanswered(
        userClass,
        session.groups().mkString(Subject.GROUP_SEPARATOR),
        name,
        waited.start(),
        waited.least());
    VirtualUser user = VirtualUser.arrivedOrNull(session);
    if (user != null) {
      recorder.dueUnanswered(
          userClass,
          new ResponseTime(waited.start(), waited.micros() + user.lag / 1000, waited.least()));
    }
  }
}
