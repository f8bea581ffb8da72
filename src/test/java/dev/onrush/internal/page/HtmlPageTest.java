package dev.onrush.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HtmlPageTest {

  private static final Pattern DECLARED =
      Pattern.compile("^(?:async function|function|class|const|let)\\*? (\\w+)", Pattern.MULTILINE);

  /**
   * A browser does not run a script that declares a constant twice, and of two functions with one
   * name it runs the last: both can happen between a page's own script and a shared script.
   */
  @ParameterizedTest
  @EnumSource
  void no_name_is_declared_twice_in_the_scripts_of_a_page(HtmlPage page) {
    String text = page.of(JsonNodeFactory.instance.objectNode());

    List<String> names =
        DECLARED.matcher(text).results().map((MatchResult r) -> r.group(1)).toList();

    assertThat(names).hasSizeGreaterThan(50).doesNotHaveDuplicates();
  }

  /** As Git writes text files on Windows, unless it is configured otherwise. */
  @Test
  void the_hash_of_a_script_is_that_of_what_a_browser_reads_whatever_its_line_ends_are() {
    String script = "let a = 1;\r\nlet b = 2;\n";

    assertThat(HtmlPage.text(script)).isEqualTo("let a = 1;\nlet b = 2;\n");
  }
}
