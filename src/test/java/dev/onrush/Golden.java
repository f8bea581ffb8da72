package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;

/** Texts that were reviewed once and have to stay the same; -Dgolden.update=true rewrites them. */
public final class Golden {

  private Golden() {}

  public static void matches(String resource, String actual) {
    Path file = Path.of("src/test/resources" + resource);
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      }
      try (InputStream in = Files.newInputStream(file)) {
        assertThat(actual).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the text as produced on a machine that writes numbers as 1.234,5. */
  public static String inGerman(Supplier<String> text) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      return text.get();
    } finally {
      Locale.setDefault(before);
    }
  }
}
