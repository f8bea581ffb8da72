package dev.onrush.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.onrush.LoadSimulation;
import dev.onrush.Onrush;
import dev.onrush.RunSettings;
import dev.onrush.WithSettings;
import dev.onrush.internal.cli.jvm.CompiledSource;
import dev.onrush.internal.cli.jvm.SourceCompiler;
import dev.onrush.plan.LoadPlan;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A recording is made against a shop that gives each visitor its own ids and tokens, and accepts no
 * others. The simulation that is imported from it runs against the same shop.
 */
@Tag("load")
class RecordedJourneyTest extends ImportFixture {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Contains {@code #{note}} as literal text. */
  private static final String ORDER = "{\"note\": \"#{note}\", \"count\": 2}";

  @Test
  void the_imported_journey_is_accepted_with_ids_of_its_own() throws Exception {
    try (Shop shop = new Shop()) {
      Path har = file("shop.har", recorded(shop.uri()));
      assertThat(shop.refused).isEmpty();
      int recorded = shop.read.get();

      assertThat(imported(har.toString(), "--name", "Shop")).as(complained()).isZero();
      RunSettings settings = RunSettings.load();
      for (Map.Entry<String, String> patient : WithSettings.PATIENT.entrySet()) {
        settings = settings.with(patient.getKey(), patient.getValue());
      }
      Onrush.run(
          plan(),
          settings
              .with("onrush.scale", "10")
              .with("onrush.pace", "0.04")
              .with("onrush.seed", "7")
              .withTarget(shop.uri())
              .withReports(folder.resolve("reports")));

      // 10 a second for 2.4 s
      assertThat(shop.read.get() - recorded).isBetween(10, 40);
      assertThat(shop.refused).isEmpty();
      assertThat(shop.orders).isEmpty();
    }
  }

  private LoadPlan plan() throws Exception {
    try (CompiledSource compiled =
            SourceCompiler.compile(folder.resolve("to/ShopTest.java"), List.of());
        URLClassLoader loader =
            new URLClassLoader(new URL[] {compiled.classes().toUri().toURL()})) {
      Object simulation = loader.loadClass("ShopTest").getDeclaredConstructor().newInstance();
      Method plan = LoadSimulation.class.getDeclaredMethod("plan");
      plan.setAccessible(true);
      return (LoadPlan) plan.invoke(simulation);
    }
  }

  private static String recorded(URI shop) throws Exception {
    HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    ArrayNode entries = MAPPER.createArrayNode();
    String page = send(client, entries, shop, "GET", "/", "", "").body();
    String guard = page.replaceAll("(?s).*value=\"(.*?)\".*", "$1");
    HttpResponse<String> entered =
        send(
            client,
            entries,
            shop,
            "POST",
            "/enter",
            "application/x-www-form-urlencoded",
            "lang=de&_csrf=" + guard);
    String account = entered.headers().firstValue("Location").orElseThrow();
    send(client, entries, shop, "GET", account, "", "");
    JsonNode order =
        MAPPER.readTree(
            send(client, entries, shop, "POST", "/orders", "application/json", ORDER).body());
    String id = order.path("order").path("id").asText();
    send(
        client,
        entries,
        shop,
        "POST",
        "/payments",
        "application/json",
        "{\"orderNumber\": " + order.path("order").path("number").asText() + "}");
    send(client, entries, shop, "GET", "/orders/" + id, "", "");
    ObjectNode har = MAPPER.createObjectNode();
    har.putObject("log").put("version", "1.2").set("entries", entries);
    return MAPPER.writeValueAsString(har);
  }

  private static HttpResponse<String> send(
      HttpClient client,
      ArrayNode entries,
      URI shop,
      String method,
      String path,
      String type,
      String body)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(shop.resolve(path));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    Instant begin = Instant.now();
    HttpResponse<String> response =
        client.send(
            request.method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
            HttpResponse.BodyHandlers.ofString());
    ObjectNode entry = entries.addObject();
    entry.put("startedDateTime", begin.toString()).put("time", 1);
    ObjectNode sent = entry.putObject("request");
    sent.put("method", method).put("url", shop.resolve(path).toString());
    ArrayNode headers = sent.putArray("headers");
    if (!type.isEmpty()) {
      headers.addObject().put("name", "Content-Type").put("value", type);
      sent.putObject("postData").put("mimeType", type).put("text", body);
    }
    ObjectNode answer = entry.putObject("response");
    answer.put("status", response.statusCode());
    ArrayNode answered = answer.putArray("headers");
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> answered.addObject().put("name", name).put("value", values.get(0)));
    answer
        .putObject("content")
        .put("size", response.body().length())
        .put("mimeType", response.headers().firstValue("Content-Type").orElse(""))
        .put("text", response.body());
    return response;
  }

  /** Issues ids and tokens, and accepts no others. */
  private static final class Shop implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger number = new AtomicInteger(1_000);
    private final Map<String, String> accounts = new ConcurrentHashMap<>();
    private final Map<String, String> guards = new ConcurrentHashMap<>();
    private final Map<String, Integer> orders = new ConcurrentHashMap<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private final AtomicInteger read = new AtomicInteger();

    Shop() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newFixedThreadPool(4));
      server.createContext("/", this::answer);
      server.start();
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      String cookie =
          String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")).replace("visitor=", "");
      String answer = "";
      int status = 200;
      String type = "application/json";
      if (request.equals("GET /")) {
        String visitor = UUID.randomUUID().toString();
        guards.put(visitor, UUID.randomUUID().toString());
        exchange.getResponseHeaders().add("Set-Cookie", "visitor=" + visitor);
        type = "text/html";
        answer =
            "<form><input type=\"hidden\" name=\"_csrf\" value=\"" + guards.get(visitor) + "\">";
      } else if (request.equals("POST /enter")
          && body.equals("lang=de&_csrf=" + guards.get(cookie))) {
        status = 302;
        accounts.put(cookie, "/accounts/" + number.incrementAndGet());
        exchange.getResponseHeaders().add("Location", accounts.get(cookie));
      } else if (request.equals("POST /orders") && body.equals(ORDER)) {
        String id = UUID.randomUUID().toString();
        orders.put(id, number.incrementAndGet());
        answer = "{\"order\": {\"id\": \"" + id + "\", \"number\": " + orders.get(id) + "}}";
      } else if (request.equals("POST /payments")
          && body.replaceAll("\\s", "").matches("\\{\"orderNumber\":\\d+}")
          && orders.containsValue(Integer.valueOf(body.replaceAll("\\D", "")))) {
        answer = "{}";
      } else if (request.startsWith("GET /orders/")
          && orders.remove(request.replace("GET /orders/", "")) != null) {
        read.incrementAndGet();
        answer = "{}";
      } else if (!request.equals("GET " + accounts.get(cookie))) {
        status = 400;
        refused.put(request + " " + body, cookie);
      }
      exchange.getResponseHeaders().add("Content-Type", type);
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
