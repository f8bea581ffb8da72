package dev.onrush.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.metrics.Interval;
import dev.onrush.metrics.Timeline;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The file that a run writes while it goes: a line for what is known at its begin, a line for each
 * interval, a line for its end. Each line is handed to the operating system when it is complete, so
 * a run that is killed leaves all of them but the one at work.
 */
public final class IntervalLog implements AutoCloseable {

  /** Its name within a run's folder. */
  public static final String FILE = "intervals.jsonl";

  private static final String SCHEMA = "onrush-intervals/1";

  private final BufferedWriter writer;

  private IntervalLog(BufferedWriter writer) {
    this.writer = writer;
  }

  static IntervalLog create(Path folder, RunInfo info) throws IOException {
    IntervalLog log = new IntervalLog(Files.newBufferedWriter(folder.resolve(FILE)));
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    header.put("schema", SCHEMA);
    header.set("run", RunJson.of(info));
    log.line(header);
    return log;
  }

  void add(Interval interval) throws IOException {
    line(RunJson.of(interval));
  }

  void end(Ending ending, List<String> notes) throws IOException {
    ObjectNode last = JsonNodeFactory.instance.objectNode();
    last.set("ending", RunJson.of(ending, notes));
    line(last);
  }

  private void line(ObjectNode node) throws IOException {
    writer.write(RunJson.MAPPER.writeValueAsString(node));
    writer.write('\n');
    writer.flush();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /**
   * The result of a run from its folder, as far as it was written: the same figures as at its end,
   * or, of a run that was killed, those up to its last interval, with the verdict INVALID.
   *
   * @throws IllegalArgumentException if there is no interval log, or it is of another kind
   * @throws UncheckedIOException if it cannot be read
   */
  public static RunResult read(Path folder) {
    Timeline timeline = new Timeline();
    Frame frame = read(folder, timeline::add);
    Ending ending =
        frame.last.has("ending")
            ? RunJson.ending(frame.last.get("ending"))
            : killed(frame.info, timeline);
    List<String> notes = new ArrayList<>();
    frame.last.path("ending").path("notes").forEach(n -> notes.add(n.asText()));
    return RunResult.of(frame.info, ending, timeline, notes);
  }

  /**
   * Hands out the intervals of a run's folder one by one, so that a long run needs no more memory
   * than a short one.
   *
   * @throws IllegalArgumentException if there is no interval log, or it is of another kind
   * @throws UncheckedIOException if it cannot be read
   */
  public static void forEach(Path folder, Consumer<Interval> reader) {
    Frame unused = read(folder, reader);
  }

  /** What stands around the intervals. */
  private record Frame(RunInfo info, JsonNode last) {}

  private static Frame read(Path folder, Consumer<Interval> reader) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "folder was " + folder + "; a run's folder has a file " + FILE + ", and it has none");
    }
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      JsonNode header = parse(lines.readLine());
      if (!header.path("schema").asText().equals(SCHEMA)) {
        throw new IllegalArgumentException(
            file
                + " does not begin with \""
                + SCHEMA
                + "\"; it is no interval log of this version");
      }
      JsonNode last = RunJson.MAPPER.nullNode();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode node = parse(line);
        if (node.has("ending")) {
          last = node;
        } else if (node.has("series")) {
          reader.accept(RunJson.interval(node));
        } // else the line at which the run was killed
      }
      return new Frame(RunJson.info(header.required("run")), last);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static Ending killed(RunInfo info, Timeline timeline) {
    return new Ending(
        Ending.How.INTERRUPTED,
        "the run was killed after " + Progress.of(timeline.elapsed(), info.planned()));
  }

  /** A line that was cut short is none. */
  private static JsonNode parse(@org.jspecify.annotations.Nullable String line) {
    try {
      return line == null ? RunJson.MAPPER.nullNode() : RunJson.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      return RunJson.MAPPER.nullNode();
    }
  }
}
