package dev.onrush.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.text.OutputQueue;
import dev.onrush.internal.text.StuckStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunConsoleTest {

  private static final String PRINTED =
      "00:05  hold  5 users\n\nReport: reports/A-1\nFAIL: p95 was 1.02 s\n\n";

  private final StuckStream stuck = new StuckStream();
  private final OutputQueue queue = new OutputQueue(ofSeconds(1));
  private final RunConsole console = new RunConsole(queue, stuck.print());

  @AfterEach
  void release() {
    stuck.release();
  }

  private void read() {
    try {
      console.read(new ByteArrayInputStream(PRINTED.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void folder_and_last_line_are_known_while_the_console_of_the_test_takes_nothing() {
    assertThat(CompletableFuture.runAsync(this::read)).succeedsWithin(ofSeconds(20));

    assertThat(console.folder()).hasValue(Path.of("reports/A-1"));
    assertThat(console.last()).isEqualTo("FAIL: p95 was 1.02 s");
    assertThat(stuck.taken()).isEmpty();
    stuck.release();
    queue.await(ofSeconds(30));
    assertThat(stuck.taken()).isEqualToNormalizingNewlines(PRINTED);
  }
}
