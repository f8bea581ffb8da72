package dev.onrush.internal.gatling.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.onrush.CountingServer;
import dev.onrush.ServerCertificate;
import dev.onrush.internal.gatling.app.GatlingDefaults;
import io.gatling.http.protocol.HttpProtocol;
import io.gatling.javaapi.http.HttpDsl;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** The messages about a target to which no connection is possible, before anything is sent. */
class TargetCheckTest {

  private static final String LEAVE = "; -Donrush.checkTarget=false skips this check";
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir static Path folder;

  private final Socket closed = new Socket();

  @BeforeAll
  static void words_need_a_configuration() {
    GatlingDefaults.loadUnlessLoaded();
  }

  @BeforeEach
  void certificates_are_verified() {
    GatlingDefaults.verifyCertificates(true);
  }

  private static void check(HttpProtocolBuilder http) {
    check(http, Duration.ofSeconds(30));
  }

  private static void check(HttpProtocolBuilder http, Duration timeout) {
    TargetCheck.check(
        List.of((HttpProtocol) http.protocol()), address -> Optional.empty(), timeout);
  }

  /** Checks addresses that a target provider gives. */
  private static void checkStarted(HttpProtocolBuilder http) {
    TargetCheck.check(
        List.of((HttpProtocol) http.protocol()),
        address -> Optional.of("com.shop.Provider"),
        Duration.ofSeconds(30));
  }

  /** Returns a bound port, so that no other process can listen there before the test has ended. */
  private int closedPort() throws IOException {
    closed.bind(new InetSocketAddress(LOOPBACK, 0));
    return closed.getLocalPort();
  }

  @AfterEach
  void release_the_closed_port() throws IOException {
    closed.close();
  }

  private static int port(CountingServer server) {
    return URI.create(server.uri()).getPort();
  }

  @Test
  void a_service_that_is_there_gets_connections_and_no_request() {
    try (CountingServer server = new CountingServer()) {
      String webSocket = server.uri().replaceFirst("^http", "ws");

      assertThatCode(
              () ->
                  check(
                      HttpDsl.http
                          .baseUrls(server.uri(), server.uri() + "/api?key=secret")
                          .wsBaseUrl(webSocket)))
          .doesNotThrowAnyException();

      assertThat(server.counts()).isEmpty();
    }
  }

  @Test
  void a_port_on_which_nothing_listens_is_refused() throws IOException {
    int port = closedPort();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> check(HttpDsl.http.baseUrl("http://me:secret@127.0.0.1:" + port + "/api")))
        .withMessage(
            "target http://127.0.0.1:%d refused the connection: nothing listens there (127.0.0.1"
                    .formatted(port)
                + " port %d); start the service, or correct the address".formatted(port)
                + LEAVE);
  }

  @Test
  void a_closed_port_of_a_service_that_was_started_is_refused_with_the_name_of_its_provider()
      throws IOException {
    int port = closedPort();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> checkStarted(HttpDsl.http.baseUrl("http://127.0.0.1:" + port)))
        .withMessage(
            "target http://127.0.0.1:%1$d refused the connection: nothing listens there (127.0.0.1"
                    .formatted(port)
                + " port %d); com.shop.Provider gives this address, and its start(…) or awaitReady()"
                    .formatted(port)
                + " has to wait until the service accepts connections there"
                + LEAVE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> checkStarted(HttpDsl.http.baseUrl("http://service.invalid")))
        .withMessage(
            "target http://service.invalid:80 has an unknown host name; correct the address that"
                + " com.shop.Provider gives"
                + LEAVE);
  }

  @Test
  void each_base_url_has_to_be_there_and_that_of_web_sockets() throws IOException {
    int port = closedPort();
    try (CountingServer server = new CountingServer()) {
      for (HttpProtocolBuilder http :
          List.of(
              HttpDsl.http.baseUrls(server.uri(), "http://127.0.0.1:" + port),
              HttpDsl.http.baseUrl(server.uri()).wsBaseUrl("ws://127.0.0.1:" + port))) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> check(http))
            .withMessageContaining("127.0.0.1:" + port + " refused the connection");
      }
    }
  }

  @Test
  void a_name_that_does_not_resolve_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(HttpDsl.http.baseUrl("http://service.invalid")))
        .withMessage(
            "target http://service.invalid:80 has an unknown host name; correct the name" + LEAVE);
  }

  @Test
  void a_name_with_an_underscore_is_looked_up_and_connected_to_as_any_other() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(HttpDsl.http.baseUrl("http://order_service.invalid")))
        .withMessage(
            "target http://order_service.invalid:80 has an unknown host name; correct the name"
                + LEAVE);
    try (CountingServer server = new CountingServer()) {
      assertThatCode(
              () ->
                  check(
                      HttpDsl.http
                          .wsBaseUrl("ws://Order_service:" + port(server))
                          .hostNameAliases(Map.of("Order_service", List.of("127.0.0.1")))))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void a_name_that_the_simulation_knows_needs_no_dns() {
    try (CountingServer server = new CountingServer()) {
      assertThatCode(
              () ->
                  check(
                      HttpDsl.http
                          .baseUrl("http://service.invalid:" + port(server))
                          .hostNameAliases(Map.of("service.invalid", List.of("127.0.0.1")))))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void through_a_proxy_only_the_proxy_is_connected_to() throws IOException {
    int port = closedPort();
    HttpProtocolBuilder http = HttpDsl.http.baseUrl("https://service.invalid");
    try (CountingServer proxy = new CountingServer()) {
      assertThatCode(() -> check(http.proxy(HttpDsl.Proxy("127.0.0.1", port(proxy)).http())))
          .doesNotThrowAnyException();
      assertThat(proxy.counts()).isEmpty();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> check(http.proxy(HttpDsl.Proxy("127.0.0.1", port).http())))
        .withMessageStartingWith("proxy 127.0.0.1:%d refused the connection".formatted(port));
  }

  @Test
  void a_host_that_is_excepted_from_the_proxy_is_connected_to_itself() throws IOException {
    int port = closedPort();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                check(
                    HttpDsl.http
                        .baseUrl("http://127.0.0.1:" + port)
                        .proxy(HttpDsl.Proxy("127.0.0.1", 9).http())
                        .noProxyFor("127.0.0.1")))
        .withMessageStartingWith("target http://127.0.0.1:" + port);
  }

  @Test
  void other_schemes_are_left_out() {
    assertThatCode(() -> check(HttpDsl.http.baseUrl("http+unix:///run/service.sock")))
        .doesNotThrowAnyException();
  }

  private static HttpsServer selfSigned() throws IOException, GeneralSecurityException {
    HttpsServer server = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(ServerCertificate.tls(folder)));
    server.start();
    return server;
  }

  @Test
  void a_certificate_that_is_not_trusted_is_refused_unless_any_is() throws Exception {
    HttpsServer server = selfSigned();
    AtomicInteger requests = new AtomicInteger();
    var unused = server.createContext("/", exchange -> requests.incrementAndGet());
    int port = server.getAddress().getPort();
    HttpProtocolBuilder http = HttpDsl.http.baseUrl("https://localhost:" + port);
    try {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> check(http))
          .withMessage(
              "target https://localhost:%d has a certificate that is not trusted (unable to find"
                      .formatted(port)
                  + " valid certification path to requested target); add its issuer to"
                  + " gatling.ssl.trustStore, or trust every certificate with -Donrush.verifyCertificates=false"
                  + LEAVE);

      GatlingDefaults.verifyCertificates(false);
      assertThatCode(() -> check(http)).doesNotThrowAnyException();
      assertThat(requests).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  private static Channel connected(EventLoopGroup loop, int port) throws InterruptedException {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .handler(new ChannelInboundHandlerAdapter())
        .connect(LOOPBACK, port)
        .sync()
        .channel();
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  void a_server_that_accepts_and_never_shakes_hands_is_refused() throws Exception {
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (ServerSocket silent = new ServerSocket(0, 5, LOOPBACK);
        TlsHandshake tls = new TlsHandshake(SHORT)) {
      // Only the handshake has such a short time-out, not the steps before it.
      Channel channel = connected(loop, silent.getLocalPort());

      assertThat(tls.shakeHands("127.0.0.1", silent.getLocalPort(), channel))
          .map(failure -> failure.refusal("target T").getMessage())
          .hasValue(
              "target T did not answer the TLS handshake within 500 ms; check which service listens there, or"
                  + " correct the address"
                  + LEAVE);
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  void a_server_that_closes_each_connection_at_once_is_refused() throws Exception {
    try (ServerSocket closing = new ServerSocket(0, 5, LOOPBACK)) {
      Thread accepting =
          new Thread(
              () -> {
                try {
                  closing.accept().close();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      accepting.start();

      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> check(HttpDsl.http.baseUrl("https://127.0.0.1:" + closing.getLocalPort())))
          .withMessage(
              "target https://127.0.0.1:%d closed the connection in the TLS handshake; check which service"
                      .formatted(closing.getLocalPort())
                  + " listens there, or correct the address"
                  + LEAVE);
      accepting.join();
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  void a_connection_that_is_closed_before_the_handshake_begins_is_refused() throws Exception {
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (CountingServer server = new CountingServer();
        TlsHandshake tls = new TlsHandshake(SHORT)) {
      Channel channel = connected(loop, port(server));
      channel.close().sync();

      assertThat(tls.shakeHands("127.0.0.1", port(server), channel))
          .map(TargetFailure::happened)
          .hasValue("closed the connection in the TLS handshake");
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  void an_address_that_does_not_answer_holds_up_no_other() throws Exception {
    EmbeddedChannel channel = new EmbeddedChannel();
    ChannelPromise silent = channel.newPromise();
    ChannelFuture refused = channel.newFailedFuture(new ConnectException("refused"));
    ChannelFuture connected = channel.newSucceededFuture();

    assertThat(TargetCheck.firstConnected(List.of(silent, refused, connected), Duration.ofDays(1)))
        .containsSame(connected);
    assertThat(TargetCheck.firstConnected(List.of(refused, refused), Duration.ofDays(1))).isEmpty();
    assertThat(TargetCheck.firstConnected(List.of(silent, refused), Duration.ZERO)).isEmpty();
  }

  @Test
  void a_server_without_tls_is_refused_as_such() {
    try (CountingServer server = new CountingServer()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> check(HttpDsl.http.baseUrl("https://127.0.0.1:" + port(server))))
          .withMessage(
              "target https://127.0.0.1:%d does not speak TLS; check which service listens there, or"
                      .formatted(port(server))
                  + " correct the address"
                  + LEAVE);
    }
  }

  @Test
  void a_connection_that_nobody_takes_is_refused_in_time() throws IOException {
    // A full backlog: Linux drops further connections, as a firewall does.
    try (ServerSocket full = new ServerSocket(0, 1, LOOPBACK);
        Socket first = new Socket(LOOPBACK, full.getLocalPort());
        Socket second = new Socket(LOOPBACK, full.getLocalPort())) {
      assertThat(first.isConnected() && second.isConnected()).isTrue();
      // With an alias, the name does not have to be resolved, which may take longer than such a
      // short time-out.
      HttpProtocolBuilder http =
          HttpDsl.http
              .baseUrl("http://127.0.0.1:" + full.getLocalPort())
              .hostNameAliases(Map.of("127.0.0.1", List.of("127.0.0.1")));

      assertThatIllegalArgumentException()
          .isThrownBy(() -> check(http, SHORT))
          .withMessage(
              "target http://127.0.0.1:%1$d did not accept a connection within 500 ms (127.0.0.1 port"
                      .formatted(full.getLocalPort())
                  + " %d); start the service, open the firewall, or correct the address"
                      .formatted(full.getLocalPort())
                  + LEAVE);
    }
  }
}
