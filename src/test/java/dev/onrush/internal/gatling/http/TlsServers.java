package dev.onrush.internal.gatling.http;

import dev.onrush.ServerCertificate;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Servers on loopback whose connections have the handlers that a test adds. */
final class TlsServers implements AutoCloseable {

  private final Path folder;
  private final EventLoopGroup loops;

  /**
   * Creates no server yet.
   *
   * @param folder for the certificate
   * @param loops the number of event loops; a handler that waits blocks the loop of its connection
   */
  TlsServers(Path folder, int loops) {
    this.folder = folder;
    this.loops = new MultiThreadIoEventLoopGroup(loops, NioIoHandler.newFactory());
  }

  /** TLS that offers these application protocols. */
  SslContextBuilder tls(String... protocols) throws Exception {
    return SslContextBuilder.forServer(ServerCertificate.keyManagers(folder))
        .sslProvider(SslProvider.JDK)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                protocols));
  }

  /**
   * Starts a server.
   *
   * @param handlers adds the handlers of a connection
   * @return its port
   */
  int listen(Consumer<ChannelPipeline> handlers) throws InterruptedException {
    Channel server =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    handlers.accept(channel.pipeline());
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  @Override
  public void close() {
    Future<?> unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
