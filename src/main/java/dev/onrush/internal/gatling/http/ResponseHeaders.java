package dev.onrush.internal.gatling.http;

import dev.onrush.internal.gatling.field.GatlingField;
import io.gatling.http.client.impl.DefaultHttpClient;
import io.netty.handler.codec.http.HttpDecoderConfig;

/**
 * A limit on the size of a response's headers. Gatling sets no limit, so that a server that sends
 * headers without an end fills the generator's memory.
 */
final class ResponseHeaders {

  /** The limit in bytes for one response. Servers usually send a few kilobytes. */
  private static final int MOST = 1 << 20;

  private ResponseHeaders() {}

  /** Limits the headers of all connections of this JVM that are opened from now on. */
  static void bound() {
    GatlingField config = GatlingField.of(DefaultHttpClient.class, "HTTP_DECODER_CONFIG");
    HttpDecoderConfig unused = ((HttpDecoderConfig) config.get(null)).setMaxHeaderSize(MOST);
  }
}
