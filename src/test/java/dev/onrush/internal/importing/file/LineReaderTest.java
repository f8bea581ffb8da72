package dev.onrush.internal.importing.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineReaderTest {

  @TempDir Path folder;

  private static List<String> lines(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    try (LineReader reader = LineReader.open(file)) {
      for (Optional<String> line = reader.next(); line.isPresent(); line = reader.next()) {
        lines.add(line.get());
      }
      assertThat(reader.bytes()).isEqualTo(Files.size(file));
    }
    return lines;
  }

  @Test
  void line_breaks_of_any_system_end_a_line_and_the_last_needs_none() throws IOException {
    Path file = Files.writeString(folder.resolve("log"), "one\r\n\ntwo é\nthree");

    assertThat(lines(file)).containsExactly("one", "", "two é", "three");
  }

  @Test
  void a_byte_order_mark_is_no_part_of_the_first_line() throws IOException {
    assertThat(lines(Files.writeString(folder.resolve("log"), "\uFEFFone\ntwo\n")))
        .containsExactly("one", "two");
  }

  @Test
  void a_file_of_one_byte_and_an_empty_one_are_read() throws IOException {
    assertThat(lines(Files.writeString(folder.resolve("a"), "x"))).containsExactly("x");
    assertThat(lines(Files.writeString(folder.resolve("b"), ""))).isEmpty();
  }

  @Test
  void a_line_of_a_megabyte_is_read_whole() throws IOException {
    String longLine = "x".repeat(1 << 20);

    assertThat(lines(Files.writeString(folder.resolve("log"), "a\n" + longLine + "\nb\n")))
        .containsExactly("a", longLine, "b");
  }

  @Test
  void of_a_line_that_is_longer_than_memory_allows_the_begin_is_kept() throws IOException {
    Path file = folder.resolve("log");
    Files.write(file, new byte[LineReader.LONGEST + 1000]);
    Files.writeString(file, "\nb\n", java.nio.file.StandardOpenOption.APPEND);

    List<String> lines = lines(file);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).hasSize(LineReader.LONGEST);
    assertThat(lines.get(1)).isEqualTo("b");
  }

  @Test
  void packed_files_are_unpacked() throws IOException {
    Path file = folder.resolve("log.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(lines(file)).containsExactly("one", "two");
  }
}
