package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.DocPage.Block;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Verdict;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.CookieImpl;
import io.undertow.server.handlers.form.FormData;
import io.undertow.server.handlers.form.FormParserFactory;
import io.undertow.util.Headers;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of docs/protocols.md work as the page says, against a server that checks each
 * request.
 */
@Tag("load")
@Tag("long")
class ProtocolsPageTest {

  private static final Pattern CLASS = Pattern.compile("public class (\\w+) ");

  @TempDir Path folder;

  private Undertow server;

  @BeforeEach
  void start() throws Exception {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .addHttpsListener(0, "127.0.0.1", ServerCertificate.tls(folder))
            .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
            .setHandler(
                Handlers.path(ProtocolsPageTest::home)
                    .addExactPath("/login", form(ProtocolsPageTest::login))
                    .addExactPath("/orders", ProtocolsPageTest::orders)
                    .addExactPath("/session", ProtocolsPageTest::session)
                    .addExactPath("/cart", ProtocolsPageTest::cart)
                    .addExactPath("/pictures", form(ProtocolsPageTest::pictures))
                    .addExactPath("/graphql", new BlockingHandler(ProtocolsPageTest::graphQl))
                    .addExactPath("/chat", Handlers.websocket((e, channel) -> echo(channel)))
                    .addExactPath(
                        "/events", Handlers.serverSentEvents((c, id) -> c.send("something"))))
            .build();
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private interface Form {
    boolean isRight(FormData data) throws Exception;
  }

  private static HttpHandler form(Form form) {
    return new BlockingHandler(
        exchange -> {
          FormData data =
              FormParserFactory.builder().build().createParser(exchange).parseBlocking();
          boolean right = form.isRight(data);
          boolean upload = exchange.getRequestPath().equals("/pictures");
          exchange.setStatusCode(right ? upload ? 201 : 200 : 400);
          exchange.getResponseSender().send("{\"token\": \"t-1\"}");
        });
  }

  private static boolean login(FormData data) {
    return data.getFirst("name").getValue().equals("ann")
        && data.getFirst("password").getValue().equals("secret");
  }

  private static boolean pictures(FormData data) throws Exception {
    return data.getFirst("title").getValue().equals("A picture")
        && data.getFirst("picture").getFileName().equals("picture.png")
        && data.getFirst("picture").getFileItem().getFileSize() == 100_000;
  }

  private static void answer(HttpServerExchange exchange, boolean right, String text) {
    exchange.setStatusCode(right ? 200 : 400);
    exchange.getResponseSender().send(text);
  }

  /** Accepts a request only if it came through the proxy or by HTTP/2. */
  private static void home(HttpServerExchange exchange) {
    boolean proxied = exchange.isHostIncludedInRequestURI();
    boolean second = exchange.getProtocol().toString().equals("HTTP/2.0");
    answer(exchange, proxied || second, "ok");
  }

  private static void orders(HttpServerExchange exchange) {
    answer(
        exchange,
        "Bearer t-1".equals(exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION)),
        "[]");
  }

  private static void session(HttpServerExchange exchange) {
    exchange.setResponseCookie(new CookieImpl("session", "s-1").setPath("/"));
    answer(exchange, hasCookie(exchange, "consent", "yes"), "");
  }

  private static void cart(HttpServerExchange exchange) {
    answer(
        exchange,
        hasCookie(exchange, "session", "s-1") && exchange.getQueryString().equals("of=s-1"),
        "");
  }

  private static boolean hasCookie(HttpServerExchange exchange, String name, String value) {
    return exchange.getRequestCookie(name) != null
        && exchange.getRequestCookie(name).getValue().equals(value);
  }

  private static void graphQl(HttpServerExchange exchange) throws Exception {
    String query = new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    answer(
        exchange,
        query.contains("products(first: $first)")
            && "application/json"
                .equals(exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE)),
        "{\"data\": {\"products\": [{\"name\": \"shoe\"}]}}");
  }

  private static void echo(WebSocketChannel channel) {
    channel
        .getReceiveSetter()
        .set(
            new AbstractReceiveListener() {
              @Override
              protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
                WebSockets.sendText(message.getData(), from, null);
              }
            });
    channel.resumeReceives();
  }

  private int port(int listener) {
    return ((InetSocketAddress) server.getListenerInfo().get(listener).getAddress()).getPort();
  }

  @Test
  void each_example_runs_and_passes() throws Exception {
    List<String> examples =
        DocPage.of(Path.of("docs/protocols.md")).blocks().stream()
            .filter(block -> block.language().equals("java"))
            .map(Block::text)
            .toList();
    assertThat(examples).hasSize(9);

    for (String example : examples) {
      RunRecord run = run(CLASS.matcher(example).find() ? example : chat(examples, example));

      assertThat(run.verdict())
          .as("%s%s %s", example, run.reason(), run.timeline().failures())
          .isEqualTo(Verdict.PASS);
      assertThat(run.timeline().all().requests()).isPositive();
    }
  }

  /** Returns the example of a chat, with other steps in its task. */
  private static String chat(List<String> examples, String steps) {
    String chat =
        examples.stream().filter(e -> e.contains("class ChatTest")).findFirst().orElseThrow();
    int from = chat.indexOf("ws(\"Say\")");
    return chat.substring(0, from) + steps + "))" + chat.substring(chat.indexOf(".onStop", from));
  }

  private RunRecord run(String example) throws Exception {
    Matcher declared = CLASS.matcher(example);
    assertThat(declared.find()).isTrue();
    String name = declared.group(1);
    Path source = folder.resolve(name + ".java");
    // The proxy itself responds to all requests.
    Files.writeString(source, example.replace("3128", String.valueOf(port(0))));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(status).isZero();
    boolean second = name.equals("Http2Test");
    String target =
        switch (name) {
          case "Http2Test" -> "https://127.0.0.1:" + port(1);
          case "ProxyTest" -> "http://127.0.0.1:" + unused();
          default -> "http://127.0.0.1:" + port(0);
        };
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      Class<?> type = loader.loadClass(name);
      Method plan = type.getDeclaredMethod("plan");
      plan.setAccessible(true);
      return Runs.run(
          (LoadPlan) plan.invoke(type.getConstructor().newInstance()),
          WithSettings.load(
              Map.of(
                  "onrush.target",
                  target,
                  "onrush.reports",
                  folder.resolve("reports").toString(),
                  "onrush.users",
                  "2",
                  "onrush.pace",
                  "0.1",
                  "onrush.verifyCertificates",
                  String.valueOf(!second),
                  "onrush.checkTarget",
                  "false")));
    }
  }

  /**
   * Returns a port on which nothing listens, so requests to it can succeed only through the proxy.
   */
  private static int unused() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
