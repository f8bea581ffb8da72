package dev.onrush.internal.gatling.http;

import dev.onrush.internal.exchange.Exchange.Message;
import dev.onrush.internal.text.SecretNames;
import io.gatling.http.client.Request;
import io.gatling.http.client.body.RequestBody;
import io.gatling.http.client.body.multipart.MultipartFormDataRequestBody;
import io.gatling.http.client.body.multipart.Part;
import io.gatling.http.client.body.multipart.StringPart;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes text of requests and answers: bounded, and without secrets. */
public final class ExchangeText {

  /** In bytes of a body, and in characters of a header. */
  static final int MOST = 4_096;

  /** Where a text is cut, the end is left out, as half of a secret would not be found. */
  private static final int END = 512;

  private static final Pattern STRING_BODY =
      Pattern.compile(
          "\\w+RequestBody\\{(?:patchedContentType='[^']*', )?charset=[^,]*, content=(.*)}",
          Pattern.DOTALL);

  /** In characters of a value. */
  private static final int SHORT = 300;

  private static final int MOST_HEADERS = 60;

  private final UnaryOperator<String> masked;
  private final SecretNames names;

  /**
   * Hides what is known to be secret.
   *
   * @param masked hides values, wherever they are
   * @param names of what else has secret values
   */
  public ExchangeText(UnaryOperator<String> masked, SecretNames names) {
    this.masked = masked;
    this.names = names;
  }

  boolean isSecret(String name) {
    return names.isSecret(name);
  }

  /** A name as it may be seen. */
  String name(String name) {
    return masked.apply(name);
  }

  /** The value of a name, on some line. */
  public String value(String name, Object value) {
    return names.isSecret(name) ? SecretNames.MASK : shortened(printed(value));
  }

  /** A text without secrets, no longer than a line or two. */
  public String shortened(String text) {
    String shown = masked(text.length() <= MOST ? text : text.substring(0, MOST));
    return shown.length() <= SHORT ? shown : shown.substring(0, SHORT) + "…";
  }

  /** As an object prints itself, if it can. */
  static String printed(Object value) {
    try {
      return String.valueOf(value);
    } catch (RuntimeException | StackOverflowError e) {
      return "a " + value.getClass().getSimpleName() + " without a text";
    }
  }

  private String masked(String text) {
    return names.mask(masked.apply(text));
  }

  Message sent(Request request) {
    return new Message(
        bounded(masked(request.getMethod() + " " + request.getUri().toUrl())),
        headers(request.getHeaders()),
        body(request.getBody()));
  }

  /**
   * An answer.
   *
   * @param start of its body, at most {@link #MOST} bytes
   * @param length of its body, as far as it is known
   */
  Message answer(
      HttpResponseStatus status, @Nullable HttpHeaders headers, byte[] start, long length) {
    return new Message(
        bounded(status.toString()),
        headers == null ? List.of() : headers(headers),
        text(start, length));
  }

  private List<String> headers(HttpHeaders headers) {
    List<String> lines = new ArrayList<>();
    int length = 0;
    for (Map.Entry<String, String> header : headers.entries()) {
      if (lines.size() == MOST_HEADERS || length > 4 * MOST) {
        lines.add("…");
        break;
      }
      String value = names.isSecret(header.getKey()) ? SecretNames.MASK : masked(header.getValue());
      String line = bounded(masked.apply(header.getKey()) + ": " + value);
      length += line.length();
      lines.add(line);
    }
    return lines;
  }

  private String body(@Nullable RequestBody body) {
    if (body == null) {
      return "";
    }
    try {
      if (body instanceof MultipartFormDataRequestBody multipart) {
        return parts(multipart);
      }
      String shown = body.print(MOST);
      Matcher string = STRING_BODY.matcher(shown);
      return string.matches()
          ? cut(string.group(1), body.getBytes().length)
          : cut(shown, shown.length());
    } catch (RuntimeException e) {
      return "(it cannot be shown: " + e + ")";
    }
  }

  /** Each part as {@code name: content}; of files, no more than which they are. */
  private String parts(MultipartFormDataRequestBody multipart) {
    StringBuilder shown = new StringBuilder();
    for (Part<?> part : multipart.getContent()) {
      String name = String.valueOf(part.getName());
      String content =
          part instanceof StringPart text
              ? cut(text.getContent(), text.getContent().length())
              : "(" + part.getClass().getSimpleName() + ")";
      shown
          .append(masked.apply(name))
          .append(": ")
          .append(names.isSecret(name) ? SecretNames.MASK : content)
          .append('\n');
    }
    return bounded(shown.toString());
  }

  private String text(byte[] start, long length) {
    String text = new String(start, StandardCharsets.UTF_8);
    if (text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')) {
      return "(binary, " + length + " bytes)";
    }
    return cut(text, length);
  }

  /**
   * Without secrets, and without the end of what was cut.
   *
   * @param text the first of it
   * @param length of all of it, in bytes
   */
  private String cut(String text, long length) {
    String shown = masked(text.length() <= MOST ? text : text.substring(0, MOST));
    return length <= MOST
        ? shown
        : shown.substring(0, Math.max(0, shown.length() - END)) + "… (" + length + " bytes)";
  }

  private static String bounded(String text) {
    return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
  }

  /** The first bytes of a body that comes in chunks. */
  static final class BodyStart {
    private static final byte[] NOTHING = new byte[0];

    private byte[] start = NOTHING;
    private long length;

    /** One more chunk; it stays as it is. */
    void add(ByteBuf chunk) {
      int readable = chunk.readableBytes();
      length += readable;
      int more = Math.min(readable, MOST - start.length);
      if (more > 0) {
        byte[] longer = java.util.Arrays.copyOf(start, start.length + more);
        chunk.getBytes(chunk.readerIndex(), longer, start.length, more);
        start = longer;
      }
    }

    byte[] start() {
      return start;
    }

    long length() {
      return length;
    }
  }
}
