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
 * A file in a run's folder with a line of JSON for each entry. Each line is passed to the operating
 * system at once, so that the entries survive if the run is killed. The file is created with the
 * first line.
 *
 * @param <T> the type of an entry
 */
public final class JsonLinesFile<T> implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path path;
  private final Function<T, JsonNode> json;
  private @Nullable OutputStream out;

  /** Creates the writer of a file in an existing folder. */
  public JsonLinesFile(Path path, Function<T, JsonNode> json) {
    this.path = path;
    this.json = json;
  }

  /** Appends a line for each entry. */
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
   * Returns the entries of a file in their order; empty if the file does not exist. A truncated
   * line is left out.
   *
   * @param each converts a line; throws IllegalArgumentException if a field is missing
   */
  public static <T> List<T> read(Path path, Function<JsonNode, T> each) throws IOException {
    if (!Files.isRegularFile(path)) {
      return List.of();
    }
    List<T> all = new ArrayList<>();
    // Files.readAllLines would fail if the last character was truncated.
    for (String line :
        new String(Files.readAllBytes(path), StandardCharsets.UTF_8).split("\n", -1)) {
      try {
        all.add(each.apply(MAPPER.readTree(line)));
      } catch (JsonProcessingException | IllegalArgumentException e) {
        // the line in which the run was killed
      }
    }
    return all;
  }
}
