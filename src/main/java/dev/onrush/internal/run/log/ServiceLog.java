package dev.onrush.internal.run.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.service.ServiceHistory;
import dev.onrush.internal.service.ServiceHistory.Delta;
import dev.onrush.internal.service.ServiceHistory.Was;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The file with the values that were read from the service under test. It contains a line for each
 * reading, with the values that have changed since the previous line. A series is assigned a number
 * where it is first named.
 *
 * <p>{@code {"at":12000,"new":["hikaricp_connections_active"],"set":[0,10]}}; {@code "was"}
 * contains, for a series that is kept from now on, its previous value and since when it had that
 * value; {@code "gone"} contains the series that were not read this time.
 *
 * <p>The size is bounded: beyond 8 MB only every tenth line is written, and beyond 16 MB none,
 * except lines that contain {@code "was"}.
 */
final class ServiceLog implements AutoCloseable {

  /** The name of the file in a run's folder. */
  static final String FILE = "service.jsonl";

  private static final long FINE = 8_000_000;
  private static final long FULL = 16_000_000;
  private static final int SPARSE = 10;

  private final OutputStream out;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<Integer, Double> last = new HashMap<>();
  private long size;
  private int skipped;

  private ServiceLog(OutputStream out) {
    this.out = out;
  }

  /** Creates a file, replacing any existing file. */
  static ServiceLog create(Path folder) throws IOException {
    return new ServiceLog(Files.newOutputStream(folder.resolve(FILE)));
  }

  /** Adds the values of a reading that are to be kept. */
  void add(Duration at, Delta kept) throws IOException {
    boolean due = size < FINE || (size < FULL && ++skipped % SPARSE == 0);
    if (!due && kept.before().isEmpty()) {
      return;
    }
    ObjectNode line = RunJson.MAPPER.createObjectNode().put("at", at.toMillis());
    List<String> fresh = new ArrayList<>();
    ArrayNode was = RunJson.MAPPER.createArrayNode();
    kept.before()
        .forEach(
            (expression, of) ->
                was.add(number(expression, fresh)).add(of.since().toMillis()).add(of.value()));
    ArrayNode set = RunJson.MAPPER.createArrayNode();
    Map<Integer, Double> now = new HashMap<>();
    kept.changed()
        .forEach(
            (expression, value) -> {
              int number = number(expression, fresh);
              now.put(number, value);
              if (!value.equals(last.get(number))) {
                set.add(number).add(value);
              }
            });
    if (!fresh.isEmpty()) {
      fresh.forEach(line.putArray("new")::add);
    }
    if (!was.isEmpty()) {
      line.set("was", was);
    }
    if (!set.isEmpty()) {
      line.set("set", set);
    }
    ArrayNode gone = RunJson.MAPPER.createArrayNode();
    last.keySet().stream().filter(number -> !now.containsKey(number)).sorted().forEach(gone::add);
    if (!gone.isEmpty()) {
      line.set("gone", gone);
    }
    last.clear();
    last.putAll(now);
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    size += bytes.length;
    out.write(bytes);
  }

  private int number(String expression, List<String> fresh) {
    Integer known = numbers.get(expression);
    if (known != null) {
      return known;
    }
    int number = numbers.size();
    numbers.put(expression, number);
    fresh.add(expression);
    return number;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /**
   * Reads the values of a run from its folder; empty if the run read none. A last line that is cut,
   * such as the last line of a killed run, is ignored.
   *
   * @throws IOException if the file cannot be read
   */
  static ServiceHistory read(Path folder) throws IOException {
    ServiceHistory history = new ServiceHistory();
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return history;
    }
    try (LogLines lines = LogLines.open(file)) {
      Restoring restoring = new Restoring(history);
      JsonNode line = LogLines.parse(lines.nextBytes());
      while (line.isObject()) { // otherwise it is damaged or incomplete
        restoring.line(line);
        line = LogLines.parse(lines.nextBytes());
      }
    } catch (IndexOutOfBoundsException e) {
      return history; // contains the lines before the damaged one
    }
    return history;
  }

  /** Restores the values from the file, line by line. */
  private static final class Restoring {
    private final ServiceHistory history;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Double> values = new HashMap<>();

    Restoring(ServiceHistory history) {
      this.history = history;
    }

    void line(JsonNode node) {
      node.path("new").forEach(name -> names.add(name.asText()));
      Map<String, Was> before = new HashMap<>();
      JsonNode was = node.path("was");
      for (int i = 0; i + 2 < was.size(); i += 3) {
        before.put(
            names.get(was.get(i).asInt()),
            new Was(Duration.ofMillis(was.get(i + 1).asLong()), was.get(i + 2).asDouble()));
      }
      JsonNode set = node.path("set");
      for (int i = 0; i + 1 < set.size(); i += 2) {
        values.put(names.get(set.get(i).asInt()), set.get(i + 1).asDouble());
      }
      node.path("gone").forEach(number -> values.remove(names.get(number.asInt())));
      history.restore(Duration.ofMillis(node.path("at").asLong()), Map.copyOf(values), before);
    }
  }
}
