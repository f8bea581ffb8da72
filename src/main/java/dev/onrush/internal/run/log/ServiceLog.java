package dev.onrush.internal.run.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * What was read of the service, in a file of its own: a line for each reading, with the values that
 * have changed since the line before. A series gets a number where it is first named.
 *
 * <p>{@code {"at":12000,"new":["hikaricp_connections_active"],"set":[0,10]}}; {@code "was"} is the
 * value that a series had since a moment before it was kept; {@code "gone"} are series that were
 * not read this time.
 *
 * <p>Its size is bounded: past 8 MB a line is written every tenth second, and past 16 MB none.
 */
final class ServiceLog implements AutoCloseable {

  /** Its name within a run's folder. */
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

  /** A new file, in the place of any that is there. */
  static ServiceLog create(Path folder) throws IOException {
    return new ServiceLog(Files.newOutputStream(folder.resolve(FILE)));
  }

  /** Adds what is kept of a reading. */
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
   * What was read during a run, from its folder; nothing of a run that read nothing. A last line
   * that is cut, as of a run that was killed, is left out.
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
      while (line.isObject()) { // or it was being written when the run was killed, or is damaged
        restoring.line(line);
        line = LogLines.parse(lines.nextBytes());
      }
    } catch (IndexOutOfBoundsException e) {
      return history; // up to a line that is damaged
    }
    return history;
  }

  /** Follows the file line by line. */
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
