package dev.onrush.internal.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A headless Chromium, controlled through its DevTools protocol, in a fresh profile, without
 * network.
 */
public final class Browser implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** Loads by their identifier; each is completed when the load has ended. */
  private final Map<String, CompletableFuture<Void>> loads = new ConcurrentHashMap<>();

  /** The next load of a page, whichever it is. */
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

  /** Returns the path of Chromium on this machine, if it exists. */
  static Optional<Path> executable() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(":"))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts Chromium with {@code profile}, an empty folder, for all files that it writes. */
  Browser(Path executable, Path profile) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                executable.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("output.txt").toFile());
    builder.environment().put("TMPDIR", profile.toString());
    process = builder.start();
    try {
      HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
      socket =
          client
              .newWebSocketBuilder()
              .buildAsync(page(client, port(profile)), new Listener())
              .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
        call(domain + ".enable");
      }
      call("Page.setLifecycleEventsEnabled", "enabled", true);
    } catch (Exception e) {
      end();
      throw e;
    }
  }

  private int port(Path profile) throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      if (Files.exists(file) && Files.readString(file).contains("\n")) {
        return Integer.parseInt(Files.readString(file).lines().findFirst().orElseThrow());
      }
      boolean unused = process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    throw new IOException(
        "Chromium did not start: " + Files.readString(profile.resolve("output.txt")));
  }

  /** Returns the address of the page; the port is open before a page exists. */
  private URI page(HttpClient client, int port) throws IOException, InterruptedException {
    String targets = "";
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      targets =
          client
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json"))
                      .timeout(PATIENCE)
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      for (JsonNode target : JSON.readTree(targets)) {
        if (target.path("type").asText().equals("page")) {
          return URI.create(target.get("webSocketDebuggerUrl").asText());
        }
      }
      boolean unused = process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    throw new IOException("Chromium has no page: " + targets);
  }

  /** Opens a file in a window of this width; returns when the page is loaded and drawn. */
  public void open(Path file, int width) throws Exception {
    open(file.toUri(), width);
  }

  /** Opens an address in a window of this width; returns when the page is loaded and drawn. */
  public void open(URI address, int width) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        width,
        "height",
        900,
        "deviceScaleFactor",
        1,
        "mobile",
        width < 500);
    // Not any load: the end of an earlier one may be reported late.
    String load = call("Page.navigate", "url", address.toString()).path("loaderId").asText();
    load(load).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    drawn();
  }

  private CompletableFuture<Void> load(String id) {
    return loads.computeIfAbsent(id, unused -> new CompletableFuture<>());
  }

  /** Clicks a link to another page; returns when this page is loaded and drawn. */
  public void follow(String selector) throws Exception {
    loaded = new CompletableFuture<>();
    // Delayed, because the response would be lost with the page that sends it.
    evaluate("setTimeout(() => document.querySelector(`" + selector + "`).click()); true");
    loaded.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    drawn();
  }

  /** Returns when two more frames have been drawn. */
  public void drawn() throws Exception {
    evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(true))))");
  }

  /** Sets a light or dark scheme, as if the reader's system had requested it. */
  public void prefer(String scheme) throws Exception {
    ObjectNode parameters = JSON.createObjectNode();
    parameters
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", scheme);
    send("Emulation.setEmulatedMedia", parameters);
  }

  /** Returns the value of a JavaScript expression. */
  public JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            "expression",
            expression,
            "returnByValue",
            true,
            "awaitPromise",
            true);
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** Presses the left button at one point of the window and releases it at another. */
  public void drag(double fromX, double toX, double y) throws Exception {
    mouse("mouseMoved", fromX, y);
    mouse("mousePressed", fromX, y);
    mouse("mouseMoved", (fromX + toX) / 2, y);
    mouse("mouseMoved", toX, y);
    mouse("mouseReleased", toX, y);
  }

  private void mouse(String type, double x, double y) throws Exception {
    call(
        "Input.dispatchMouseEvent",
        "type",
        type,
        "x",
        x,
        "y",
        y,
        "button",
        type.equals("mouseMoved") ? "none" : "left",
        "clickCount",
        type.equals("mouseMoved") ? 0 : 1);
  }

  /** Presses a key that is not a letter, such as {@code ArrowRight}. */
  public void press(String key) throws Exception {
    call("Input.dispatchKeyEvent", "type", "keyDown", "key", key, "code", key);
    call("Input.dispatchKeyEvent", "type", "keyUp", "key", key, "code", key);
  }

  /** Returns a picture of a rectangle of the page. */
  public BufferedImage picture(JsonNode rectangle) throws Exception {
    ObjectNode parameters = JSON.createObjectNode();
    parameters.put("captureBeyondViewport", true);
    parameters.set("clip", ((ObjectNode) rectangle.deepCopy()).put("scale", 1));
    String data = send("Page.captureScreenshot", parameters).get("data").asText();
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data)));
  }

  /** Returns the accessibility tree that assistive technology receives. */
  public JsonNode accessibilityTree() throws Exception {
    return call("Accessibility.getFullAXTree").get("nodes");
  }

  /** Returns errors and warnings of the console since the start. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** Returns the addresses that were requested since the start. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private JsonNode call(String method, Object... namesAndValues) throws Exception {
    ObjectNode parameters = JSON.createObjectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.set((String) namesAndValues[i], JSON.valueToTree(namesAndValues[i + 1]));
    }
    return send(method, parameters);
  }

  private JsonNode send(String method, ObjectNode parameters) throws Exception {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", parameters);
    socket
        .sendText(JSON.writeValueAsString(message), true)
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private void receive(String text) throws IOException {
    JsonNode message = JSON.readTree(text);
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = answers.remove(message.get("id").asInt());
      if (message.has("error")) {
        answer.completeExceptionally(new IOException(message.get("error").toString()));
      } else {
        answer.complete(message.get("result"));
      }
      return;
    }
    JsonNode parameters = message.path("params");
    switch (message.path("method").asText()) {
      case "Page.loadEventFired" -> loaded.complete(null);
      case "Page.lifecycleEvent" -> {
        if (parameters.path("name").asText().equals("load")) {
          load(parameters.path("loaderId").asText()).complete(null);
        }
      }
      case "Network.requestWillBeSent" ->
          requests.add(parameters.path("request").path("url").asText());
      case "Runtime.exceptionThrown" ->
          problems.add(parameters.path("exceptionDetails").toString());
      case "Log.entryAdded" -> problems.add(parameters.path("entry").toString());
      case "Runtime.consoleAPICalled" -> problems.add(parameters.path("args").toString());
      default -> {
        // irrelevant here
      }
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          receive(text.toString());
        } catch (IOException e) {
          problems.add(e.toString());
        }
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }

  @Override
  public void close() throws Exception {
    socket.abort();
    end();
  }

  private void end() throws Exception {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle each : all) {
      each.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }
}
