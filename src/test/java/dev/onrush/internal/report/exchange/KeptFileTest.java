package dev.onrush.internal.report.exchange;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.onrush.internal.exchange.JsonLinesFile;
import dev.onrush.internal.run.file.UnwrittenFilesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFileTest {

  private static final String NAME = "texts.jsonl";

  @TempDir Path folder;

  private KeptFile<String> file() {
    return new KeptFile<>(
        folder, NAME, new JsonLinesFile<>(folder.resolve(NAME), TextNode::valueOf));
  }

  @Test
  void a_file_with_lines_that_was_deleted_is_told() throws IOException {
    KeptFile<String> file = file();
    file.add(List.of("a"));
    Files.delete(folder.resolve(NAME));

    assertThatExceptionOfType(UnwrittenFilesException.class)
        .isThrownBy(file::close)
        .withMessage("texts.jsonl was not written: it was deleted while the run went on");
  }

  @Test
  void a_file_without_a_line_is_not_missed() {
    KeptFile<String> file = file();
    file.add(List.of());

    assertThatNoException().isThrownBy(file::close);
  }
}
