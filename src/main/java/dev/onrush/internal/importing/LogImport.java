package dev.onrush.internal.importing;

import dev.onrush.internal.importing.file.UnreadableFile;
import dev.onrush.internal.importing.log.LineFormat;
import dev.onrush.internal.importing.log.LogEntry;
import dev.onrush.internal.importing.plan.Fidelity;
import dev.onrush.internal.importing.plan.PlanFit;
import dev.onrush.internal.importing.request.Redaction;
import dev.onrush.internal.importing.session.EntryOrder;
import dev.onrush.internal.importing.session.Traffic;
import dev.onrush.internal.importing.session.TrafficReader;
import dev.onrush.internal.importing.source.Description;
import dev.onrush.internal.importing.source.SimulationSource;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Makes a simulation from access logs, or from traces. */
final class LogImport {

  /** The longest period of a log. In a longer one, some time is wrong, such as a time in 1970. */
  private static final Duration LONGEST_WINDOW = Duration.ofDays(1_000);

  /** How far, in requests, a line may be from its place in the order of times. */
  private static final int MOST_OUT_OF_ORDER = 20_000;

  /** The seed of all random numbers: the same log makes the same plan. */
  private static final long SEED = 20_260_131;

  private final ImportOptions options;
  private final LineFormat format;
  private final LogFiles.Reading reading;
  private final Consumer<String> progress;
  private final LogFiles files;

  /**
   * Creates an import that {@link #run} executes.
   *
   * @param format the format of the lines
   * @param reading reads each file
   * @param progress receives a line of progress every few seconds
   */
  LogImport(
      ImportOptions options,
      LineFormat format,
      LogFiles.Reading reading,
      Consumer<String> progress) {
    this.options = options;
    this.format = format;
    this.reading = reading;
    this.progress = progress;
    this.files = new LogFiles(progress);
  }

  Imported run() {
    TrafficReader reader = new TrafficReader(selection(), SEED);
    EntryOrder order = new EntryOrder(MOST_OUT_OF_ORDER, reader::add);
    TracedServices services = new TracedServices(options.sessions().kept().services());
    for (Path file : inTheOrderOfTimes()) {
      read(
          files,
          file,
          entry -> {
            if (services.keeps(entry)) {
              order.add(entry);
            }
            return true;
          });
    }
    order.complete();
    services.check();
    if (reader.isEmpty()) {
      throw new IllegalArgumentException(none(reader));
    }
    Traffic traffic = reader.traffic();
    options.sessions().by().check(traffic.requests() - traffic.unidentified());
    check(traffic.window());
    Redaction redaction = new Redaction(options.output().secrets());
    Duration length =
        options.time().length().orElse(Duration.ofSeconds(traffic.window().seconds()));
    PlanFit.Fitted fitted = PlanFit.fitted(traffic, length, redaction, SEED);
    Fidelity fidelity = Fidelity.of(fitted.plan(), fitted.observed(), SEED);
    LogSummary summary = new LogSummary(traffic, files, fitted.plan());
    Description description =
        new Description(
            options.output().name(), summary.comment(length), bounds(traffic.service()));
    List<String> text = new ArrayList<>(summary.text());
    text.addAll(format.notes());
    text.addAll(LogSummary.unidentified(traffic, options.sessions().by()));
    text.addAll(LogSummary.fidelity(fidelity));
    text.addAll(Imported.redacted(redaction.list()));
    text.addAll(Imported.unknownBodies(fitted.plan()));
    return new Imported(
        SimulationSource.of(fitted.plan(), description, options.time().stages()), text);
  }

  private void read(LogFiles into, Path file, Predicate<LogEntry> to) {
    try {
      reading.read(into, file, to);
    } catch (IOException e) {
      throw UnreadableFile.failure(file, e);
    }
  }

  /**
   * Returns the files, sorted by the end of their first request. When a shell sorts the names of
   * several logs, the newest log is often the first. The end is compared, because servers log a
   * request when it ends, and a stream may have begun hours before. A pipe can be read only once,
   * so if there is a pipe among the files, their order does not change.
   */
  private List<Path> inTheOrderOfTimes() {
    if (options.files().size() == 1 || !options.files().stream().allMatch(Files::isRegularFile)) {
      return options.files();
    }
    Map<Path, Long> firstEnds = new HashMap<>();
    for (Path file : options.files()) {
      firstEnds.put(file, Long.MAX_VALUE);
      read(
          new LogFiles(progress),
          file,
          entry -> {
            firstEnds.merge(file, entry.time().end(), Math::min);
            return false;
          });
    }
    return options.files().stream().sorted(Comparator.comparing(firstEnds::get)).toList();
  }

  private static void check(Traffic.Window window) {
    if (window.seconds() > LONGEST_WINDOW.toSeconds()) {
      throw new IllegalArgumentException(
          "there are requests from "
              + Instant.ofEpochSecond(window.from())
              + " to "
              + Instant.ofEpochSecond(window.to())
              + ", which is longer than "
              + Quantity.count(LONGEST_WINDOW.toDays())
              + " days; select the period to read with --from and --until");
    }
  }

  private String none(TrafficReader reader) {
    int more = options.files().size() - 1;
    String input =
        options.files().get(0)
            + (more == 0 ? " has " : " and " + Quantity.count(more, "more file") + " have ");
    Map<String, Long> leftOut = reader.leftOut();
    if (leftOut.keySet().equals(Set.of(TrafficReader.OUTSIDE))) {
      TrafficReader.Time period = options.time().read();
      return input + reader.outside().noneIn(period.from(), period.to());
    }
    String none =
        input
            + "no usable request in "
            + Quantity.count(files.lines(), "line")
            + " read as "
            + format.text();
    if (!leftOut.isEmpty()) {
      return none + ": " + TrafficReader.reasons(leftOut) + "; import a log with other requests";
    }
    String first = files.broken().isEmpty() ? "" : "; the first line is: " + files.broken().get(0);
    return none + "; try another format with --format, or the fields of JSON with --field" + first;
  }

  private TrafficReader.Selection selection() {
    return new TrafficReader.Selection(
        options.sessions().by(),
        options.sessions().gap(),
        options.sessions().kept().withStatic(),
        options.time().read());
  }

  /**
   * Returns limits of twice the p95 and twice the error rate of the log, but at least 10 ms and 1
   * %. If the log does not contain response times, the limit of the p95 is the one in {@link
   * Description.Bounds#USUAL}.
   */
  private static Description.Bounds bounds(Traffic.Service service) {
    Duration p95 =
        service
            .p95()
            .map(time -> Duration.ofMillis(Math.max(10, 2 * time.toMillis())))
            .orElse(Description.Bounds.USUAL.p95());
    return new Description.Bounds(p95, Math.min(100, Math.max(1, 200 * service.errors())));
  }
}
