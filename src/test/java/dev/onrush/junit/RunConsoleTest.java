package dev.onrush.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.text.OutputQueue;
import dev.onrush.internal.text.StuckStream;
import dev.onrush.result.UnwrittenFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    read(PRINTED);
  }

  private void read(String printed) {
    try {
      console.read(new ByteArrayInputStream(printed.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void the_last_line_is_known_while_the_console_of_the_test_takes_nothing() {
    assertThat(CompletableFuture.runAsync(() -> read())).succeedsWithin(ofSeconds(20));

    assertThat(console.last()).isEqualTo("FAIL: p95 was 1.02 s");
    assertThat(stuck.taken()).isEmpty();
    stuck.release();
    queue.await(ofSeconds(30));
    assertThat(stuck.taken()).isEqualToNormalizingNewlines(PRINTED);
  }

  @Test
  void a_refusal_is_kept_with_all_its_lines() {
    stuck.release();

    read("Looking …\n\nonrush: REFUSED: versions do not fit:\n\n  Netty 4.1\n\n<dependency>\n\n");

    assertThat(console.refusal())
        .isEqualTo("onrush: REFUSED: versions do not fit:\n\n  Netty 4.1\n\n<dependency>");
    assertThat(console.last()).isEqualTo("<dependency>");
  }

  @Test
  void what_is_printed_after_a_refusal_hides_it_not() {
    stuck.release();

    read("onrush: REFUSED: no target is set\n\nThe pool is closed.\n" + "more\n".repeat(10_000));

    assertThat(console.refusal())
        .startsWith("onrush: REFUSED: no target is set\n\nThe pool is closed.\nmore\n")
        .hasSizeLessThanOrEqualTo(10_000);
  }

  @Test
  void a_refusal_of_one_long_line_is_cut_between_its_characters() {
    stuck.release();
    String head = "onrush: REFUSED: ";
    String odd = "x".repeat(9_999 - head.length()) + "😀";

    read(head + odd + "\n");

    assertThat(console.refusal()).isEqualTo(head + "x".repeat(9_999 - head.length()));
  }

  @Test
  void a_file_that_was_deleted_while_the_run_went_on_is_one_that_was_not_written(
      @TempDir Path folder) {
    stuck.release();
    UnwrittenFile deleted = RunFolder.deleted(folder, "exchanges.jsonl").orElseThrow();

    read("Note: " + deleted + "\n" + PRINTED);

    assertThat(console.unwritten()).containsExactly(deleted);
  }

  @Test
  void a_run_that_is_not_refused_has_no_refusal() {
    stuck.release();

    read();

    assertThat(console.refusal()).isEmpty();
  }
}
