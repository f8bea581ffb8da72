package dev.onrush.internal.run.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path folder;

  @Test
  void of_two_that_are_written_at_the_same_time_each_is_whole() throws IOException {
    Path file = folder.resolve("index.html");
    try (AtomicFile first = AtomicFile.create(file);
        AtomicFile second = AtomicFile.create(file)) {
      first.out().write("the first".getBytes(UTF_8));
      second.out().write("the second, longer".getBytes(UTF_8));

      first.commit();
      assertThat(file).hasContent("the first");
      second.commit();
      assertThat(file).hasContent("the second, longer");
    }

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
