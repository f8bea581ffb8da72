package dev.onrush.internal.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file in a run's folder with a line of JSON for each thing that is kept. Each line is handed to
 * the operating system at once, so that a run that is killed leaves them. There is no file before
 * the first line.
 *
 * @param <T> what is kept
 */
public final class JsonLinesFile<T> implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path path;
  private final Function<T, JsonNode> json;
  private @Nullable OutputStream out;

  /** In a folder that exists. */
  public JsonLinesFile(Path path, Function<T, JsonNode> json) {
    this.path = path;
    this.json = json;
  }

  /** Adds a line for each. */
  public void add(List<T> all) throws IOException {
    for (T each : all) {
      OutputStream opened = out;
      if (opened == null) {
        opened = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        out = opened;
      }
      opened.write((json.apply(each) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }

  /**
   * All lines of a file, in their order; none if there is no such file. A line that was cut short
   * is left out.
   *
   * @param each throws IllegalArgumentException where a field is missing
   */
  public static <T> List<T> read(Path path, Function<JsonNode, T> each) throws IOException {
    if (!Files.isRegularFile(path)) {
      return List.of();
    }
    List<T> all = new ArrayList<>();
    // Not as UTF-8 from the start: the last character may have been cut.
    for (String line :
        new String(Files.readAllBytes(path), StandardCharsets.UTF_8).split("\n", -1)) {
      try {
        all.add(each.apply(MAPPER.readTree(line)));
      } catch (JsonProcessingException | IllegalArgumentException e) {
        // the line at which the run was killed
      }
    }
    return all;
  }
}
