package dev.onrush.internal.metrics.recording;

import dev.onrush.internal.text.NameList;
import dev.onrush.profile.Phase;
import dev.onrush.units.Quantity;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collects facts about the samples that a reader of the result should know: requests without an
 * answer, users that left early, answers from caches, requests that were sent again, and times that
 * are known only in whole milliseconds.
 */
final class RecordingNotes {

  private static final int NAMED = 10;

  private final UnaryOperator<String> masked;
  private final LongAdder unanswered = new LongAdder();
  private final AtomicLong longestUnanswered = new AtomicLong();
  private final Set<String> uncountedPhases = new TreeSet<>();
  private long uncounted;
  private long uncountedFailures;
  private final Map<String, LongAdder> leftEarly = new ConcurrentSkipListMap<>();

  private volatile boolean cached;
  private final LongAdder sentAgain = new LongAdder();
  private final LongAdder sentTooMuch = new LongAdder();

  /** Requests whose times are known only in whole milliseconds. */
  private final Set<String> coarse = ConcurrentHashMap.newKeySet();

  /** Protocols whose unanswered messages could not be counted when the load ended. */
  private final Set<String> unansweredUnknown = ConcurrentHashMap.newKeySet();

  /** The reasons why the generator's own share of response times is not fully known. */
  private final Set<String> ownShareUnknown = ConcurrentHashMap.newKeySet();

  RecordingNotes(UnaryOperator<String> masked) {
    this.masked = masked;
  }

  /** Notes that a request had no answer when the run ended, and had waited for {@code micros}. */
  void unanswered(long micros) {
    unanswered.increment();
    longestUnanswered.accumulateAndGet(micros, Math::max);
  }

  void leftEarly(String userClass) {
    leftEarly.computeIfAbsent(userClass, c -> new LongAdder()).increment();
  }

  void cached() {
    cached = true;
  }

  void sentAgain() {
    sentAgain.increment();
  }

  void sentTooMuch() {
    sentTooMuch.increment();
  }

  /** Notes a request that is in no figure. Called and read by the thread that counts samples. */
  void uncounted(String phase, boolean failed) {
    uncountedPhases.add(phase);
    uncounted++;
    uncountedFailures += failed ? 1 : 0;
  }

  void coarse(String request) {
    if (coarse.size() < Names.MAX && !Names.isLong(request)) {
      coarse.add(request);
    }
  }

  void unansweredUnknown(Set<String> protocols) {
    unansweredUnknown.addAll(protocols);
  }

  void ownShareUnknown(String why) {
    ownShareUnknown.add(why);
  }

  Stream<String> notes() {
    return Stream.of(
            warmUp(),
            unanswered(),
            unansweredUnknown(),
            leavers(),
            fromCaches(),
            repeated(),
            overfull(),
            resolution(),
            ownShareUnknown())
        .filter(note -> !note.isEmpty());
  }

  private String ownShareUnknown() {
    return ownShareUnknown.isEmpty()
        ? ""
        : "the generator's own share of response times is not fully known: "
            + ownShareUnknown.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
  }

  private String warmUp() {
    return uncounted == 0
        ? ""
        : Quantity.count(uncounted, "request")
            + " of "
            + (uncountedPhases.equals(Set.of(Phase.SERVICE_WARM_UP))
                ? "the service warm-up"
                : "phase "
                    + uncountedPhases.stream().limit(NAMED).collect(Collectors.joining(", "))
                    + (uncountedPhases.size() > NAMED ? " …" : ""))
            + " "
            + (uncounted == 1 ? "is" : "are")
            + " in no figure; "
            + (uncounted == 1
                ? (uncountedFailures == 1 ? "it failed" : "it did not fail")
                : Quantity.count(uncountedFailures) + " of them failed");
  }

  private String unanswered() {
    long many = unanswered.sum();
    return many == 0
        ? ""
        : Quantity.count(many, "request")
            + " had no answer when the run ended, "
            + (many == 1 ? "after " : "the oldest after ")
            + Quantity.TIME.text(longestUnanswered.get() / 1e3)
            + "; onrush.awaitAnswers sets how long a run that ends early waits for responses";
  }

  private String unansweredUnknown() {
    return unansweredUnknown.isEmpty()
        ? ""
        : "messages without a response when the run ended are in no figure, since Gatling"
            + " reports only responses: "
            + unansweredUnknown.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
  }

  private String leavers() {
    return leftEarly.isEmpty()
        ? ""
        : "users left early, for example by exitHere or exitHereIfFailed: "
            + leftEarly.entrySet().stream()
                .limit(NAMED)
                .map(left -> left.getKey() + " " + left.getValue().sum())
                .collect(Collectors.joining(", "))
            + "; each was replaced after its think time or pacing";
  }

  private String fromCaches() {
    return cached
        ? "requests were answered from users' own caches, as Cache-Control or Expires of the service"
            + " allows; they were not sent and are in no figure; call disableCaching() on the HTTP"
            + " protocol to send all requests"
        : "";
  }

  private String repeated() {
    long many = sentAgain.sum();
    return many == 0
        ? ""
        : Quantity.count(many, "request")
            + (many == 1 ? " was" : " were")
            + " sent again, because the service closed a reused connection without a response; such"
            + " a request is counted once, with the time since it was first sent";
  }

  private String overfull() {
    long many = sentTooMuch.sum();
    return many == 0
        ? ""
        : Quantity.count(many, "connection")
            + (many == 1 ? " was" : " were")
            + " closed, because the service sent more than the response, such as a body after 204;"
            + " the next request opened a new one";
  }

  private String resolution() {
    return coarse.isEmpty()
        ? ""
        : "response times known only in whole milliseconds, from Gatling's timestamps: "
            + NameList.of(coarse.stream().map(masked).sorted().toList(), NAMED);
  }
}
