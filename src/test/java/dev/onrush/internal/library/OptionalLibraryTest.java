package dev.onrush.internal.library;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionalLibraryTest {

  @Test
  void a_library_that_is_there_is_no_obstacle() {
    OptionalLibrary there = new OptionalLibrary("java.util.List", "group:list:1.0");

    assertThatCode(() -> there.check("import", "leave it")).doesNotThrowAnyException();
  }

  @Test
  void one_that_is_not_is_named_with_what_to_do() {
    OptionalLibrary missing = new OptionalLibrary("org.example.Missing", "org.example:missing:1.0");

    assertThatThrownBy(() -> missing.check("api.yaml is YAML, which", "write it as JSON"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "api.yaml is YAML, which needs a library that is not on the class path; add"
                + " org.example:missing:1.0 to the dependencies, or write it as JSON");
  }
}
