package dev.onrush.internal.live.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.onrush.internal.http.RequestThreads;
import dev.onrush.internal.live.dashboard.Access.Refusal;
import dev.onrush.internal.page.HtmlPage;
import dev.onrush.internal.settings.address.UrlHost;
import dev.onrush.result.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;

/**
 * Serves the page, its events, its commands, and the pages of the report once they exist. It uses
 * the JDK's own server, so that users' projects need no further library.
 */
final class DashboardServer {

  /** The maximum number of visitors at a time; each has a thread, which mostly sleeps. */
  static final int MOST_VISITORS = 200;

  private static final int OTHER_THREADS = 16;

  /**
   * The number of requests that can be read at a time. They are short: a client that takes longer
   * than {@code READ_WITHIN} to send one is not a browser.
   */
  private static final int READING = 16;

  private static final Duration READ_WITHIN = Duration.ofSeconds(5);

  private static final int LONGEST_COMMAND = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The dashboard behind the server. */
  interface Host {

    /** Called when a visitor has come. */
    void connected(Visitor visitor);

    /** Called when a visitor has left, or was dropped. */
    void disconnected(Visitor visitor);

    /**
     * Carries out a command and returns what was done.
     *
     * @throws IllegalArgumentException if the command cannot be carried out now
     */
    String apply(Command command, Optional<String> flow);

    /** Returns the page of the report in this file, once it exists. */
    Optional<Path> report(String file);

    /** Called when a visitor has opened a page of the report. */
    void opened();
  }

  private final HttpServer server;
  private final InetSocketAddress bound;
  private final Access access;
  private final Host host;
  private final byte[] page;
  private final Semaphore seats = new Semaphore(MOST_VISITORS);
  private final RequestThreads threads;
  private boolean started;

  /**
   * Takes the port; no request is answered before {@link #start}.
   *
   * @throws IllegalArgumentException if the server cannot listen there; the message says why, and
   *     what is possible
   */
  DashboardServer(String name, OptionalInt port, Optional<String> token, Host host) {
    this.host = host;
    server = DashboardPort.take(name, port, token);
    bound = server.getAddress();
    access = new Access(name, bound, token);
    page =
        HtmlPage.DASHBOARD
            .of(JsonNodeFactory.instance.objectNode())
            .getBytes(StandardCharsets.UTF_8);
    threads =
        new RequestThreads(
            "onrush-dashboard", MOST_VISITORS + OTHER_THREADS, READING, Duration.ZERO, READ_WITHIN);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  synchronized void start() {
    started = true;
    server.start();
  }

  /** Ends all connections immediately. */
  synchronized void stop() {
    if (!started) {
      start(); // stop() releases the port on a thread that start() creates
    }
    server.stop(0);
    threads.close();
  }

  /** Returns the address of the page for a browser on this machine, without the token. */
  String link() {
    InetAddress address = bound.getAddress();
    String name = address.isAnyLocalAddress() ? "127.0.0.1" : UrlHost.of(address);
    return "http://" + name + ":" + bound.getPort() + "/";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      answer(exchange);
    } catch (IOException e) {
      // The client has gone.
    } finally {
      exchange.close();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      threads.hasBeenRead();
    }
    Optional<Refusal> refusal = access.refusal(exchange);
    if (refusal.isPresent()) {
      refuse(exchange, refusal.get());
      return;
    }
    // The path as it was sent: nothing in it is decoded, joined or resolved, so it cannot lead to
    // other files.
    String path = exchange.getRequestURI().getRawPath();
    switch (path) {
      case "/" -> answer(exchange, "GET", this::page);
      case "/events" -> answer(exchange, "GET", this::events);
      case "/commands" -> answer(exchange, "POST", this::command);
      case "/" + Dashboard.REPORT, "/" + Dashboard.EXCHANGES ->
          answer(exchange, "GET", asked -> report(asked, path.substring(1)));
      default -> refuse(exchange, new Refusal(404, "There is no such page."));
    }
  }

  /** Answers a request, or returns why it is refused. */
  private interface Answer {
    Optional<Refusal> to(HttpExchange exchange) throws IOException;
  }

  private static void answer(HttpExchange exchange, String method, Answer answer)
      throws IOException {
    if (!exchange.getRequestMethod().equals(method)) {
      exchange.getResponseHeaders().set("Allow", method);
      refuse(exchange, new Refusal(405, "Only " + method + " is allowed here."));
      return;
    }
    Optional<Refusal> refusal = answer.to(exchange);
    if (refusal.isPresent()) {
      refuse(exchange, refusal.get());
    }
  }

  private Optional<Refusal> page(HttpExchange exchange) throws IOException {
    send(exchange, 200, "text/html; charset=utf-8", page);
    return Optional.empty();
  }

  private Optional<Refusal> events(HttpExchange exchange) throws IOException {
    Optional<Refusal> refusal = access.refusalOfScript(exchange);
    if (refusal.isPresent()) {
      return refusal;
    }
    if (!seats.tryAcquire()) {
      return Optional.of(
          new Refusal(
              503,
              MOST_VISITORS + " visitors are already connected; close an open dashboard page."));
    }
    Visitor visitor = new Visitor();
    try {
      head(exchange, "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      host.connected(visitor);
      OutputStream out = exchange.getResponseBody();
      visitor.serve(out);
      out.close();
    } finally {
      seats.release();
      host.disconnected(visitor);
    }
    return Optional.empty();
  }

  private Optional<Refusal> command(HttpExchange exchange) throws IOException {
    Optional<Refusal> refusal = access.refusalOfScript(exchange);
    if (refusal.isPresent()) {
      return refusal;
    }
    // A form on a page of another site cannot send this type, and a script only after a preflight
    // request.
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    if (!type.toLowerCase(Locale.ROOT).matches("application/json(\\s*;.*)?")) {
      return Optional.of(new Refusal(415, "Send the command as application/json."));
    }
    byte[] body = exchange.getRequestBody().readNBytes(LONGEST_COMMAND + 1);
    threads.hasBeenRead();
    if (body.length > LONGEST_COMMAND) {
      return Optional.of(
          new Refusal(
              413,
              "The command was longer than " + LONGEST_COMMAND + " bytes; send a shorter one."));
    }
    return carryOut(exchange, body);
  }

  private Optional<Refusal> carryOut(HttpExchange exchange, byte[] body) throws IOException {
    Command command;
    Optional<String> flow;
    try {
      JsonNode asked = JSON.readTree(body);
      JsonNode text = asked.path("command");
      flow =
          asked.path("flow").isTextual()
              ? Optional.of(asked.path("flow").asText())
              : Optional.empty();
      if (!text.isTextual()) {
        return Optional.of(
            new Refusal(400, "The command was not valid; send one like {\"command\": \"pause\"}."));
      }
      command = Command.parse(text.asText());
    } catch (IOException e) {
      return Optional.of(
          new Refusal(400, "The command was not valid; send one like {\"command\": \"pause\"}."));
    } catch (IllegalArgumentException e) {
      return Optional.of(new Refusal(400, String.valueOf(e.getMessage())));
    }
    try {
      ObjectNode done = JSON.createObjectNode().put("done", host.apply(command, flow));
      send(exchange, 200, "application/json", JSON.writeValueAsBytes(done));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(new Refusal(409, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      return Optional.of(new Refusal(500, "the command failed: " + e));
    }
  }

  private Optional<Refusal> report(HttpExchange exchange, String file) throws IOException {
    Optional<Path> written = host.report(file);
    if (written.isEmpty()) {
      return Optional.of(
          new Refusal(404, "There is no " + file + "; reports are written at the end of a run."));
    }
    send(exchange, 200, "text/html; charset=utf-8", Files.readAllBytes(written.get()));
    exchange.close();
    if (Access.isSeen(exchange)) {
      host.opened();
    }
    return Optional.empty();
  }

  private static void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
    if (refusal.status() == 401) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
    }
    send(
        exchange,
        refusal.status(),
        "text/plain; charset=utf-8",
        (refusal.text() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    head(exchange, type);
    exchange.sendResponseHeaders(
        status, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
    if (!exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseBody().write(body);
    }
  }

  /**
   * Sets the headers of an answer. Among others, they keep other pages from showing this page in a
   * frame in order to have its buttons clicked.
   */
  private static void head(HttpExchange exchange, String type) {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy", "frame-ancestors 'none'",
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin")
        .forEach(headers::set);
  }
}
