package dev.onrush.internal.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code exchanges.jsonl} in a run's folder: an exchange a line. */
public final class ExchangesFile {

  /** Its name. */
  public static final String NAME = "exchanges.jsonl";

  private ExchangesFile() {}

  /** One to be written, in a folder that exists. */
  public static JsonLinesFile<Exchange> in(Path folder) {
    return new JsonLinesFile<>(folder.resolve(NAME), ExchangeJson::of);
  }

  /** All exchanges of a folder, in the order of the file; none if it has no such file. */
  public static List<Exchange> read(Path folder) throws IOException {
    return JsonLinesFile.read(folder.resolve(NAME), ExchangeJson::exchange);
  }
}
