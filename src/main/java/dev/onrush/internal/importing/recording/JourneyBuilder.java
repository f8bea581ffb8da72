package dev.onrush.internal.importing.recording;

import dev.onrush.internal.importing.log.LogEntry;
import dev.onrush.internal.importing.request.ImportedBody;
import dev.onrush.internal.importing.request.ImportedRequest;
import dev.onrush.internal.importing.request.Names;
import dev.onrush.internal.importing.request.Redaction;
import dev.onrush.internal.importing.request.RequestTemplates;
import dev.onrush.internal.importing.request.UrlParameter;
import dev.onrush.internal.importing.session.PathSegment;
import dev.onrush.internal.importing.session.UrlText;
import dev.onrush.internal.importing.session.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a journey from the requests of one user. */
final class JourneyBuilder {

  /** The shortest pause of a user, in microseconds. Shorter pauses are caused by the browser. */
  private static final long SHORTEST_PAUSE = 100_000;

  /**
   * The shortest pause of a user while a page loads, in microseconds. Shorter pauses are caused by
   * the browser.
   */
  private static final long SHORTEST_PAUSE_OF_LOAD = 1_000_000;

  /**
   * The longest response that is part of loading a page, in microseconds. A longer response is a
   * stream or a long poll.
   */
  private static final long LONGEST_LOAD = 5_000_000;

  /** The words for a parameter without a name. */
  private static final String UNNAMED = "a parameter";

  private static final Pattern UNENCODED = Pattern.compile("[A-Za-z0-9._~-]+");

  /** The name of a GraphQL operation in a body, which is beside the text of its query. */
  private static final Pattern OPERATION =
      Pattern.compile(
          "^\\s*\\{(?=.*\"(?:query|variables)\").*?\"operationName\"\\s*:\\s*\"([A-Za-z_]\\w{0,80})\"",
          Pattern.DOTALL);

  private final Redaction redaction;
  private final Correlation correlation = new Correlation();
  private final Set<String> ownCookies = new LinkedHashSet<>();
  private final Set<String> earlierCookies = new LinkedHashSet<>();
  private final List<ImportedRequest> requests = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();

  JourneyBuilder(Redaction redaction) {
    this.redaction = redaction;
  }

  /** The names of cookies that were sent but not set by a response of the recording. */
  Set<String> earlierCookies() {
    return earlierCookies;
  }

  Journey of(String name, List<Exchange> exchanges) {
    for (Exchange exchange : exchanges) {
      ImportedRequest request = request(exchange);
      sent.forEach(correlation::addSent);
      sent.clear();
      correlation.addResponse(requests.size(), request.name(), exchange.response().values());
      requests.add(request);
      cookies(exchange);
    }
    List<LogEntry.Time> times = exchanges.stream().map(each -> each.entry().time()).toList();
    List<Journey.Step> steps = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      steps.add(
          new Journey.Step(
              pauseBefore(times.get(i).at(), times.subList(0, i)),
              requests.get(i).saving(correlation.saved(i))));
    }
    long first = times.get(0).at();
    long end = times.stream().mapToLong(LogEntry.Time::end).max().orElse(first);
    return new Journey(name, steps, Duration.ofNanos(1_000 * (end - first)));
  }

  /**
   * Returns the pause before a request: the time since the last earlier request ended or, if its
   * response was still outstanding, since it was sent.
   */
  private static Duration pauseBefore(long at, List<LogEntry.Time> earlier) {
    long last = earlier.stream().mapToLong(e -> e.end() <= at ? e.end() : e.at()).max().orElse(at);
    boolean loads = earlier.stream().anyMatch(e -> e.end() > at && e.took() < LONGEST_LOAD);
    long micros = at - last;
    return micros < (loads ? SHORTEST_PAUSE_OF_LOAD : SHORTEST_PAUSE)
        ? Duration.ZERO
        : Duration.ofMillis(100 * Math.round(micros / 1e5));
  }

  private ImportedRequest request(Exchange exchange) {
    String method = exchange.entry().method();
    Address address = new Address(exchange);
    String name = method + " " + address.shown + operation(exchange.sent());
    ImportedBody body =
        new RequestBody(correlation, redaction, name, sent::add).of(exchange.sent());
    boolean typed =
        body.match(new ImportedBody.Cases<>(none -> true, u -> false, text -> true, f -> false));
    int status = exchange.entry().status();
    boolean expected = RequestTemplates.isUsual(status) || status >= 500;
    return new ImportedRequest(
        name,
        method,
        new ImportedRequest.Url(address.url.toString(), address.missing),
        Optional.empty(),
        new ImportedRequest.Content(
            new RequestHeaders(correlation, redaction)
                .of(exchange.sent().headers(), typed, sent::add),
            body,
            expected ? List.of() : List.of(status),
            List.of()));
  }

  /** Returns the operation of a GraphQL request, so that reports show each on its own. */
  private String operation(Exchange.Sent sent) {
    Matcher operation = OPERATION.matcher(sent.body().orElse(""));
    return operation.find() && !redaction.isPrivate(operation.group(1))
        ? " " + operation.group(1)
        : "";
  }

  private void cookies(Exchange exchange) {
    for (String cookie : exchange.entry().sender().cookies().split(";", -1)) {
      String name = cookie.strip().split("=", 2)[0];
      if (!name.isEmpty() && !ownCookies.contains(name)) {
        earlierCookies.add(name);
      }
    }
    exchange.response().headers().stream()
        .filter(header -> header.is("set-cookie"))
        .flatMap(header -> header.value().lines())
        .forEach(cookie -> ownCookies.add(cookie.strip().split("=", 2)[0]));
  }

  /** The path and the query of a request. */
  private final class Address {
    private final StringBuilder url = new StringBuilder();
    private final StringBuilder shown = new StringBuilder();
    private String missing = "";

    Address(Exchange exchange) {
      String before = "";
      for (PathSegment segment : PathSegment.of(exchange.path())) {
        String word = segment.word();
        String name = Names.camelCase(Names.ofIdAfter(before));
        if (Values.isId(word) || variable(name, word).isPresent()) {
          shown.append("/{").append(name.isEmpty() ? "id" : name).append('}');
          url.append('/').append(value(name.isEmpty() ? "id" : name, word));
        } else {
          before = checked("", "the path", word);
          shown.append('/').append(UrlText.of(before));
          url.append('/').append(UrlText.of(before));
        }
        segment.parameters().forEach(each -> parameter(';', each));
      }
      query(exchange.entry().target());
    }

    private void query(String target) {
      int from = target.indexOf('?');
      if (from < 0) {
        return;
      }
      char separator = '?';
      for (String pair : target.substring(from + 1).split("&", -1)) {
        parameter(separator, pair);
        separator = '&';
      }
    }

    private void parameter(char separator, String text) {
      UrlParameter parameter = redaction.parameter(text, shown.toString());
      if (!text.startsWith(parameter.begin())) {
        missing("a name was removed");
      }
      url.append(separator).append(UrlText.of(parameter.begin()));
      url.append(value(parameter.name(), parameter.value()));
    }

    /**
     * Returns the value, or the expression of the variable that contains it.
     *
     * @param name the name of the value; empty if it has none
     */
    private String value(String name, String value) {
      Optional<String> variable = variable(name, value);
      if (variable.isPresent()) {
        return "#{" + variable.get() + "}";
      }
      sent.add(value);
      String checked = checked(name, UNNAMED, value);
      if (checked.equals(value)) {
        correlation.mentionOfId(name.isEmpty() ? UNNAMED : name, value).ifPresent(this::missing);
      }
      return UrlText.of(checked);
    }

    /** Returns the variable that contains the value of an earlier response. */
    private Optional<String> variable(String name, String value) {
      // A value that is encoded in an address may be written differently in a response.
      return UNENCODED.matcher(value).matches()
          ? correlation.variable(name, value)
          : Optional.empty();
    }

    private String checked(String name, String otherwise, String value) {
      String checked = redaction.checked(name, otherwise, value, shown.toString());
      if (!checked.equals(value)) {
        missing((name.isEmpty() ? otherwise : name) + " was removed");
      }
      return checked;
    }

    private void missing(String what) {
      missing = missing.isEmpty() ? what : missing + ", " + what;
    }
  }
}
