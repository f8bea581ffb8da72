package dev.onrush.internal.gatling.http.open;

import dev.onrush.internal.gatling.action.JavaAction;
import dev.onrush.internal.gatling.user.UnansweredRequest;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.threshold.Subject;
import io.gatling.core.session.Session;
import java.util.concurrent.TimeUnit;

/**
 * A message for which a conversation waits when the load ends, and the last action of its user:
 * when the answer has come and is recorded, Gatling hands the user to this action. If a blocked
 * event loop handles the answer at the very moment at which the number of its open requests is
 * recorded, the answer may be counted in addition to that number.
 */
final class PendingMessage extends OpenRequest implements JavaAction {

  private final Conversation conversation;

  PendingMessage(Conversation conversation) {
    this.conversation = conversation;
  }

  @Override
  public void unanswered(Recorder recorder, long now) {
    conversation.waiting().ifPresent(of -> record(of, recorder, now));
    conversation.stop();
  }

  private static void record(Conversation.Waiting of, Recorder recorder, long now) {
    if (!of.silent()) {
      recorder.unanswered(
          of.session().scenario(),
          of.session().groups().mkString(Subject.GROUP_SEPARATOR),
          of.name(),
          of.start(),
          TimeUnit.MILLISECONDS.toMicros(Math.max(0, now - of.start())));
    }
    UnansweredRequest.recordGroups(of.session(), of.silent() ? now : of.start(), now, recorder);
  }

  @Override
  public String name() {
    return "onrush-pending-message";
  }

  @Override
  public void execute(Session session) {
    boolean unused = tryEnd(true);
    conversation.stop();
  }
}
