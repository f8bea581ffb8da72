package dev.onrush.internal.importing.api;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;

/**
 * Converts the examples of a document to text, up to a limit. An alias in YAML shares its node, so
 * a few lines of aliases to aliases are an example of gigabytes as soon as it is written out.
 */
final class ExampleText {

  /** The most characters of one example. */
  static final int LONGEST = 1_000_000;

  /** The most characters of all examples of a document, which are in memory together. */
  static final int LONGEST_OF_ALL = 50_000_000;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path file;
  private int rest = LONGEST_OF_ALL;

  /**
   * Creates a converter that has converted nothing yet.
   *
   * @param file the name of the document, for messages
   */
  ExampleText(Path file) {
    this.file = file;
  }

  /**
   * Returns a text as it is, and any other value as JSON.
   *
   * @param place where the value is, for messages: {@code the body of POST /books}
   * @throws IllegalArgumentException if the text is too long
   */
  String of(JsonNode value, String place) {
    if (!value.isContainerNode()) {
      return value.asText();
    }
    LimitedText text = new LimitedText(Math.min(LONGEST, rest));
    try {
      MAPPER.writeValue(text, value);
    } catch (TooLong e) {
      throw new IllegalArgumentException(message(place), e);
    } catch (StreamConstraintsException e) {
      throw new IllegalArgumentException(
          file + ": the example for " + place + " has too many nested levels; fix it", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text in memory does not fail
    }
    rest -= text.content.length();
    return text.content.toString();
  }

  private String message(String place) {
    return rest < LONGEST
        ? file
            + ": the examples up to "
            + place
            + " have more than "
            + Quantity.count(LONGEST_OF_ALL)
            + " characters together when all aliases are written out; leave some of them out"
        : file
            + ": the example for "
            + place
            + " has more than "
            + Quantity.count(LONGEST)
            + " characters when all aliases are written out; shorten it, or leave it out";
  }

  /** The text would be longer than its limit. */
  private static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** A text in memory that does not grow beyond a limit. */
  private static final class LimitedText extends Writer {
    private final StringBuilder content = new StringBuilder();
    private final int longest;

    private LimitedText(int longest) {
      this.longest = longest;
    }

    @Override
    public void write(char[] from, int begin, int length) throws TooLong {
      if (length > longest - content.length()) {
        throw new TooLong();
      }
      content.append(from, begin, length);
    }

    @Override
    public void flush() {
      // the text is in memory
    }

    @Override
    public void close() {
      // the text is in memory
    }
  }
}
