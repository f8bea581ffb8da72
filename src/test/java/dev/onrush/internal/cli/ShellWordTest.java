package dev.onrush.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words of commands that users copy, and paths as the list prints them. */
class ShellWordTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "shop, shop",
        "../größe/ShopTest.java, ../größe/ShopTest.java",
        "my shop, 'my shop'",
        "Ann's shop, 'Ann'\\''s shop'",
        "a$HOME, 'a$HOME'",
        "~shop, '~shop'",
        "-Dtarget=http://127.0.0.1:8080/api, -Dtarget=http://127.0.0.1:8080/api",
        "-Dtarget=http://h/a;b, '-Dtarget=http://h/a;b'",
        "a\\b, 'a\\b'",
      })
  void a_word_is_quoted_for_a_shell_where_it_has_to_be(String word, String quoted) {
    assertThat(ShellWord.ofUnix(word)).isEqualTo(quoted);
  }

  @ParameterizedTest
  @CsvSource({
    "D:\\shop, D:\\shop",
    "C:\\Users\\Ann Lee\\shop, \"C:\\Users\\Ann Lee\\shop\"",
    "a&b, \"a&b\"",
  })
  void a_word_is_quoted_for_windows_where_it_has_to_be(String word, String quoted) {
    assertThat(ShellWord.ofWindows(word)).isEqualTo(quoted);
  }

  @Test
  void a_file_that_no_relative_path_leads_to_is_shown_as_it_is() {
    assertThat(ListCommand.shown(Path.of("/a/b"), Path.of("/a/c/X.java")))
        .isEqualTo(Path.of("../c/X.java"));
    // On Windows, C: and D: have different roots; here, one path has a root and the other has none.
    assertThat(ListCommand.shown(Path.of("a"), Path.of("/c/X.java")))
        .isEqualTo(Path.of("/c/X.java"));
  }
}
