package dev.onrush.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.exchange.JsonLinesFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpansFileTest {

  @TempDir Path folder;

  private static Span span(String trace, String id) {
    return new Span(trace, id, "request", "shop", "GET", "server", 1, 1, "", "");
  }

  @Test
  void a_span_that_is_written_again_is_one_with_all_that_were_not_kept() throws IOException {
    try (JsonLinesFile<Span> file = SpansFile.in(folder)) {
      file.add(List.of(span("t", "a").withDropped(3), span("t", "b"), span("u", "a")));
      file.add(List.of(span("t", "a").withDropped(700)));
    }

    assertThat(SpansFile.read(folder))
        .containsExactly(span("t", "a").withDropped(703), span("t", "b"), span("u", "a"));
    assertThat(Waterfall.of(SpansFile.byTrace(folder).get("t")).dropped()).isEqualTo(703);
  }
}
