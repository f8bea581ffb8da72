package dev.onrush.internal.live.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.onrush.internal.live.dashboard.Watched.Watcher;
import dev.onrush.internal.page.Line;
import dev.onrush.result.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server of the dashboard: which visitors have access, and what they receive. */
class DashboardTest {

  private static final String TOKEN = "0123456789abcdef";
  private static final String JSON_TYPE = "Content-Type: application/json\n";
  private static final String PAUSE = "{\"command\": \"pause\"}";

  @TempDir Path folder;

  private Watched watched() {
    return new Watched(Optional.empty(), Duration.ZERO, folder);
  }

  private void assertRefused(int status, String method, String path, String headers, String body)
      throws IOException {
    try (Watched watched = watched()) {
      String answer = watched.ask(method, path, headers, body);
      assertThat(Watched.status(answer)).as(answer).isEqualTo(status);
      assertThat(answer).doesNotContainIgnoringCase("Access-Control");
      assertThat(watched.applied).isEmpty();
    }
  }

  @Test
  void a_command_of_the_page_is_carried_out() throws IOException {
    try (Watched watched = watched()) {
      String answer =
          watched.ask(
              "POST",
              "/commands",
              JSON_TYPE
                  + "Origin: http://127.0.0.1:"
                  + watched.port()
                  + "\nSec-Fetch-Site: same-origin\n",
              "{\"command\": \"level 200\"}");

      assertThat(Watched.status(answer)).as(answer).isEqualTo(200);
      assertThat(answer).endsWith("{\"done\":\"Set to 200 users at 00:00 (dashboard)\"}");
      assertThat(answer).doesNotContainIgnoringCase("Access-Control");
      assertThat(watched.applied).containsExactly(new Command.SetLevel(200));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example\n",
        "Origin: null\n",
        "Origin: http://127.0.0.1:1\n",
        "Origin: https://127.0.0.1\n",
        "Sec-Fetch-Site: cross-site\n",
        "Sec-Fetch-Site: same-site\n",
        "Sec-Fetch-Site: none\n"
      })
  void a_page_of_somebody_elses_cannot_steer(String headers) throws IOException {
    assertRefused(403, "POST", "/commands", JSON_TYPE + headers, PAUSE);
    assertRefused(403, "GET", "/events", headers, "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example:PORT\n",
        "Host: 127.0.0.1:1\n",
        "Host: 127.0.0.1\n",
        "Host: 192.168.0.1:PORT\n",
        "Host: 127.0.0.1:PORT\nHost: evil.example:PORT\n",
        ""
      })
  void a_name_that_leads_here_by_a_trick_is_not_answered(String host) throws IOException {
    try (Watched watched = watched()) {
      for (String line : List.of("GET / ", "GET /events ", "POST /commands ")) {
        String answer =
            watched.raw(
                line
                    + "HTTP/1.1\nConnection: close\n"
                    + host.replace("PORT", "" + watched.port())
                    + JSON_TYPE
                    + "Content-Length: "
                    + PAUSE.length()
                    + "\n\n"
                    + PAUSE);
        assertThat(Watched.status(answer)).as(answer).isEqualTo(403);
      }
      assertThat(watched.applied).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST", "[::1]"})
  void its_own_names_are_answered(String host) throws IOException {
    try (Watched watched = watched()) {
      assertThat(
              watched.raw(
                  "GET / HTTP/1.1\nConnection: close\nHost: "
                      + host
                      + ":"
                      + watched.port()
                      + "\n\n"))
          .startsWith("HTTP/1.1 200 ")
          .contains("frame-ancestors 'none'")
          .contains("connect-src 'self'");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Content-Type: text/plain\n",
        "Content-Type: application/x-www-form-urlencoded\n",
        "Content-Type: multipart/form-data; boundary=x\n",
        "Content-Type: text/plain; application/json\n"
      })
  void a_form_cannot_steer(String headers) throws IOException {
    assertRefused(415, "POST", "/commands", headers, PAUSE);
  }

  @Test
  void a_body_that_is_too_large_is_not_read() throws IOException {
    assertRefused(
        413, "POST", "/commands", JSON_TYPE, "{\"command\": \"pause" + " ".repeat(1_000) + "\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "pause", "{}", "[]", "{\"command\": 1}", "{\"command\": \"explode\"}"})
  void what_is_no_command_is_refused(String body) throws IOException {
    assertRefused(400, "POST", "/commands", JSON_TYPE, body);
  }

  @Test
  void what_cannot_be_done_now_is_told() throws IOException {
    try (Watched watched = watched()) {
      String answer = watched.ask("POST", "/commands", JSON_TYPE, "{\"command\": \"resume\"}");

      assertThat(Watched.status(answer)).isEqualTo(409);
      assertThat(answer).endsWith("\r\n\r\nthe run is not paused\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../pom.xml",
        "/report.html/../result.json",
        "/%2e%2e/result.json",
        "/report.html%00",
        "//report.html",
        "/result.json",
        "/report.html",
        "/index.html"
      })
  void no_other_file_is_served(String path) throws IOException {
    Files.writeString(folder.resolve("result.json"), "{}");
    assertRefused(404, "GET", path, "", "");
  }

  @Test
  void wrong_methods_are_refused() throws IOException {
    assertRefused(405, "POST", "/", JSON_TYPE, PAUSE);
    assertRefused(405, "POST", "/events", JSON_TYPE, PAUSE);
    assertRefused(405, "GET", "/commands", "", "");
    assertRefused(405, "PUT", "/commands", JSON_TYPE, PAUSE);
    assertRefused(405, "OPTIONS", "/commands", "Origin: http://evil.example\n", "");
    assertRefused(405, "HEAD", "/", "", "");
  }

  @Test
  void without_the_token_nothing_is_shown_and_nothing_is_done() throws IOException {
    Files.writeString(folder.resolve("report.html"), "<!doctype html>the report");
    try (Watched watched = new Watched(Optional.of(TOKEN), Duration.ofSeconds(20), folder)) {
      watched.second();
      watched.end(folder);
      for (String path : List.of("/", "/events", "/commands", "/report.html", "/nowhere")) {
        String method = path.equals("/commands") ? "POST" : "GET";
        String body = path.equals("/commands") ? PAUSE : "";
        for (String shown :
            List.of(
                "",
                "?token=",
                "?token=0123456789abcdeX",
                "?token=0123456789abcde",
                "?a=" + TOKEN)) {
          String answer = watched.ask(method, path + shown, JSON_TYPE, body);
          assertThat(Watched.status(answer)).as(path + shown).isEqualTo(401);
        }
        assertThat(
                Watched.status(
                    watched.ask(method, path, JSON_TYPE + "Authorization: Bearer no\n", body)))
            .isEqualTo(401);
      }
      assertThat(watched.applied).isEmpty();

      assertThat(watched.ask("GET", "/?token=" + TOKEN, "", "")).startsWith("HTTP/1.1 200 ");
      assertThat(
              watched.ask(
                  "POST", "/commands", JSON_TYPE + "Authorization: Bearer " + TOKEN + "\n", PAUSE))
          .startsWith("HTTP/1.1 200 ");
      assertThat(watched.ask("GET", "/report.html?token=" + TOKEN, "", "")).endsWith("the report");
      assertThat(watched.printed.toString(StandardCharsets.UTF_8))
          .isEqualTo(
              "Dashboard: http://127.0.0.1:"
                  + watched.port()
                  + "/?token=TOKEN (TOKEN is the setting onrush.dashboardToken)\n");
    }
  }

  @Test
  void beyond_loopback_it_takes_a_token() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open("0.0.0.0", OptionalInt.of(0)))
        .withMessage(
            "dashboard host was \"0.0.0.0\", which is 0.0.0.0, not a loopback address; other"
                + " addresses require a token, because anyone who can reach the dashboard can steer the"
                + " run; set onrush.dashboardToken");
  }

  @Test
  void a_port_that_is_taken_is_refused_if_it_was_asked_for() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> open("127.0.0.1", OptionalInt.of(taken.getLocalPort())))
          .withMessage(
              "dashboard cannot listen on port "
                  + taken.getLocalPort()
                  + " of 127.0.0.1 (Address already in use); choose another with"
                  + " -Donrush.dashboardPort=PORT, where 0 is any free port");
    }
  }

  private static long openFiles() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // Windows does not count open files
  void a_port_that_is_refused_leaves_no_other_open() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      OptionalInt port = OptionalInt.of(taken.getLocalPort());
      long before = openFiles();

      for (int i = 0; i < 100; i++) {
        assertThatIllegalArgumentException().isThrownBy(() -> open("127.0.0.1", port));
      }

      // The JDK's own server keeps one socket without a port for each attempt. A server that is not
      // started has three additional files; other threads of this JVM may open some too.
      assertThat(openFiles() - before).isLessThan(200);
    }
  }

  /** 192.0.2.1 is reserved for documentation, and no machine has it. */
  @Test
  void a_host_that_is_not_of_this_machine_is_refused_by_its_name_whichever_the_port() {
    IOException system =
        catchThrowableOfType(
            IOException.class,
            () -> new ServerSocket(0, 1, InetAddress.getByName("192.0.2.1")).close());
    for (OptionalInt port :
        List.of(OptionalInt.empty(), OptionalInt.of(0), OptionalInt.of(8_089))) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> new Dashboard("192.0.2.1", port, Optional.of(TOKEN), Duration.ZERO, System.out))
          .withMessage(
              "dashboard cannot listen on any port of 192.0.2.1 ("
                  + system.getMessage()
                  + "); use one of this machine's addresses, for example"
                  + " -Donrush.dashboardHost=127.0.0.1");
    }
  }

  @Test
  void seconds_that_come_faster_than_they_are_shown_are_shown_together() throws Exception {
    try (Watched watched = watched();
        Watcher watcher = watched.watch()) {
      watched.second();
      JsonNode first = watcher.next();
      assertThat(first).isNotNull();
      CountDownLatch shown = new CountDownLatch(1);
      assertThat(watched.dashboard.later(() -> awaitLatch(shown))).isTrue();
      for (int n = 2; n <= 1_000; n++) {
        watched.second();
      }
      shown.countDown();

      long length = watcher.next().get("length").asLong();
      while (length <= 1_000) { // the first second, if it was shown after the visitor had connected
        length = watcher.next().get("length").asLong();
      }
      assertThat(length).isEqualTo(1_000_000);
    }
  }

  /** The same as on the terminal and in reports. */
  @Test
  void rates_are_divided_by_the_time_until_the_load_was_ended() throws IOException {
    try (Watched watched = watched();
        Watcher watcher = watched.watch()) {
      assertThat(watcher.next()).isEmpty();
      for (int i = 0; i < 10; i++) {
        watched.second("List", 100, true);
        watcher.next();
      }
      watched.endLoad();
      watched.second();
      watcher.next();
      watched.second();

      JsonNode running = watcher.next();
      assertThat(throughput(running).get("beside").asText()).isEqualTo("whole run 100/s");
      assertThat(perSecond(running)).isEqualTo(100);
      watched.end(folder);
      JsonNode over = watcher.next();
      assertThat(throughput(over).get("text").asText()).isEqualTo("100/s");
      assertThat(perSecond(over)).isEqualTo(100);
    }
  }

  private static JsonNode throughput(JsonNode data) {
    for (JsonNode tile : data.get("tiles")) {
      if (tile.get("name").asText().equals("Throughput")) {
        return tile;
      }
    }
    throw new AssertionError(data.get("tiles"));
  }

  /** Returns the rate of all requests, in the table. */
  private static double perSecond(JsonNode data) {
    int column = Line.COLUMNS.indexOf("req/s");
    return data.get("tables").get("all").get(0).get("figures").get(column).asDouble();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void two_runs_at_a_time_have_a_dashboard_each() {
    try (Dashboard one = open("127.0.0.1", OptionalInt.empty());
        Dashboard other = open("127.0.0.1", OptionalInt.empty())) {
      assertThat(one.link()).isNotEqualTo(other.link());
    }
  }

  private static Dashboard open(String host, OptionalInt port) {
    return new Dashboard(
        host,
        port,
        Optional.empty(),
        Duration.ZERO,
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  }

  @Test
  @Tag("long")
  void who_comes_late_sees_what_who_came_early_sees() throws IOException {
    try (Watched watched = watched();
        Watcher early = watched.watch()) {
      assertThat(early.next()).isEmpty();
      // beyond the 600 cells of a chart, so that all of them change at once
      for (int i = 1; i <= 700; i++) {
        watched.second(i % 3 == 0 ? "<i>" : "List", 1 + i % 5, i % 50 != 0);
        early.next();
        if (i % 100 == 1) {
          try (Watcher late = watched.watch()) {
            assertThat(late.next()).isEqualTo(early.data);
            assertThat(late.event).isEqualTo("state");
          }
        }
      }
      watched.end(folder);

      assertThat(early.next().get("state").asText()).isEqualTo("over");
      assertThat(early.event).isEqualTo("change");
      assertThat(early.data.get("time").get("ends")).hasSizeBetween(300, 600);
      try (Watcher late = watched.watch()) {
        assertThat(late.next()).isEqualTo(early.data);
      }
    }
  }

  @Test
  void what_has_been_sent_is_a_change_from_anything_to_anything() {
    Random random = new Random(42);
    JsonNode before = any(random, 4);
    for (int i = 0; i < 2_000; i++) {
      JsonNode after = random.nextInt(4) == 0 ? any(random, 4) : grown(before, random);
      Optional<ObjectNode> change = JsonDiff.of(before, after);
      assertThat(change.map(c -> c).isPresent()).isEqualTo(!before.equals(after));
      if (change.isPresent()) {
        assertThat(Watched.changed(before, change.get())).isEqualTo(after);
      }
      before = after;
    }
  }

  private static JsonNode any(Random random, int depth) {
    int kind = random.nextInt(depth > 0 ? 4 : 2);
    if (kind < 2) {
      return Watched.JSON.getNodeFactory().numberNode(random.nextInt(4));
    }
    ArrayNode array = Watched.JSON.createArrayNode();
    ObjectNode object = Watched.JSON.createObjectNode();
    for (int i = random.nextInt(4); i >= 0; i--) {
      array.add(any(random, depth - 1));
      object.set("f" + random.nextInt(5), any(random, depth - 1));
    }
    return kind == 2 ? array : object;
  }

  private static JsonNode grown(JsonNode value, Random random) {
    JsonNode copy = value.deepCopy();
    if (copy instanceof ArrayNode array) {
      array.set(random.nextInt(array.size()), any(random, 2));
      array.add(any(random, 1));
    } else if (copy instanceof ObjectNode object) {
      object.remove("f" + random.nextInt(5));
      object.set("f" + random.nextInt(5), any(random, 2));
    }
    return copy;
  }

  @Test
  @Tag("long")
  void who_does_not_read_is_dropped_and_holds_nobody_up() throws Exception {
    try (Watched watched = watched();
        Watcher reader = watched.watch();
        Socket stuck = new Socket()) {
      stuck.setReceiveBufferSize(4_096);
      stuck.connect(reader.address());
      stuck
          .getOutputStream()
          .write(
              ("GET /events HTTP/1.1\r\nHost: 127.0.0.1:" + watched.port() + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(reader.next()).isEmpty();
      // The other visitor reads at least its first line, so it is known to be connected.
      assertThat(stuck.getInputStream().read()).isEqualTo('H');
      List<String> names = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        names.add("request " + i + "-".repeat(400));
      }

      long sent = 0;
      for (int second = 0; second < 200; second++) {
        for (String name : names) {
          watched.recorder.response(
              "U", "", name, 1_000L * second, 1_000L * second + 1 + second, true, "200", "");
        }
        watched.second();
        reader.next();
        sent += reader.length;
      }

      assertThat(reader.data.get("length").asLong()).isEqualTo(200_000);
      stuck.setSoTimeout(20_000);
      long read = 0;
      byte[] buffer = new byte[1 << 16];
      try {
        for (int n = stuck.getInputStream().read(buffer); n >= 0; ) {
          read += n;
          n = stuck.getInputStream().read(buffer);
        }
      } catch (SocketException e) {
        // a connection that was closed
      }
      assertThat(read).isLessThan(sent);
      assertThat(watched.ask("GET", "/", "", "")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  @Tag("long")
  void who_never_sends_a_whole_request_holds_nobody_up() throws Exception {
    List<Socket> half = new ArrayList<>();
    try (Watched watched = watched();
        Watcher viewer = watched.watch()) {
      assertThat(viewer.next()).isEmpty();
      String host = "Host: 127.0.0.1:" + watched.port() + "\r\n";
      List<String> begun =
          List.of(
              "",
              "GET / HT",
              "GET / HTTP/1.1\r\n" + host,
              "POST /commands HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 99\r\n"
                  + host
                  + "\r\n{");
      for (int i = 0; i < 400; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), watched.port());
        half.add(socket);
        socket
            .getOutputStream()
            .write(begun.get(i % begun.size()).getBytes(StandardCharsets.US_ASCII));
      }

      assertThat(watched.ask("GET", "/", "", "")).startsWith("HTTP/1.1 200 ");
      watched.second("List", 1, true);
      assertThat(viewer.next()).isNotEmpty();
      try (Watcher late = watched.watch()) {
        assertThat(late.next()).isEqualTo(viewer.data);
      }
      // Visitors that have begun a request and do not continue it lose their connection.
      for (int i = 0; i < half.size(); i++) {
        if (i % begun.size() != 0) {
          assertClosed(half.get(i));
        }
      }
      watched.second("List", 1, true);
      assertThat(viewer.next()).isNotEmpty();
    } finally {
      for (Socket socket : half) {
        socket.close();
      }
    }
  }

  private static void assertClosed(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    try {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      // a connection that was closed
    }
  }

  @Test
  void a_sender_that_hangs_is_interrupted() throws Exception {
    Visitor visitor = new Visitor();
    CountDownLatch hangs = new CountDownLatch(1);
    OutputStream never =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            hangs.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };
    CompletableFuture<String> ended =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                visitor.serve(never);
                return "served";
              } catch (IOException e) {
                return "dropped, interrupted: " + Thread.currentThread().isInterrupted();
              }
            });
    byte[] message = {1};
    visitor.send(message);
    assertThat(hangs.await(20, TimeUnit.SECONDS)).isTrue();

    int taken = 0;
    while (visitor.send(message)) {
      taken++;
    }

    assertThat(taken).isEqualTo(10);
    assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo("dropped, interrupted: false");
  }

  @Test
  void sixty_watch_at_a_time() throws IOException {
    List<Watcher> all = new ArrayList<>();
    try (Watched watched = watched()) {
      watched.second("List", 3, true);
      for (int i = 0; i < 60; i++) {
        all.add(watched.watch());
      }
      for (Watcher each : all) {
        each.next();
      }
      watched.second("List", 3, true);
      for (Watcher each : all) {
        assertThat(each.next().get("length").asLong()).isEqualTo(2_000);
      }
    } finally {
      for (Watcher each : all) {
        each.close();
      }
    }
  }

  @Test
  void when_it_goes_the_last_is_the_verdict_and_the_end() throws IOException {
    try (Watched watched = watched();
        Watcher watcher = watched.watch()) {
      watcher.next();
      watched.second("List", 3, true);
      watcher.next();
      watched.end(folder);
      watched.dashboard.stay(Duration.ofMinutes(1)); // not requested, so it ends at once

      JsonNode last = watcher.next();
      assertThat(last.get("verdict").asText()).isEqualTo("PASS");
      assertThat(last.get("reason").asText()).isEqualTo("all 2 thresholds passed");
      assertThat(last.has("report")).isFalse();
      assertThat(watcher.next()).isNull();
      assertThat(watched.printed.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }
  }

  @Test
  void it_stays_until_the_report_has_been_opened() throws Exception {
    Files.writeString(folder.resolve("report.html"), "<!doctype html>the report");
    try (Watched watched = new Watched(Optional.empty(), Duration.ofMinutes(10), folder);
        Watcher watcher = watched.watch()) {
      watcher.next();
      watched.second("List", 3, true);
      watcher.next();
      assertThat(Watched.status(watched.ask("GET", "/report.html", "", ""))).isEqualTo(404);
      watched.end(folder);
      CompletableFuture<Void> stays = CompletableFuture.runAsync(watched.dashboard::stay);

      assertThat(watcher.next().get("report").asText()).isEqualTo("report.html");
      for (String unseen : List.of("Sec-Fetch-Dest: image\n", "Sec-Purpose: prefetch\n")) {
        assertThat(watched.ask("GET", "/report.html", unseen, "")).endsWith("the report");
      }
      assertThat(stays).isNotDone();
      assertThat(watched.ask("GET", "/report.html", "Sec-Fetch-Dest: document\n", ""))
          .endsWith("the report");
      stays.get(20, TimeUnit.SECONDS);
      assertThat(watched.printed.toString(StandardCharsets.UTF_8))
          .contains(
              "Dashboard: stays available for 10 min, or until the report has been opened from it: "
                  + watched.uri
                  + " (Ctrl+C ends it)");
    }
  }

  /** For example, a script that requests the report in a loop. */
  @Test
  void who_opens_the_report_again_and_again_does_not_hold_up_its_end() throws Exception {
    Files.writeString(folder.resolve("report.html"), "<!doctype html>the report");
    Files.writeString(folder.resolve("exchanges.html"), "<!doctype html>the exchanges");
    AtomicBoolean over = new AtomicBoolean();
    try (Watched watched = new Watched(Optional.empty(), Duration.ofSeconds(1), folder)) {
      watched.second();
      watched.end(folder);
      CompletableFuture<Void> stays = CompletableFuture.runAsync(watched.dashboard::stay);
      CompletableFuture<Void> asks =
          CompletableFuture.runAsync(
              () -> {
                while (!stays.isDone() && !over.get()) {
                  try {
                    watched.ask("GET", "/report.html", "", "");
                  } catch (IOException e) {
                    // the dashboard is about to end
                  }
                }
              });

      try {
        assertThat(stays).succeedsWithin(Duration.ofSeconds(20));
      } finally {
        over.set(true);
        // A request that comes when the dashboard ends may have no answer until its time is over.
        asks.get(2, TimeUnit.MINUTES);
      }
    }
  }

  @Test
  void the_exchanges_are_served_as_long_as_somebody_reads_the_report() throws Exception {
    Files.writeString(folder.resolve("report.html"), "<!doctype html>the report");
    Files.writeString(folder.resolve("exchanges.html"), "<!doctype html>the exchanges");
    try (Watched watched = new Watched(Optional.of(TOKEN), Duration.ofMinutes(10), folder)) {
      watched.second();
      watched.end(folder);
      Thread stays = new Thread(watched.dashboard::stay);
      stays.start();
      try {
        for (int i = 0; i < 3; i++) {
          assertThat(watched.ask("GET", "/report.html?token=" + TOKEN, "", ""))
              .endsWith("the report");
          assertThat(watched.ask("GET", "/exchanges.html?token=" + TOKEN, "", ""))
              .endsWith("the exchanges");
        }
        assertThat(Watched.status(watched.ask("GET", "/exchanges.html", "", ""))).isEqualTo(401);
      } finally {
        stays.interrupt();
        stays.join(20_000);
      }
      assertThat(watched.printed.toString(StandardCharsets.UTF_8))
          .contains(
              "Dashboard: stays available for 10 min, or until 1 min after a page of the report was"
                  + " last opened from it: ");
    }
  }
}
