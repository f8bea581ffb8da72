package dev.onrush.internal.gatling.http;

import io.gatling.http.client.impl.DefaultHttpClient;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import java.lang.reflect.Field;

/**
 * How much of a response's headers is read. Gatling sets no bound, so that a server which sends
 * headers without an end fills the generator's memory.
 */
final class ResponseHeaders {

  /** In bytes, of one response; servers send a few kilobytes. */
  private static final int MOST = 1 << 20;

  private ResponseHeaders() {}

  /** What a request fails of whose response has more; the connection is closed. */
  static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Without its cause: Gatling reports the first of a chain of causes. */
    private TooLongException() {
      super("the headers of the response are longer than 1 MB", null, false, false);
    }
  }

  /** Bounds the headers of all connections of this JVM that are opened from now on. */
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

  /** The same, in words of a report if it is about headers. */
  static Throwable told(Throwable failure) {
    return failure instanceof TooLongHttpHeaderException ? new TooLongException() : failure;
  }
}
