package dev.onrush.bench;

import io.undertow.Undertow;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.LongAdder;

/**
 * A server that answers at once, in a JVM of its own. Says its address on standard output, answers
 * {@code /count} with the requests so far, and ends with its standard input.
 */
final class FastServer {

  private FastServer() {}

  public static void main(String[] args) throws IOException {
    LongAdder requests = new LongAdder();
    Undertow server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(1)
            .setHandler(
                exchange -> {
                  boolean counted = !exchange.getRequestPath().equals("/count");
                  if (counted) {
                    requests.increment();
                  }
                  exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
                  exchange.getResponseSender().send(counted ? "ok" : "" + requests.sum());
                })
            .build();
    server.start();
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    System.out.println("http://127.0.0.1:" + address.getPort());
    while (System.in.read() >= 0) {
      // nothing is asked of it this way
    }
    System.exit(0);
  }
}
