package dev.onrush.internal.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.library.JarText;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A page in a single, self-contained HTML file: markup, style, data and script. Its content
 * security policy lets the browser run this script and no other, so that no name of a request can
 * be run as a script.
 */
public enum HtmlPage {
  /** {@code report.html}: the report of one run. */
  REPORT(
      "report.js", true, "The same figures are in summary.md and result.json in the same folder."),
  /** {@code compare.html}: several runs of one plan, side by side. */
  COMPARISON(
      "comparison.js", false, "The command that wrote this page has printed the same figures."),
  /** {@code index.html}: the history of all runs. */
  HISTORY("history.js", false, "The same figures are in each run's summary.md."),
  /** {@code exchanges.html}: the first exchanges of each kind of failure. */
  EXCHANGES(
      "exchanges.js", false, "The errors are in summary.md and result.json in the same folder."),
  /**
   * The live dashboard of a run in progress; its script receives new data from the server that
   * served the page.
   */
  DASHBOARD("dashboard.js", true, "The console shows the progress of the run.");

  /** A tag in the first lines of every page, which tells a page of Onrush from any other file. */
  public static final String MARK = "<meta name=\"generator\" content=\"Onrush\">";

  /** Writes only ASCII characters, so that no character can end a line of the file. */
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

  /** Returns the page that shows {@code data}. */
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
        .replace("{{data}}", escaped(data)); // last: text within the data is not replaced
  }

  /**
   * Returns the data as JSON in one line of ASCII, with angle brackets escaped. They occur only
   * within strings, where their escapes mean the same.
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
    return text(JarText.of(HtmlPage.class, name));
  }

  /**
   * Returns a text with each line end as one line feed, since a browser normalises line ends before
   * it computes the hash of a script.
   */
  static String text(String resource) {
    return resource.replace("\r\n", "\n");
  }
}
