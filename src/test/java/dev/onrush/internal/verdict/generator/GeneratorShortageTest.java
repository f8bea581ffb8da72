package dev.onrush.internal.verdict.generator;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Shortage;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.CallTimes;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.profile.Phase;
import dev.onrush.result.GeneratorFinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Findings about threads, file descriptors and ports that calls and requests lacked. */
class GeneratorShortageTest {

  private static List<GeneratorFinding> findings(Row... some) {
    return GeneratorHealth.findings(List.of(some), GeneratorLimits.DEFAULT, List.of());
  }

  /** Adds a second in which calls of Java code waited for a thread, and ran. */
  private static Row calling(int from, double queued, double ran, double longest) {
    return new Row(
        ofSeconds(from),
        ofSeconds(from + 1),
        10,
        0,
        1,
        1,
        1,
        1,
        Map.of(),
        Optional.empty(),
        0,
        0,
        0,
        Map.of(),
        Map.of(),
        0,
        10,
        Map.of(),
        Map.of(),
        new CallTimes(queued, ran, longest),
        0);
  }

  @Test
  void calls_that_wait_for_a_thread_for_three_seconds_are_a_finding_as_long_as_they_do() {
    assertThat(
            findings(
                calling(0, 0, 4_000, 0),
                calling(1, 4_000, 4_000, 15),
                calling(2, 4_000, 4_000, 15),
                calling(3, 0, 0, 0),
                calling(4, 4_000, 4_000, 20),
                calling(5, 200, 4_000, 5)))
        .containsExactly(
            new GeneratorFinding(
                "calls waited for a thread for 50.0 % of their time, the longest for 20.0 ms, from"
                    + " 00:01 to 00:05; all threads were busy, so increase onrush.call.threads",
                ofSeconds(1), ofSeconds(5)));
  }

  @Test
  void one_wait_of_many_seconds_shows_that_there_was_no_thread_for_as_long() {
    assertThat(findings(calling(12, 40_000, 10_000, 10_000)))
        .containsExactly(
            new GeneratorFinding(
                "calls waited for a thread for 80.0 % of their time, the longest for 10.0 s, from"
                    + " 00:03 to 00:13; all threads were busy, so increase onrush.call.threads",
                ofSeconds(3), ofSeconds(13)));
  }

  @Test
  void calls_that_wait_again_are_found_once_and_spoil_each_of_their_times() {
    Row[] rows = new Row[26];
    for (int i = 0; i < rows.length; i++) {
      boolean waiting = i < 3 || i > 21; // four seconds at the end
      rows[i] = waiting ? calling(i, 4_000, 4_000, 15) : calling(i, 0, 4_000, 0);
    }

    // calls of 7 s: 28 s of 56 s
    String text =
        "calls waited for a thread for 50.0 % of their time, the longest for 15.0 ms, from 00:00 to"
            + " 00:26; all threads were busy, so increase onrush.call.threads";
    assertThat(findings(rows))
        .containsExactly(
            new GeneratorFinding(text, ofSeconds(0), ofSeconds(3)),
            new GeneratorFinding(text, ofSeconds(22), ofSeconds(26)));
  }

  @Test
  void a_wait_that_began_within_an_earlier_time_is_one_with_it() {
    assertThat(
            findings(
                calling(12, 40_000, 10_000, 10_000),
                calling(13, 0, 4_000, 0),
                calling(14, 40_000, 10_000, 10_000)))
        .extracting(GeneratorFinding::from, GeneratorFinding::to)
        .containsExactly(tuple(ofSeconds(3), ofSeconds(15)));
  }

  @Test
  void calls_that_wait_for_no_more_than_five_percent_of_their_time_are_no_finding() {
    Row[] rows = new Row[10];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = calling(i, 50, 950, 20);
    }

    assertThat(findings(rows)).isEmpty();
  }

  /** Adds a second with failures of one text, which has a status or none. */
  private static Row failing(int from, int failures, String code, String text) {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), t -> t);
    Interval unused = recorder.takeInterval(ofSeconds(from));
    for (int i = 0; i < failures; i++) {
      recorder.response("B", "", "r", 1_000L * from, 1_000L * from + 1, false, code, text);
    }
    return new Timeline().add(recorder.takeInterval(ofSeconds(from + 1)));
  }

  @Test
  void failures_for_want_of_descriptors_and_ports_are_the_generators_own() {
    String files =
        "i.n.c.u.Errors$NativeIoException: newSocketStream(..) failed with error(-24): Too many open"
            + " files";

    String text =
        "the generator ran out of file descriptors, and 6 requests failed from 00:03 to 00:07; raise"
            + " the limit with ulimit -n in the shell that starts the run";
    assertThat(
            findings(
                failing(3, 2, "", files),
                failing(4, 1, "", files),
                failing(5, 0, "", ""),
                failing(6, 3, "", files)))
        .containsExactly(
            new GeneratorFinding(text, ofSeconds(3), ofSeconds(5)),
            new GeneratorFinding(text, ofSeconds(6), ofSeconds(7)));
    assertThat(
            findings(
                failing(
                    7,
                    1,
                    "",
                    "i.n.c.AbstractChannel$AnnotatedSocketException: connect(..) failed with"
                        + " error(-99): Cannot assign requested address: /127.0.0.1:8080")))
        .extracting(GeneratorFinding::text)
        .containsExactly(
            "the generator ran out of local ports, and 1 request failed from 00:07 to 00:08; list"
                + " more addresses of this machine in onrush.localAddresses, or widen"
                + " net.ipv4.ip_local_port_range; on macOS, lower net.inet.ip.portrange.first");
  }

  @Test
  void each_shortage_is_known_by_what_the_jvm_says() {
    Map<String, Shortage> texts = new TreeMap<>();
    texts.put("j.n.SocketException: Too many open files", Shortage.FILES);
    texts.put("j.n.UnknownHostException: db: System error", Shortage.FILES);
    texts.put("j.n.BindException: Address already in use", Shortage.PORTS);
    texts.put("j.n.BindException: Can't assign requested address", Shortage.PORTS); // macOS
    texts.put("j.n.BindException: Adresse wird bereits verwendet", Shortage.PORTS);
    texts.put(
        "i.n.c.u.Errors$NativeIoException: newSocketStream(..) failed with error(-24): Zu viele"
            + " offene Dateien",
        Shortage.FILES);
    texts.put(
        "i.n.c.AbstractChannel$AnnotatedSocketException: connect(..) failed with error(-99): Die"
            + " angeforderte Adresse kann nicht zugewiesen werden: /127.0.0.1:8080",
        Shortage.PORTS);
    texts.put(
        "i.n.c.u.Errors$NativeIoException: connect(..) failed with error(-105): Kein Puffer"
            + " verfügbar",
        Shortage.BUFFERS);
    texts.put("j.i.IOException: No buffer space available", Shortage.BUFFERS);
    texts.put("j.l.OutOfMemoryError: unable to create native thread", Shortage.THREADS);
    texts.put("j.l.OutOfMemoryError: Java heap space", Shortage.MEMORY);
    texts.put("j.n.ConnectException: Network is unreachable", Shortage.NETWORK);
    texts.put("j.u.c.RejectedExecutionException: event executor terminated", Shortage.EXECUTORS);

    texts.forEach(
        (text, shortage) ->
            assertThat(Shortage.of(new Failure("", text))).as(text).contains(shortage));
  }

  @Test
  void what_a_service_says_of_itself_is_no_failure_of_the_generator() {
    assertThat(
            findings(
                failing(1, 9, "500", "j.n.SocketException: Too many open files"),
                failing(2, 9, "", "ws.check: found Too many open files"),
                failing(3, 9, "", "j.n.ConnectException: Connection refused"),
                failing(4, 9, "", "j.n.NoRouteToHostException: No route to host"),
                failing(4, 9, "", "j.n.BindException: Permission denied"),
                failing(
                    4, 9, "", "i.n.c.u.Errors$NativeIoException: read(..) failed with error(-104)"),
                failing(
                    5, 9, "", "i.g.h.c.i.RequestTimeoutException: Request timeout to a/1.2.3.4")))
        .isEmpty();
  }
}
