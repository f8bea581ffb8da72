package dev.onrush.internal.live.dashboard;

import static dev.onrush.dsl.OnrushDsl.errorCount;
import static dev.onrush.dsl.OnrushDsl.p95;
import static java.time.Duration.ofSeconds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunStates;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.run.record.SampleRecord;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.profile.Stage;
import dev.onrush.result.Command;
import dev.onrush.result.Intervention;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A dashboard of a simulated run, and raw connections to it. */
final class Watched implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_MILLIS = 20_000;

  final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  final List<Command> applied = new CopyOnWriteArrayList<>();
  final Dashboard dashboard;
  final URI uri;
  private final RunInfo info =
      SampleInfo.named("WatchedTest", "Watched <plan>")
          .on(
              new ConcurrentUsers(
                  List.of(
                      new Stage("steady", 5, 5, ofSeconds(1_000)),
                      new Stage("peak", 9, 9, ofSeconds(1_000)))))
          .judged(p95().below(ofSeconds(1)), errorCount().atMost(3))
          .facts(Map.of("target", "http://127.0.0.1:1"))
          .info();
  final Recorder recorder = new Recorder(info.phases(), text -> text);
  private final Judge judge = new Judge(info.thresholds(), info.phases(), List.of());
  private int seconds;

  Watched(Optional<String> token, Duration stay, Path folder) {
    dashboard =
        new Dashboard(
            "127.0.0.1",
            OptionalInt.of(0),
            token,
            stay,
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    uri = URI.create(dashboard.link());
    RunControl control =
        (command, flow, by) -> {
          if (command instanceof Command.Resume) {
            throw new IllegalArgumentException("the run is not paused");
          }
          applied.add(command);
          return new Intervention(ofSeconds(seconds), command, by, flow);
        };
    dashboard.started(info, folder, control);
  }

  int port() {
    return uri.getPort();
  }

  /** Adds one more second to the run. */
  void second() {
    seconds++;
    dashboard.interval(
        RunStates.after(info, recorder.takeInterval(ofSeconds(seconds)), judge, List.of()));
  }

  /** Adds a second with requests. */
  void second(String request, int many, boolean ok) {
    for (int i = 1; i <= many; i++) {
      long start = seconds * 1_000L + i;
      recorder.response(
          "U", "", request, start, start + i * 3L, ok, ok ? "200" : "500", ok ? "" : "no <b>");
    }
    second();
  }

  /** Ends the load; from now on the run waits for responses. */
  void endLoad() {
    judge.timeline().endLoad(Optional.of(ofSeconds(seconds)));
  }

  void end(Path folder) {
    dashboard.ended(SampleRecord.of(info, judge).record(), folder);
  }

  /** Sends a request as given, and returns the whole response. */
  String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Sends a request with the correct Host; each header ends with a line feed. */
  String ask(String method, String path, String headers, String body) throws IOException {
    return raw(
        method
            + " "
            + path
            + " HTTP/1.1\nHost: 127.0.0.1:"
            + port()
            + "\nConnection: close\n"
            + headers
            + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\n")
            + "\n"
            + body);
  }

  static int status(String answer) {
    return Integer.parseInt(answer.substring("HTTP/1.1 ".length()).substring(0, 3));
  }

  @Override
  public void close() {
    dashboard.close();
  }

  Watcher watch() throws IOException {
    return new Watcher("/events");
  }

  /** A client that follows the events, like the page. */
  final class Watcher implements AutoCloseable {
    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    private final BufferedReader lines;
    JsonNode data = JSON.createObjectNode();
    String event = "";

    /** The size of the last event in bytes. */
    int length;

    Watcher(String path) throws IOException {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port() + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      lines =
          new BufferedReader(
              new InputStreamReader(
                  new Chunks(socket.getInputStream()), StandardCharsets.US_ASCII));
    }

    SocketAddress address() {
      return socket.getRemoteSocketAddress();
    }

    /** Waits for the next event, and applies it; null at the end. */
    @Nullable JsonNode next() throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          event = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          length = line.length();
          JsonNode read = JSON.readTree(line.substring("data: ".length()));
          data = event.equals("state") ? read : changed(data, read);
          return data;
        }
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  /** Applies a change in the same way as the page's script. */
  static JsonNode changed(JsonNode value, JsonNode change) {
    if (change.has("v")) {
      return change.get("v");
    }
    if (change.has("k")) {
      ArrayNode array = JSON.createArrayNode();
      for (int i = 0; i < change.get("k").asInt(); i++) {
        array.add(value.get(i));
      }
      change.get("t").forEach(array::add);
      return array;
    }
    if (change.has("i")) {
      ArrayNode array = JSON.createArrayNode();
      for (int i = 0; i < change.get("n").asInt(); i++) {
        JsonNode of = change.get("i").get(String.valueOf(i));
        array.add(of == null ? value.get(i) : changed(value.get(i), of));
      }
      change.get("t").forEach(array::add);
      return array;
    }
    ObjectNode object = value.deepCopy();
    change
        .get("f")
        .properties()
        .forEach(f -> object.set(f.getKey(), changed(object.path(f.getKey()), f.getValue())));
    change.path("d").forEach(name -> object.remove(name.asText()));
    return object;
  }
}
