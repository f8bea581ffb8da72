package dev.onrush.internal.gatling.http;

import io.gatling.http.client.impl.DefaultHttpClient;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.lang.reflect.Field;

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
    try {
      Field field = DefaultHttpClient.class.getDeclaredField("HTTP_DECODER_CONFIG");
      field.setAccessible(true);
      HttpDecoderConfig unused = ((HttpDecoderConfig) field.get(null)).setMaxHeaderSize(MOST);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Gatling's "
              + DefaultHttpClient.class.getName()
              + " has no field \"HTTP_DECODER_CONFIG\"; this version of Onrush works with Gatling"
              + " 3.15.1",
          e);
    }
  }
}
