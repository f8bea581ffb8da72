package dev.onrush.internal.gatling.warmup;

import dev.onrush.internal.gatling.chain.PlainRequests;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.http.protocol.HttpProtocol;
import io.gatling.http.protocol.HttpProtocol$;
import io.gatling.http.protocol.HttpProtocolDnsPart;
import io.gatling.http.protocol.HttpProtocolEnginePart;
import io.gatling.http.protocol.HttpProtocolProxyPart;
import io.gatling.http.protocol.JavaDnsNameResolution$;
import java.net.InetAddress;
import java.util.List;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Restricts a simulation's protocol to this JVM, for the warm-up. The result has no proxy, which
 * would see requests to loopback; no local addresses, from which loopback may not be reachable; no
 * first call of the user's own, which the run makes; and no functions of the user's own. Each
 * request of the warm-up has a user of its own that never ends, so nothing may be opened for a
 * user: Java resolves names, and users have no keys of their own.
 */
record LoopbackProtocol(GatlingConfiguration configuration) {

  HttpProtocol of(HttpProtocol http, boolean shareConnections) {
    HttpProtocolEnginePart engine = http.enginePart();
    HttpProtocol plain = HttpProtocol$.MODULE$.apply(configuration);
    return new HttpProtocol(
        http.baseUrls(),
        Option.empty(),
        new HttpProtocolEnginePart(
            shareConnections,
            engine.maxConnectionsPerHost(),
            CollectionConverters.asScala(List.<InetAddress>of()).toList(),
            engine.enableHttp2(),
            engine.http2PriorKnowledge(),
            Option.empty()),
        PlainRequests.isPlain(http.requestPart()) ? http.requestPart() : plain.requestPart(),
        PlainRequests.isPlain(http.responsePart()) ? http.responsePart() : plain.responsePart(),
        http.wsPart(),
        http.ssePart(),
        new HttpProtocolProxyPart(
            Option.empty(), http.proxyPart().proxyExceptions(), Option.empty(), Option.empty()),
        new HttpProtocolDnsPart(
            JavaDnsNameResolution$.MODULE$, http.dnsPart().hostNameAliases(), false));
  }
}
