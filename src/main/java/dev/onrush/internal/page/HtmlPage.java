package dev.onrush.internal.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * One file that needs no other and asks nobody: markup, style, data and script. Its policy lets the
 * browser run this script and no other, so that a name of a request cannot become one.
 */
public enum HtmlPage {
  /** {@code report.html}: one run. */
  REPORT("report.js", true, "The same figures are in summary.md and result.json beside it."),
  /** {@code compare.html}: runs of one plan, side by side. */
  COMPARISON("comparison.js", false, "The command that wrote it has printed the same figures."),
  /** {@code index.html}: all runs. */
  HISTORY("history.js", false, "The same figures are in each run's summary.md."),
  /** {@code exchanges.html}: the first exchanges of each kind of failure. */
  EXCHANGES("exchanges.js", false, "The errors are in summary.md and result.json beside it."),
  /** One run while it goes; its script asks the server that it came from for what is new. */
  DASHBOARD("dashboard.js", true, "The console shows how the run goes.");

  /** Stands in the first lines of every page, and so tells one from a file of somebody else's. */
  public static final String MARK = "<meta name=\"generator\" content=\"Onrush\">";

  /** Without a character that could end the element around it, or a line of the file. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final String script;
  private final boolean ofOneRun;
  private final String elsewhere;

  HtmlPage(String script, boolean ofOneRun, String elsewhere) {
    this.script = script;
    this.ofOneRun = ofOneRun;
    this.elsewhere = elsewhere;
  }

  /** The page that shows {@code data}. */
  public String of(ObjectNode data) {
    String style = resource("report.css");
    String scripts =
        resource("number.js")
            + resource("chart.js")
            + resource("page.js")
            + (this == REPORT || this == COMPARISON ? resource("forest.js") : "")
            + (ofOneRun ? resource("run.js") : "")
            + (this == REPORT ? resource("hero.js") + resource("view.js") : "")
            + resource(script);
    return resource("report.html")
        .replace("{{talks}}", this == DASHBOARD ? "; connect-src 'self'" : "")
        .replace("{{mark}}", MARK)
        .replace("{{elsewhere}}", elsewhere)
        .replace("{{style-hash}}", hash(style))
        .replace("{{script-hash}}", hash(scripts))
        .replace("{{style}}", style)
        .replace("{{script}}", scripts)
        .replace("{{data}}", escaped(data)); // last: nothing in it is looked at again
  }

  /**
   * As JSON in one line of ASCII. A "less than" stands within texts only, so its escape means the
   * same.
   */
  public static String escaped(ObjectNode data) {
    try {
      return MAPPER.writeValueAsString(data).replace("<", "\\u003c").replace(">", "\\u003e");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing beside " + HtmlPage.class);
      }
      return text(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A browser compares the hash of a script after it has made one line feed of each line end. */
  static String text(byte[] resource) {
    return new String(resource, StandardCharsets.UTF_8).replace("\r\n", "\n");
  }
}
