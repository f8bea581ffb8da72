package dev.onrush.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A page in a browser. Skipped without a browser, except on a build server. */
public abstract class PageTest {

  protected static final int WIDE = 1280;
  protected static final int PHONE = 360;

  @TempDir protected static Path folder;

  protected static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> executable = Browser.executable();
    assumeTrue(
        executable.isPresent() || System.getenv("CI") != null,
        "pages are tested in Chromium, and there is none on the PATH; install chromium");
    browser =
        new Browser(
            executable.orElseThrow(() -> new AssertionError("no chromium on the PATH")),
            Files.createDirectory(folder.resolve("profile")));
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  protected static Path page(String html) throws Exception {
    return Files.writeString(Files.createTempFile(folder, "page", ".html"), html);
  }

  protected static void open(Path file, int width) throws Exception {
    int problems = browser.problems().size();
    browser.open(file, width);
    assertThat(browser.problems()).hasSize(problems);
    assertThat(browser.requests()).allMatch(url -> url.startsWith("file:"));
    assertThat(tooWide(width)).as("what is wider than the window").isEmpty();
    // Text may exceed its element.
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .as("width of the page")
        .isLessThanOrEqualTo(width);
  }

  /** Returns the elements that exceed the page, unless they are in a box that scrolls. */
  protected static JsonNode tooWide(int width) throws Exception {
    return browser.evaluate(
        """
        [...document.querySelectorAll('body *')]
          .filter((e) => !e.closest('.scroll *, nav *, svg *') && e.getBoundingClientRect().right > %d)
          .map((e) => e.outerHTML.slice(0, 80))"""
            .formatted(width));
  }

  protected static String text(String selector) throws Exception {
    return browser.evaluate("document.querySelector(`" + selector + "`).textContent").asText();
  }

  protected static List<String> texts(String selector) throws Exception {
    JsonNode texts =
        browser.evaluate(
            "[...document.querySelectorAll(`" + selector + "`)].map(e => e.textContent)");
    return StreamSupport.stream(texts.spliterator(), false).map(JsonNode::asText).toList();
  }

  protected static void click(String selector) throws Exception {
    browser.evaluate("document.querySelector(`" + selector + "`).click()");
    browser.drawn();
  }

  protected static void assertChartsDrawn(int many) throws Exception {
    JsonNode plots =
        browser.evaluate(
            """
            [...document.querySelectorAll('.plot')].map(plot => {
              const r = plot.getBoundingClientRect();
              return {x: r.x + scrollX, y: r.y + scrollY, width: r.width, height: r.height};
            })""");
    assertThat(plots).hasSize(many);
    for (JsonNode plot : plots) {
      BufferedImage picture = browser.picture(plot);
      // paper, rules, letters in many shades of grey, and the marks themselves
      assertThat(
              IntStream.range(0, picture.getWidth() * picture.getHeight())
                  .map(i -> picture.getRGB(i % picture.getWidth(), i / picture.getWidth()))
                  .distinct()
                  .count())
          .isGreaterThan(20);
    }
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('.plot svg')].every(s =>"
                        + " s.querySelector('.line[d^=M], .dot[d^=M], .area[d^=M], [class^=heat][d^=M]'))")
                .asBoolean())
        .isTrue();
  }
}
