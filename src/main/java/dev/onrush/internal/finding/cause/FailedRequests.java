package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.Responses;
import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.text.Printable;
import dev.onrush.internal.verdict.figure.UnsentFailures;
import dev.onrush.result.Cause;
import dev.onrush.result.Observation;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Describes what the failures of a breach have in common: their kinds, requests and beginning. */
final class FailedRequests {

  /** The most kinds that are named. */
  private static final int MOST = 2;

  /** The least share of the failures that a named kind has. */
  private static final double LEAST = 0.25;

  /** The most characters of a response that are quoted. */
  private static final int QUOTED = 80;

  private static final Pattern NOT_CONNECTED = Pattern.compile("^no connection to .+ within ");

  private static final Pattern LATE =
      Pattern.compile("time-?out|timed out", Pattern.CASE_INSENSITIVE);

  private static final Pattern CLOSED =
      Pattern.compile("premature|clos|reset|broken pipe|goaway", Pattern.CASE_INSENSITIVE);

  private static final String LOG = "the service's log at that time";

  private FailedRequests() {}

  /**
   * Failures with one status, or with one text.
   *
   * @param said the status or the text, as it is shown
   * @param isStatus whether it is a status, and not a text
   * @param since the first second with such a failure
   */
  private record Kind(String said, boolean isStatus, long number, Duration since, String advice) {

    static Kind ofStatus(Evidence evidence, String status, long number) {
      Duration since =
          evidence
              .load()
              .refusals(Integer.parseInt(status), false)
              .first(evidence.during())
              .orElse(evidence.breach());
      String advice =
          status.startsWith("5")
              ? LOG + ": it reports the error itself"
              : "what these requests sent: exchanges.html shows some of them";
      return new Kind("status " + status, true, number, since, advice);
    }

    static Kind ofText(Evidence evidence, Failure failure, long number, boolean onlyClosed) {
      Duration since =
          evidence.load().firstFailed(evidence.during(), failure::equals).orElse(evidence.breach());
      String said = "\"" + Texts.shortened(failure.text()) + "\"";
      return new Kind(
          failure.code().isEmpty() ? said : "status " + failure.code() + " and " + said,
          false,
          number,
          since,
          advice(failure, onlyClosed));
    }

    private static String advice(Failure failure, boolean onlyClosed) {
      if (!failure.code().isEmpty()) {
        return "what the service answered: exchanges.html shows some responses; and " + LOG;
      }
      if (NOT_CONNECTED.matcher(failure.text()).find()) {
        return "whether the service accepts connections: its threads, open files and backlog; a"
            + " firewall on the way to it";
      }
      if (LATE.matcher(failure.text()).find()) {
        return "a thread dump of the service while requests wait; what these requests call or lock";
      }
      if (!CLOSED.matcher(failure.text()).find()) {
        return LOG + ", beside this message";
      }
      return onlyClosed
          ? "does the service expect https? It closed each connection without a response; " + LOG
          : LOG + ", such as an OutOfMemoryError or a restart; a proxy that closes connections";
    }

    String text() {
      return Quantity.count(number) + " with " + said + Texts.since(since);
    }

    boolean isToldBy(Cause cause) {
      return cause.evidence().stream().anyMatch(sentence -> sentence.contains(said));
    }
  }

  /**
   * Describes the failures; empty if they cannot explain the breach, or if its causes already tell
   * all of it.
   */
  static Optional<Observation> of(Evidence evidence, List<Cause> causes) {
    Responses responses = evidence.load().responses(evidence.during());
    if (responses.failed() == 0 || !areOfTheBreach(evidence)) {
      return Optional.empty();
    }
    List<Kind> kinds = kinds(evidence, responses.failed());
    if (!kinds.isEmpty()
        && kinds.stream().allMatch(kind -> causes.stream().anyMatch(kind::isToldBy))) {
      return Optional.empty();
    }
    String what =
        kinds.isEmpty()
            ? "for many different reasons"
            : kinds.stream().map(Kind::text).collect(Collectors.joining(", "));
    return Optional.of(
        new Observation(
            Quantity.count(responses.failed())
                + " of "
                + Quantity.count(responses.number(), "request")
                + " failed"
                + requests(evidence)
                + ": "
                + what
                + (causes.isEmpty() && !kinds.isEmpty() && kinds.stream().allMatch(Kind::isStatus)
                    ? answer(evidence)
                    : ""),
            kinds.isEmpty() ? LOG + ", and the errors of the run" : kinds.get(0).advice()));
  }

  /** Whether there are enough failures to explain the breach, and more than before it. */
  private static boolean areOfTheBreach(Evidence evidence) {
    return switch (evidence.about()) {
      case FAILURES, STATUS -> true;
      case TIMES ->
          evidence.isTimeOfFailures() || (evidence.mayBeExplainedByFailures() && areMore(evidence));
      case VALUES -> false;
      case OTHER -> evidence.mayBeExplainedByFailures() && areMore(evidence);
    };
  }

  private static boolean areMore(Evidence evidence) {
    return evidence.load().failureShare(evidence.during())
        >= 2 * evidence.load().failureShare(evidence.before());
  }

  private static List<Kind> kinds(Evidence evidence, long all) {
    Map<String, Long> refused = evidence.load().failedRefused(evidence.during());
    boolean onlyClosed = areOnlyClosed(evidence);
    List<Kind> kinds = new ArrayList<>();
    refused.forEach(
        (status, n) -> {
          if (n >= LEAST * all) {
            kinds.add(Kind.ofStatus(evidence, status, n));
          }
        });
    evidence
        .load()
        .failed(evidence.during())
        .forEach(
            (failure, n) -> {
              if (n >= LEAST * all && !refused.containsKey(failure.code())) {
                kinds.add(Kind.ofText(evidence, failure, n, onlyClosed));
              }
            });
    return kinds.stream()
        .sorted(Comparator.comparingLong((Kind kind) -> -kind.number()).thenComparing(Kind::said))
        .limit(MOST)
        .toList();
  }

  /** Whether each connection was closed, and no request has passed, as if TLS were expected. */
  private static boolean areOnlyClosed(Evidence evidence) {
    return evidence.load().responses(evidence.before()).ok() == 0
        && evidence.load().responses(evidence.during()).ok() == 0
        && evidence.load().failed(evidence.during()).keySet().stream()
            .allMatch(of -> of.code().isEmpty() && CLOSED.matcher(of.text()).find());
  }

  /** Names the requests with all their failures, of any kind, if the load has several. */
  private static String requests(Evidence evidence) {
    Map<String, Responses> requests = evidence.load().requests(evidence.during());
    Map<String, Long> failed = new HashMap<>();
    requests.forEach(
        (name, responses) -> {
          if (responses.failed() > 0) {
            failed.merge(Printable.cut(name, SlowerRequests.NAME), responses.failed(), Long::sum);
          }
        });
    if (requests.size() < 2 || failed.isEmpty()) {
      return "";
    }
    return " (" + (failed.size() == 1 ? "only " : "") + UnsentFailures.names(failed) + ")";
  }

  /** Quotes the most frequent of the kept responses, unless it is a page for a browser. */
  private static String answer(Evidence evidence) {
    Map<String, Long> counts =
        evidence.load().answers(evidence.during()).stream()
            .map(body -> Printable.line(body).strip())
            .filter(body -> !body.startsWith("<"))
            .collect(Collectors.groupingBy(body -> body, Collectors.counting()));
    return counts.entrySet().stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .map(of -> "; a kept response: \"" + Printable.cut(of.getKey(), QUOTED) + "\"")
        .orElse("");
  }
}
