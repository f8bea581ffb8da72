package dev.onrush.internal.gatling.user;

import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.recording.Recorder.OpenGroup;
import dev.onrush.threshold.Subject;
import io.gatling.core.session.Block;
import io.gatling.core.session.GroupBlock;
import io.gatling.core.session.Session;
import java.util.concurrent.TimeUnit;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A request of a user that had no answer when the run ended.
 *
 * @param waited the time from when it should have been sent to the end of the run; its lower bound
 *     is the time since it was sent
 */
public record UnansweredRequest(Session session, String name, ResponseTime waited) {

  /**
   * Records the request, and the groups that wait for it. For a user of an arrival rate, the
   * request is also recorded from when the user was due.
   */
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
    recordGroups(
        session,
        waited.start(),
        waited.start() + TimeUnit.MICROSECONDS.toMillis(waited.least()),
        recorder);
  }

  /**
   * Records the groups of a user that waits for an answer when the run ends.
   *
   * @param since when the request was sent, on Gatling's clock; {@code end} if it is silent
   * @param end the end of the run, on Gatling's clock
   */
  public static void recordGroups(Session session, long since, long end, Recorder recorder) {
    for (Block block : CollectionConverters.asJava(session.blockStack())) {
      if (block instanceof GroupBlock group) {
        recorder.groupUnanswered(
            new OpenGroup(
                session.scenario(),
                session.userId(),
                group.groups().mkString(Subject.GROUP_SEPARATOR),
                group.startTimestamp()),
            end,
            group.cumulatedResponseTime() + end - since);
      }
    }
  }
}
