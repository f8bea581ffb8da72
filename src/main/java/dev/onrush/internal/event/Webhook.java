package dev.onrush.internal.event;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.onrush.result.RunDescription;
import dev.onrush.spi.RunEvent;
import dev.onrush.spi.RunEvent.Ended;
import dev.onrush.spi.RunEvent.Started;
import dev.onrush.spi.RunEvent.ThresholdBreached;
import dev.onrush.spi.RunListener;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Posts a line of text when a run starts, when a threshold is broken for the first time, and when
 * the run ends: {@code {"text": "…"}}, as Slack, Mattermost and similar services accept it. The
 * address is a secret, since anyone who knows it can post there, so no message contains it. It may
 * be on the internet, so the JVM's proxy is used.
 */
final class Webhook implements RunListener {

  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private final URI address;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Set<Threshold> told = new HashSet<>();
  private String plan = "";

  Webhook(URI address) {
    this.address = address;
  }

  /** Whether an event is posted. Other events need not wait in the queue of the webhook. */
  static boolean tells(RunEvent event) {
    return event instanceof Started || event instanceof ThresholdBreached || event instanceof Ended;
  }

  @Override
  public void started(Started event) {
    RunDescription info = event.info();
    plan = info.plan();
    post(
        plan
            + " has started"
            + info.planned().map(length -> ", " + Quantity.duration(length)).orElse("")
            + ", against "
            + info.facts().getOrDefault("target", "its own addresses"));
  }

  @Override
  public void thresholdBreached(ThresholdBreached event) {
    if (told.add(event.judgement().threshold())) {
      post(plan + " at " + Quantity.clock(event.at()) + ": " + event.judgement());
    }
  }

  @Override
  public void ended(Ended event) {
    post(
        plan
            + " has ended after "
            + Quantity.clock(event.result().length())
            + ". "
            + event.result().verdict()
            + ": "
            + event.result().reason()
            + " ("
            + event.folder().getFileName()
            + ")");
  }

  private void post(String text) {
    String body = JsonNodeFactory.instance.objectNode().put("text", escaped(text)).toString();
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<Void> response;
    try {
      response = client.send(request, BodyHandlers.discarding());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("posting was interrupted", e));
    } catch (IOException e) {
      // The exception's message alone is not enough: it is null for a refused connection.
      throw new UncheckedIOException("webhook not reachable (" + e + ")", e);
    }
    if (response.statusCode() / 100 != 2) {
      throw new UncheckedIOException(
          new IOException("the message was answered with status " + response.statusCode()));
    }
  }

  /**
   * Escapes the three characters that are special in Slack, so that a name is text, and neither a
   * link nor a mention of everyone.
   */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
