package dev.onrush.internal.gatling.http;

import dev.onrush.internal.exchange.Exchange.Message;
import dev.onrush.internal.text.Printable;
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

/** Converts requests and answers to text of bounded length without secrets. */
public final class ExchangeText {

  /** The greatest length of a text: in bytes of a body, and in characters of a header. */
  static final int MOST = 4_096;

  /**
   * The number of characters at the end of a cut text that are not shown, since half of a secret
   * there would not be recognised. Longer secrets, such as a certificate, have lines that are
   * recognised by themselves.
   */
  private static final int END = 4_096;

  /** The greatest length of a text in which secrets are looked for. */
  private static final int READ = MOST + END;

  private static final Pattern STRING_BODY =
      Pattern.compile(
          "\\w+RequestBody\\{(?:patchedContentType='[^']*', )?charset=[^,]*, content=(.*)}",
          Pattern.DOTALL);

  /** The greatest length of a short text, in characters. */
  private static final int SHORT = 300;

  private static final int MOST_HEADERS = 60;

  private final UnaryOperator<String> masked;
  private final SecretNames names;

  /**
   * Creates a converter that hides secrets.
   *
   * @param masked hides the values that are known to be secret, wherever they occur
   * @param names the names whose values are secret, too
   */
  public ExchangeText(UnaryOperator<String> masked, SecretNames names) {
    this.masked = masked;
    this.names = names;
  }

  boolean isSecret(String name) {
    return names.isSecret(name);
  }

  /** Returns a name with its secrets masked. */
  String name(String name) {
    return masked.apply(name);
  }

  /** Returns the value of a name as a short text without secrets. */
  public String value(String name, Object value) {
    return names.isSecret(name) ? SecretNames.MASK : shortened(printed(value));
  }

  /** Returns a text without secrets that is no longer than a line or two. */
  public String shortened(String text) {
    return Printable.cut(masked(Printable.beginning(text, READ)), SHORT);
  }

  /** Returns the text of an object, or a substitute if its {@code toString} fails. */
  static String printed(Object value) {
    try {
      return String.valueOf(value);
    } catch (RuntimeException | StackOverflowError e) {
      return "a " + value.getClass().getSimpleName() + " whose toString() failed";
    }
  }

  private String masked(String text) {
    return names.mask(masked.apply(text));
  }

  Message sent(Request request) {
    return new Message(
        Printable.cut(masked(request.getMethod() + " " + request.getUri().toUrl()), MOST),
        headers(request.getHeaders()),
        body(request.getBody()));
  }

  /**
   * Converts an answer.
   *
   * @param start the beginning of its body, at most {@link #READ} bytes
   * @param length the length of its body, as far as it is known
   */
  Message answer(
      HttpResponseStatus status, @Nullable HttpHeaders headers, byte[] start, long length) {
    return new Message(
        Printable.cut(status.toString(), MOST),
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
      String line = Printable.cut(masked.apply(header.getKey()) + ": " + value, MOST);
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
      String shown = body.print(READ);
      Matcher string = STRING_BODY.matcher(shown);
      return string.matches()
          ? cut(string.group(1), body.getBytes().length)
          : cut(shown, shown.length());
    } catch (RuntimeException e) {
      return "(the body cannot be shown: " + e + ")";
    }
  }

  /** Returns each part as {@code name: content}. For a file, only its kind is shown. */
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
    return Printable.cut(shown.toString(), MOST);
  }

  private String text(byte[] start, long length) {
    String text = new String(start, StandardCharsets.UTF_8);
    if (text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')) {
      return "(binary, " + length + " bytes)";
    }
    return cut(text, length);
  }

  /**
   * Returns a text without secrets, and without the end if it was cut.
   *
   * @param text the beginning of the text
   * @param length the length of the whole text, in bytes
   */
  private String cut(String text, long length) {
    String shown = masked(Printable.beginning(text, READ));
    int safe = length <= READ ? shown.length() : Math.max(0, shown.length() - END);
    return length <= MOST
        ? shown
        : shown.substring(0, Math.min(MOST, safe)) + "… (" + length + " bytes)";
  }

  /** The first bytes of a body that comes in chunks. */
  static final class BodyStart {
    private static final byte[] NOTHING = new byte[0];

    private byte[] start = NOTHING;
    private long length;

    /** Adds a chunk, which is left unchanged. */
    void add(ByteBuf chunk) {
      int readable = chunk.readableBytes();
      length += readable;
      int more = Math.min(readable, READ - start.length);
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
