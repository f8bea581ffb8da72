package dev.onrush.internal.gatling.stats;

import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.Exchange.Message;
import dev.onrush.internal.exchange.Exchanges;
import dev.onrush.internal.gatling.http.ExchangeText;
import dev.onrush.internal.gatling.http.SessionText;
import dev.onrush.internal.gatling.http.TimedRequest;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.threshold.Subject;
import io.gatling.core.session.Session;
import java.util.List;
import java.util.Optional;

/** Keeps the requests and answers that {@link Exchanges} is configured to keep. */
final class ExchangeKeeper {

  private final Recorder recorder;
  private final Exchanges exchanges;
  private final ExchangeText text;

  ExchangeKeeper(Recorder recorder) {
    this.recorder = recorder;
    this.exchanges = recorder.exchanges();
    this.text = new ExchangeText(recorder::masked, exchanges.secretNames());
  }

  /**
   * A request as it is reported to the statistics.
   *
   * @param group the groups around it; empty if there is none
   * @param start in milliseconds
   * @param code status code, or empty
   * @param error the reason of a failure; empty if it succeeded
   */
  record ReportedRequest(
      String userClass,
      String group,
      String request,
      long start,
      double millis,
      String code,
      String error) {}

  /** Whether all requests are kept, and not only failed and slow ones. */
  boolean keepsAll() {
    return exchanges.keepsAll();
  }

  /**
   * Whether a successful request is so slow that it is kept.
   *
   * @param start in milliseconds
   */
  boolean isSlow(String userClass, String group, String request, long start, double millis) {
    return exchanges.isSlow(group, request, millis) && recorder.isCounted(userClass, start);
  }

  /** Keeps an HTTP request that has its answer or has failed without one. */
  void http(ReportedRequest reported, TimedRequest.Reading reading) {
    if (keepsAll()) {
      Exchange exchange = exchange(reported, reading);
      reading
          .observer()
          .ifPresentOrElse(observer -> observer.answered(exchange), () -> exchanges.keep(exchange));
    } else if (reported.error.isEmpty()) {
      exchanges.addSlow(
          reported.group, reported.request, withoutBodies(exchange(reported, reading)));
    } else {
      exchanges.addFailed(
          reported.userClass,
          reported.request,
          reported.code,
          reported.error,
          () -> exchange(reported, reading));
    }
  }

  /**
   * Removes the bodies, since a successful request need not show more personal data than its
   * address does.
   */
  private static Exchange withoutBodies(Exchange exchange) {
    return new Exchange(
        exchange.request(),
        exchange.userClass(),
        exchange.at(),
        exchange.millis(),
        exchange.error(),
        withoutBody(exchange.sent()),
        exchange.answer().map(ExchangeKeeper::withoutBody));
  }

  private static Message withoutBody(Message message) {
    return new Message(message.line(), message.headers(), "");
  }

  /** The name of a request after the groups around it. */
  private static String name(String group, String request) {
    String shown = Series.shown(request);
    return group.isEmpty() ? shown : group + Subject.GROUP_SEPARATOR + shown;
  }

  private Exchange exchange(ReportedRequest reported, TimedRequest.Reading reading) {
    return exchange(reported, reading.sent(text).orElseThrow(), reading.answer(text));
  }

  /**
   * Keeps a request other than HTTP, if all are kept.
   *
   * @param what a description of the request
   */
  void other(ReportedRequest reported, String what) {
    if (keepsAll()) {
      exchanges.keep(exchange(reported, new Message(what, List.of(), ""), Optional.empty()));
    }
  }

  /**
   * Keeps a call of Java code, if all are kept.
   *
   * @param result the returned value; empty if the call threw, returned null, or timed out
   */
  void call(ReportedRequest reported, Session before, Session after, Optional<Object> result) {
    if (keepsAll()) {
      exchanges.keep(
          exchange(
                  reported,
                  new Message("call of Java code", List.of(), ""),
                  reported.error.isEmpty()
                      ? Optional.of(
                          new Message(
                              "returned "
                                  + result
                                      .map(of -> text.value(reported.request, of))
                                      .orElse("null"),
                              List.of(),
                              ""))
                      : Optional.empty())
              .withSession(SessionText.of(before, after, text)));
    }
  }

  private Exchange exchange(ReportedRequest reported, Message sent, Optional<Message> answer) {
    return new Exchange(
        recorder.masked(name(reported.group, reported.request)),
        recorder.masked(reported.userClass),
        reported.start,
        reported.millis,
        text.shortened(reported.error),
        sent,
        answer);
  }
}
