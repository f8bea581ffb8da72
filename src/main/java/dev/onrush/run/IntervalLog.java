package dev.onrush.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.capacity.Pilot;
import dev.onrush.control.Course;
import dev.onrush.control.Intervention;
import dev.onrush.control.Leg;
import dev.onrush.metrics.Interval;
import dev.onrush.metrics.Timeline;
import dev.onrush.verdict.Judge;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The file that a run writes while it goes: a line for what is known at its begin, a line for each
 * interval, a line for its end. Each line is handed to the operating system when it is complete, so
 * a run that is killed leaves all of them but the one at work.
 */
public final class IntervalLog implements AutoCloseable {

  /** Its name within a run's folder. */
  public static final String FILE = "intervals.jsonl";

  private static final String SCHEMA = "onrush-intervals/2";

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

  void add(Intervention intervention) throws IOException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("intervention", RunJson.of(intervention));
    line(node);
  }

  void add(Leg leg) throws IOException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("leg", RunJson.of(leg));
    line(node);
  }

  void end(RunResult result) throws IOException {
    ObjectNode last = JsonNodeFactory.instance.objectNode();
    last.set("ending", RunJson.of(result));
    line(last);
  }

  /** An end that nobody has judged: whoever reads it does. */
  void end(Ending ending, List<String> notes) throws IOException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ObjectNode last = node.putObject("ending");
    last.put("how", ending.how().name()).put("detail", ending.detail());
    notes.forEach(last.putArray("notes")::add);
    line(node);
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
    Reader reader = new Reader(info(folder));
    lines(folder, reader::take);
    return reader.result();
  }

  /** Follows a run once more, line by line. */
  private static final class Reader {
    private final RunInfo begun;
    private final Judge judge;
    private final Optional<Pilot> pilot;
    private final List<Intervention> interventions = new ArrayList<>();
    private Optional<Course> course;
    private Optional<JsonNode> end = Optional.empty();

    Reader(RunInfo begun) {
      this.begun = begun;
      this.judge = Run.judge(begun, Optional.empty());
      this.pilot = Run.pilot(begun);
      this.course = Run.opening(begun, pilot);
    }

    void take(JsonNode node) {
      if (node.has("ending")) {
        end = Optional.of(node.get("ending"));
      } else if (node.has("series")) {
        Interval interval = RunJson.interval(node);
        judge.add(interval);
        pilot.ifPresent(p -> p.add(interval));
      } else if (node.has("intervention")) {
        Intervention intervention = RunJson.intervention(node.get("intervention"));
        interventions.add(intervention);
        course = course.map(c -> c.with(intervention));
      } else if (node.has("leg")) {
        Leg leg = RunJson.leg(node.get("leg"));
        course = course.map(c -> c.with(leg));
        pilot.ifPresent(p -> p.follow(leg));
      } // else the line at which the run was killed
    }

    RunResult result() {
      RunInfo info = begun.on(course.map(c -> c.profileAsOf(judge.timeline().elapsed())));
      return end.map(
              found ->
                  RunJson.ended(result(info, RunJson.ending(found), RunJson.notes(found)), found))
          .orElseGet(() -> result(info, killed(info, judge.timeline()), List.of()));
    }

    private RunResult result(RunInfo info, Ending ending, List<String> notes) {
      return RunResult.of(info, ending, judge, interventions, pilot, notes);
    }
  }

  /**
   * What was known of a run when it began, from its folder.
   *
   * @throws IllegalArgumentException if there is no interval log, or it is of another kind
   * @throws UncheckedIOException if it cannot be read
   */
  public static RunInfo info(Path folder) {
    try (BufferedReader reader = open(folder)) {
      return RunJson.info(header(folder, reader));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * Hands over a run's intervals in order, one at a time, as far as they were written.
   *
   * @throws IllegalArgumentException if there is no interval log, or it is of another kind
   * @throws UncheckedIOException if it cannot be read
   */
  public static void forEach(Path folder, Consumer<Interval> reader) {
    lines(
        folder,
        node -> {
          if (node.has("series")) {
            reader.accept(RunJson.interval(node));
          }
        });
  }

  /** All lines after the first. */
  static void lines(Path folder, Consumer<JsonNode> each) {
    try (BufferedReader reader = open(folder)) {
      JsonNode unused = header(folder, reader);
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        each.accept(parse(line));
      }
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static BufferedReader open(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "folder was " + folder + "; a run's folder has a file " + FILE + ", and it has none");
    }
    return Files.newBufferedReader(file);
  }

  private static JsonNode header(Path folder, BufferedReader reader) throws IOException {
    JsonNode header = parse(reader.readLine());
    if (!header.path("schema").asText().equals(SCHEMA)) {
      throw new IllegalArgumentException(
          folder.resolve(FILE)
              + " does not begin with \""
              + SCHEMA
              + "\"; it is no interval log of this version");
    }
    return header.required("run");
  }

  private static UncheckedIOException unreadable(Path folder, IOException e) {
    return new UncheckedIOException(folder.resolve(FILE) + " cannot be read", e);
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
