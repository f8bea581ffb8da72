package dev.onrush.internal.gatling.target;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.internal.gatling.loop.Loops;
import dev.onrush.internal.settings.address.HostAndPort;
import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.units.Quantity;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.http.protocol.AsyncDnsNameResolution;
import io.gatling.http.protocol.HttpProtocol;
import io.gatling.http.protocol.Proxy;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Connects once to every base URL of a simulation before any load: by TCP and, if the URL requires
 * it, by TLS, with the trust settings of the run's own requests. It sends no request.
 */
public final class TargetCheck {

  /** The time-out of each step: resolving a name, connecting, and the TLS handshake. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** The supported URL schemes, and whether they use TLS. */
  private static final Map<String, Boolean> SCHEMES =
      Map.of("http", false, "ws", false, "https", true, "wss", true);

  private final Function<URI, Optional<String>> provider;
  private final Duration timeout;
  private final EventLoopGroup loop;
  private final TlsHandshake tls;
  private final Set<Endpoint> checked = new HashSet<>();

  /** Ignores exceptions of a connection, since its futures report them. */
  private static final class Silent extends ChannelInboundHandlerAdapter {
    @Override
    public boolean isSharable() {
      return true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable e) {}
  }

  /**
   * The host and port of a connection, and whether it uses TLS.
   *
   * @param provider the class that has started the service there, if one has
   */
  private record Endpoint(String host, int port, boolean tls, Optional<String> provider) {}

  private TargetCheck(
      Function<URI, Optional<String>> provider,
      Duration timeout,
      EventLoopGroup loop,
      TlsHandshake tls) {
    this.provider = provider;
    this.timeout = timeout;
    this.loop = loop;
    this.tls = tls;
  }

  /**
   * Connects to all base URLs, including those of web sockets. If there is a proxy, it connects
   * only to the proxy. URLs of other schemes, such as UNIX domain sockets, are skipped.
   *
   * @param provider returns the class that has started the service at an address, if there is one
   * @throws IllegalArgumentException for the first target to which no connection can be made
   */
  public static void check(SimulationParams params, Function<URI, Optional<String>> provider) {
    check(GatlingDefaults.httpProtocols(params), provider, TIMEOUT);
  }

  static void check(
      List<HttpProtocol> protocols, Function<URI, Optional<String>> provider, Duration timeout) {
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (TlsHandshake tls = new TlsHandshake(timeout)) {
      TargetCheck check = new TargetCheck(provider, timeout, loop, tls);
      for (HttpProtocol http : protocols) {
        Stream.concat(
                CollectionConverters.asJava(http.baseUrls()).stream(),
                CollectionConverters.asJava(http.wsPart().wsBaseUrls()).stream())
            .forEach(url -> check.connect(url, http));
      }
    } finally {
      Future<?> unused = Loops.end(loop, Duration.ofSeconds(1));
    }
  }

  private void connect(String url, HttpProtocol http) {
    URI uri = URI.create(url);
    Boolean byTls = SCHEMES.get(String.valueOf(uri.getScheme()));
    String authority = uri.getRawAuthority();
    if (byTls == null || authority == null) {
      return;
    }
    // URI does not return a host whose name contains an underscore.
    String host = HostAndPort.split(authority.substring(authority.lastIndexOf('@') + 1)).host();
    Endpoint target = new Endpoint(host, HttpAddress.port(uri), byTls, provider.apply(uri));
    Optional<Endpoint> proxy = proxy(http, target.host);
    Endpoint endpoint = proxy.orElse(target);
    if (!checked.add(endpoint)) {
      return;
    }
    // Without user info, path and query, which may contain secrets.
    String what =
        proxy.isPresent()
            ? "proxy " + endpoint.host + ":" + endpoint.port
            : "target " + uri.getScheme() + "://" + endpoint.host + ":" + endpoint.port;
    List<InetAddress> addresses = addresses(what, endpoint, http);
    if (addresses.isEmpty()) {
      return;
    }
    Channel channel = connected(what, endpoint, addresses, http);
    try {
      // Without a handshake if each user has a certificate of its own.
      if (endpoint.tls && http.enginePart().perUserKeyManagerFactory().isEmpty()) {
        Optional<TargetFailure> failure = tls.shakeHands(endpoint.host, endpoint.port, channel);
        if (failure.isPresent()) {
          throw failure.get().refusal(what);
        }
      }
    } finally {
      channel.close().awaitUninterruptibly(timeout.toMillis());
    }
  }

  private static Optional<Endpoint> proxy(HttpProtocol http, String host) {
    if (http.proxyPart().proxy().isEmpty()
        || CollectionConverters.asJava(http.proxyPart().proxyExceptions()).contains(host)) {
      return Optional.empty();
    }
    Proxy proxy = http.proxyPart().proxy().get();
    return Optional.of(new Endpoint(proxy.host(), proxy.port(), false, Optional.empty()));
  }

  /**
   * Resolves the addresses of an endpoint; empty if only the simulation's own DNS servers know
   * them.
   */
  private List<InetAddress> addresses(String what, Endpoint endpoint, HttpProtocol http) {
    Map<String, List<InetAddress>> aliases =
        CollectionConverters.asJava(http.dnsPart().hostNameAliases());
    List<InetAddress> aliased = aliases.get(endpoint.host);
    if (aliased != null) {
      return aliased;
    }
    boolean elsewhere = http.dnsPart().dnsNameResolution() instanceof AsyncDnsNameResolution;
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    Thread thread = new Thread(() -> resolve(endpoint.host, found), "onrush-resolve");
    thread.setDaemon(true);
    thread.start();
    try {
      return found.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (elsewhere) {
        return List.of();
      }
      String remedy =
          endpoint
              .provider
              .map(by -> "correct the address that " + by + " gives")
              .orElse("correct the name");
      throw new TargetFailure("has an unknown host name", remedy, e.getCause()).refusal(what);
    } catch (TimeoutException e) {
      if (elsewhere) {
        return List.of();
      }
      throw new TargetFailure(
              "has a host name that was not resolved within " + Quantity.duration(timeout),
              "check the DNS of this machine",
              e)
          .refusal(what);
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  private static void resolve(String host, CompletableFuture<List<InetAddress>> found) {
    try {
      found.complete(Arrays.asList(InetAddress.getAllByName(host)));
    } catch (UnknownHostException | RuntimeException e) {
      found.completeExceptionally(e);
    }
  }

  /** Connects to all addresses at once and returns the first channel that is connected. */
  private Channel connected(
      String what, Endpoint endpoint, List<InetAddress> addresses, HttpProtocol http) {
    Bootstrap bootstrap =
        new Bootstrap().group(loop).channel(NioSocketChannel.class).handler(new Silent());
    List<ChannelFuture> connecting =
        addresses.stream()
            .map(
                address -> {
                  InetSocketAddress remote = new InetSocketAddress(address, endpoint.port);
                  return local(http, address)
                      .map(from -> bootstrap.connect(remote, from))
                      .orElseGet(() -> bootstrap.connect(remote));
                })
            .toList();
    try {
      Optional<ChannelFuture> first = firstConnected(connecting, timeout);
      Throwable cause = connecting.get(0).cause(); // still null if the address has not answered
      connecting.stream()
          .filter(one -> first.filter(kept -> kept == one).isEmpty())
          .forEach(TargetCheck::abandon);
      return first
          .orElseThrow(() -> notConnected(addresses, endpoint, cause).refusal(what))
          .channel();
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  /** Returns the first future that succeeds; empty if all fail, or if none succeeds in time. */
  static Optional<ChannelFuture> firstConnected(List<ChannelFuture> connecting, Duration atMost)
      throws InterruptedException {
    BlockingQueue<ChannelFuture> done = new LinkedBlockingQueue<>();
    for (ChannelFuture one : connecting) {
      var unused = one.addListener((ChannelFutureListener) done::add);
    }
    long deadline = System.nanoTime() + atMost.toNanos();
    for (int i = 0; i < connecting.size(); i++) {
      ChannelFuture next = done.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return Optional.empty();
      }
      if (next.isSuccess()) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  private static void abandon(ChannelFuture other) {
    boolean unused = other.cancel(false);
    ChannelFuture unusedClosing = other.channel().close();
  }

  /** Returns a local address that the run uses, too, of the same kind as the remote address. */
  private static Optional<InetSocketAddress> local(HttpProtocol http, InetAddress remote) {
    return CollectionConverters.asJava(http.enginePart().localAddresses()).stream()
        .filter(address -> address.getClass() == remote.getClass())
        .findFirst()
        .map(address -> new InetSocketAddress(address, 0));
  }

  private TargetFailure notConnected(
      List<InetAddress> addresses, Endpoint endpoint, @Nullable Throwable cause) {
    String at =
        String.join(
            ", ",
            addresses.stream().map(a -> a.getHostAddress() + " port " + endpoint.port).toList());
    Optional<String> ofService =
        endpoint.provider.map(
            by ->
                by
                    + " gives this address, and its start(…) or awaitReady() has to wait until the"
                    + " service accepts connections there");
    if (cause == null) {
      return new TargetFailure(
          "did not accept a connection within " + Quantity.duration(timeout) + " (" + at + ")",
          ofService.orElse("start the service, open the firewall, or correct the address"),
          null);
    }
    return cause instanceof ConnectException && TargetFailure.text(cause).contains("refused")
        ? new TargetFailure(
            "refused the connection: nothing listens there (" + at + ")",
            ofService.orElse("start the service, or correct the address"),
            cause)
        : new TargetFailure(
            "cannot be reached (" + at + ": " + TargetFailure.text(cause) + ")",
            ofService.orElse("correct the address, or check the network of this machine"),
            cause);
  }

  private static IllegalArgumentException interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalArgumentException("the check of " + what + " was interrupted", e);
  }
}
