package dev.onrush.internal.report.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Optional;

/**
 * Formats JSON with a line for each field and each element. The JSON is not written anew from its
 * parsed form, so that numbers, escapes and duplicate fields stay as they were sent: only the white
 * space differs.
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

  /** Formats one JSON value, or several in sequence; returns empty if the text is anything else. */
  static Optional<String> of(String json) {
    return isJson(json) ? Optional.of(new IndentedJson(json).indented()) : Optional.empty();
  }

  private static boolean isJson(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        // an invalid token throws
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

  /** Returns the index of the first character from {@code from} on that is not white space. */
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

  /** Returns the end of a number, or of true, false or null. */
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
