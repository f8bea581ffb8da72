package dev.onrush.internal.cli;

import dev.onrush.internal.importing.ImportOptions;
import dev.onrush.internal.importing.Importer;
import dev.onrush.internal.importing.InputFormat;
import dev.onrush.internal.importing.log.SessionBy;
import dev.onrush.internal.launch.process.Console;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a simulation from logs, traces, recordings of a browser or an OpenAPI document. */
@Command(
    name = "import",
    description =
        "Make a simulation from access logs, traces, browser recordings (HAR) or an OpenAPI document.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Runnable {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,60}");

  /** The times that a log may contain: those with a year of four digits. */
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "one file, several logs in any order, or several recordings; may be compressed with gzip")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "folder to write to; default: the current folder")
  private Path folder = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "name of the plan; Shop makes ShopTest.java; default: ${DEFAULT-VALUE}",
      defaultValue = "Imported")
  private String name = "";

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = "address of the service, for the command that is printed at the end",
      defaultValue = "http://127.0.0.1:8080")
  private String target = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default: recognised by the content")
  private @Nullable InputFormat format;

  @Option(
      names = "--session-by",
      paramLabel = "WHAT",
      description =
          "what tells users apart: agent (address and browser), client (address), cookie:NAME,"
              + " field:NAME, header:NAME, query:NAME; default: ${DEFAULT-VALUE}",
      defaultValue = "agent")
  private String sessionBy = "";

  @Option(
      names = "--gap",
      paramLabel = "TIME",
      description =
          "pause after which the next request of a user starts a new session; default: ${DEFAULT-VALUE}",
      defaultValue = "30 min")
  private String gap = "";

  @Option(
      names = "--field",
      paramLabel = "KIND=NAME",
      description =
          "name of a field of JSON lines, instead of the usual names: time=ts, path=http.target;"
              + " duration=took:ms with the unit of its numbers")
  private Map<String, String> fields = new LinkedHashMap<>();

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "host whose requests in a recording are kept; all are sent to the target; default: the host of"
              + " the first page")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "service whose requests are kept, if the traces contain several")
  private List<String> services = new ArrayList<>();

  @Option(
      names = "--writes",
      description = "also send the operations of an OpenAPI document that change data")
  private boolean withChanges;

  @Option(names = "--static", description = "keep images, scripts and styles")
  private boolean withStatic;

  @Option(
      names = "--secret",
      paramLabel = "NAME",
      description =
          "name of a parameter or field whose values are removed, in addition to the known names")
  private List<String> secrets = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "start of the period to read, inclusive: 2026-11-28T08:00, in UTC")
  private String from = "";

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "end of the period to read, exclusive")
  private String until = "";

  @Option(
      names = "--hours",
      paramLabel = "HOURS",
      description =
          "length of the plan, at the same rates; default: the length of the log; for a recording,"
              + " twice its longest journey; for an OpenAPI document, 1 min")
  private String hours = "";

  @Option(names = "--stages", description = "write the profile as stages, not as a CSV")
  private boolean stages;

  @Option(
      names = "--force",
      description = "replace existing files of the same names; other files are kept")
  private boolean force;

  @Spec private @Nullable CommandSpec spec;

  /** Picocli creates the command. */
  ImportCommand() {}

  @Override
  public void run() {
    if (!NAME.matcher(name).matches()) {
      throw new UsageException(
          "--name was \"" + name + "\"; write letters and digits, a letter first: Shop");
    }
    String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    String address = TargetOption.address(target).toString();
    ImportOptions options =
        new ImportOptions(
            files,
            Optional.ofNullable(format),
            new ImportOptions.Sessions(
                UsageException.check(() -> SessionBy.parse(sessionBy)),
                gap(),
                new ImportOptions.Kept(withStatic, hosts, services),
                fields),
            time(),
            new ImportOptions.Output(folder, capital, force, withChanges, secrets),
            given());
    Importer importer = new Importer(options, line -> Console.err().println(line));
    InputFormat input = importer.format();
    UsageException.run(() -> importer.checkOptions(input));
    PrintStream out = Console.out();
    importer.run(input).forEach(out::println);
    Path simulation = folder.resolve(capital + "Test.java");
    out.println(
        "\nWrote "
            + simulation
            + "; preview it first, nothing is sent:\n\n    java -jar onrush.jar run "
            + ShellWord.of(simulation)
            + " "
            + ShellWord.of("-Dtarget=" + address)
            + " -Dpreview\n");
  }

  /** The names of the options on the command line. */
  private List<String> given() {
    return Objects.requireNonNull(spec, "set by picocli")
        .commandLine()
        .getParseResult()
        .matchedOptions()
        .stream()
        .map(OptionSpec::longestName)
        .toList();
  }

  private Duration gap() {
    return new OptionText("--gap", gap)
        .parse(
            Quantity::parseDuration,
            time -> time.compareTo(Duration.ofSeconds(1)) >= 0,
            "a time of at least 1 s, such as \"30 min\"");
  }

  private Optional<Duration> length() {
    if (hours.isEmpty()) {
      return Optional.empty();
    }
    double number =
        new OptionText("--hours", hours)
            .parse(
                Quantity::number,
                value -> value >= 0.01 && value <= 24_000,
                "a number from 0.01 to 24,000, such as 1.5");
    return Optional.of(Duration.ofSeconds(Math.round(3_600 * number)));
  }

  private ImportOptions.Time time() {
    Optional<Instant> begin = moment("--from", from);
    Optional<Instant> end = moment("--until", until);
    if (begin.isPresent() && end.isPresent() && !begin.get().isBefore(end.get())) {
      throw new UsageException(
          "--until was \""
              + until
              + "\", which is not after --from \""
              + from
              + "\"; write a later --until, or an earlier --from");
    }
    return new ImportOptions.Time(begin, end, length(), stages);
  }

  private static Optional<Instant> moment(String option, String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new OptionText(option, text)
            .parse(
                ImportCommand::moment,
                moment -> !moment.isBefore(EARLIEST) && moment.isBefore(LATEST),
                "a date and a time such as 2026-11-28T08:00, or with a zone 2026-11-28T08:00+01:00"));
  }

  private static Instant moment(String text) {
    return text.matches(".*T.*(?:Z|[+-]\\d{2}:?\\d{2})")
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }
}
