package dev.onrush.internal.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The file {@code exchanges.jsonl} in a run's folder, with one exchange per line. */
public final class ExchangesFile {

  /** The name of the file. */
  public static final String NAME = "exchanges.jsonl";

  private ExchangesFile() {}

  /** Returns the file in an existing folder, for writing. */
  public static JsonLinesFile<Exchange> in(Path folder) {
    return new JsonLinesFile<>(folder.resolve(NAME), ExchangeJson::of);
  }

  /**
   * Returns all exchanges of a folder, in the order of the file; empty if the file does not exist.
   */
  public static List<Exchange> read(Path folder) throws IOException {
    return JsonLinesFile.read(folder.resolve(NAME), ExchangeJson::exchange);
  }
}
