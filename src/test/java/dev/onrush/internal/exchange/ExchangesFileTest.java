package dev.onrush.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.exchange.Exchange.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangesFileTest {

  private static final Exchange ANSWERED =
      new Exchange(
          "Order",
          "Clerks",
          1_700_000_000_123L,
          12.345,
          "status.find.is(201), found 409",
          new Message("POST http://h/orders", List.of("a: b", "c: ü"), "{\"n\": 1}\n"),
          Optional.of(new Message("409 Conflict", List.of(), "nö")));

  private static final Exchange UNANSWERED =
      new Exchange(
          "Order",
          "Clerks",
          5,
          1,
          "timeout",
          new Message("GET /", List.of(), ""),
          Optional.empty());

  @TempDir Path folder;

  @Test
  void what_is_written_is_read() throws IOException {
    try (JsonLinesFile<Exchange> file = ExchangesFile.in(folder)) {
      file.add(List.of(ANSWERED));
      file.add(List.of(UNANSWERED));

      assertThat(ExchangesFile.read(folder)).containsExactly(ANSWERED, UNANSWERED);
    }
  }

  @Test
  void without_an_exchange_there_is_no_file() throws IOException {
    try (JsonLinesFile<Exchange> file = ExchangesFile.in(folder)) {
      file.add(List.of());
    }

    assertThat(folder).isEmptyDirectory();
    assertThat(ExchangesFile.read(folder)).isEmpty();
  }

  @Test
  void of_a_run_that_was_killed_the_lines_that_are_whole_are_read() throws IOException {
    try (JsonLinesFile<Exchange> file = ExchangesFile.in(folder)) {
      file.add(List.of(ANSWERED, ANSWERED));
    }
    Path path = folder.resolve("exchanges.jsonl");
    byte[] bytes = Files.readAllBytes(path);
    int last = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("n\u00c3"); // of nö
    Files.write(path, Arrays.copyOf(bytes, last + 2));

    assertThat(ExchangesFile.read(folder)).containsExactly(ANSWERED);
  }

  @Test
  void fields_of_a_newer_version_are_left_out() throws IOException {
    Files.writeString(
        folder.resolve("exchanges.jsonl"),
        ExchangeJson.of(UNANSWERED).put("newer", true) + "\n\nno line of ours\n{\"request\": 1}\n");

    assertThat(ExchangesFile.read(folder)).containsExactly(UNANSWERED);
  }
}
