package dev.onrush.internal.report.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Optional;

/**
 * JSON with a line for each field and each element. It is not written anew from what was read, so
 * that numbers, escapes and equal fields stay as they were sent: only white space differs.
 */
final class IndentedJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String STEP = "  ";

  private final String json;
  private final StringBuilder text = new StringBuilder();
  private int depth;

  private IndentedJson(String json) {
    this.json = json;
  }

  /** One JSON value, or several one after the other; empty if it is anything else. */
  static Optional<String> of(String json) {
    return isJson(json) ? Optional.of(new IndentedJson(json).indented()) : Optional.empty();
  }

  private static boolean isJson(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        // a token that is wrong throws
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private String indented() {
    for (int i = next(0); i < json.length(); i = next(i)) {
      char c = json.charAt(i);
      if (c == '{' || c == '[') {
        text.append(c);
        depth++;
        int inner = next(i + 1);
        if (isClosing(json.charAt(inner))) {
          depth--;
          text.append(json.charAt(inner));
          i = inner;
        } else {
          line();
        }
        i++;
      } else if (isClosing(c)) {
        depth--;
        line();
        text.append(c);
        i++;
      } else if (c == ',') {
        text.append(c);
        line();
        i++;
      } else if (c == ':') {
        text.append(": ");
        i++;
      } else {
        int end = c == '"' ? endOfString(i) : endOfLiteral(i);
        text.append(json, i, end);
        i = end;
      }
      if (depth == 0 && next(i) < json.length()) {
        line();
      }
    }
    return text.toString();
  }

  private void line() {
    text.append('\n').append(STEP.repeat(depth));
  }

  /** The first character from here on that is no white space. */
  private int next(int from) {
    int i = from;
    while (i < json.length() && isSpace(json.charAt(i))) {
      i++;
    }
    return i;
  }

  private int endOfString(int from) {
    int i = from + 1;
    while (json.charAt(i) != '"') {
      i += json.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  /** The end of a number, or of true, false or null. */
  private int endOfLiteral(int from) {
    int i = from;
    while (i < json.length()
        && !isSpace(json.charAt(i))
        && "{}[],:\"".indexOf(json.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  private static boolean isClosing(char c) {
    return c == '}' || c == ']';
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
