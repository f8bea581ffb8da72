package dev.onrush.internal.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LogFilesTest {

  @Test
  void the_progress_is_a_share_of_a_file_and_what_is_read_of_a_pipe() {
    assertThat(LogFiles.progress(Path.of("logs", "access.log"), 3_000_000, 12_000_000, 40_000))
        .isEqualTo("Reading access.log: 25 % of 12.0 MB, 40,000 lines");
    assertThat(LogFiles.progress(Path.of("/dev/fd/63"), 3_000_000, 0, 40_000))
        .isEqualTo("Reading 63: 3.0 MB, 40,000 lines");
  }
}
