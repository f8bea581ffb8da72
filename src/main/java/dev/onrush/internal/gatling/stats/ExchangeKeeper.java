package dev.onrush.internal.gatling.stats;

import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.Exchange.Message;
import dev.onrush.internal.exchange.Exchanges;
import dev.onrush.internal.gatling.http.ExchangeText;
import dev.onrush.internal.gatling.http.SessionText;
import dev.onrush.internal.gatling.http.TimingHttpClient;
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
  record Told(
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
  void http(Told told, TimingHttpClient.Reading reading) {
    if (keepsAll()) {
      Exchange exchange = exchange(told, reading);
      reading
          .look()
          .ifPresentOrElse(look -> look.answered(exchange), () -> exchanges.keep(exchange));
    } else if (told.error.isEmpty()) {
      exchanges.addSlow(told.group, told.request, withoutBodies(exchange(told, reading)));
    } else {
      exchanges.addFailed(
          told.userClass, told.request, told.code, told.error, () -> exchange(told, reading));
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
    return group.isEmpty() ? request : group + Subject.GROUP_SEPARATOR + request;
  }

  private Exchange exchange(Told told, TimingHttpClient.Reading reading) {
    return exchange(told, reading.sent(text).orElseThrow(), reading.answer(text));
  }

  /**
   * Keeps a request other than HTTP, if all are kept.
   *
   * @param what a description of the request
   */
  void other(Told told, String what) {
    if (keepsAll()) {
      exchanges.keep(exchange(told, new Message(what, List.of(), ""), Optional.empty()));
    }
  }

  /**
   * Keeps a call of Java code, if all are kept.
   *
   * @param result the returned value; empty if the call threw, returned null, or timed out
   */
  void call(Told told, Session before, Session after, Optional<Object> result) {
    if (keepsAll()) {
      exchanges.keep(
          exchange(
                  told,
                  new Message("call of Java code", List.of(), ""),
                  told.error.isEmpty()
                      ? Optional.of(
                          new Message(
                              "returned "
                                  + result.map(of -> text.value(told.request, of)).orElse("null"),
                              List.of(),
                              ""))
                      : Optional.empty())
              .withSession(SessionText.of(before, after, text)));
    }
  }

  private Exchange exchange(Told told, Message sent, Optional<Message> answer) {
    return new Exchange(
        recorder.masked(name(told.group, told.request)),
        recorder.masked(told.userClass),
        told.start,
        told.millis,
        text.shortened(told.error),
        sent,
        answer);
  }
}
