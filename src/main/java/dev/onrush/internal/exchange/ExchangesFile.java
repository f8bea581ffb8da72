package dev.onrush.internal.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code exchanges.jsonl} in a run's folder: an exchange a line, each handed to the operating
 * system as soon as it is kept, so that a run that is killed leaves them. There is no file before
 * the first line.
 */
public final class ExchangesFile implements AutoCloseable {

  /** Its name. */
  public static final String NAME = "exchanges.jsonl";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path path;
  private @Nullable OutputStream out;

  /** In a folder that exists. */
  public ExchangesFile(Path folder) {
    this.path = folder.resolve(NAME);
  }

  /** Adds a line for each. */
  public void add(List<Exchange> exchanges) throws IOException {
    for (Exchange exchange : exchanges) {
      OutputStream opened = out;
      if (opened == null) {
        opened = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        out = opened;
      }
      opened.write((ExchangeJson.of(exchange) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }

  /**
   * All exchanges of a folder, in the order of the file; none if it has no such file. A line that
   * was cut short is left out.
   */
  public static List<Exchange> read(Path folder) throws IOException {
    Path path = folder.resolve(NAME);
    if (!Files.isRegularFile(path)) {
      return List.of();
    }
    List<Exchange> all = new ArrayList<>();
    // Not as UTF-8 from the start: the last character may have been cut.
    for (String line :
        new String(Files.readAllBytes(path), StandardCharsets.UTF_8).split("\n", -1)) {
      try {
        all.add(ExchangeJson.exchange(MAPPER.readTree(line)));
      } catch (JsonProcessingException | IllegalArgumentException e) {
        // the line at which the run was killed
      }
    }
    return all;
  }
}
