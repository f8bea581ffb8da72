package dev.onrush.internal.cli;

import dev.onrush.internal.importing.ImportOptions;
import dev.onrush.internal.importing.Importer;
import dev.onrush.internal.importing.InputFormat;
import dev.onrush.internal.importing.log.SessionBy;
import dev.onrush.internal.launch.role.Console;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.DateTimeException;
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
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a simulation from logs, traces, recordings of a browser or an OpenAPI document. */
@Command(
    name = "import",
    description =
        "Make a simulation from access logs, traces, recordings of a browser (HAR) or an OpenAPI document.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Runnable {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,60}");

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "one, several logs in any order, or several recordings; also packed by gzip")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "where it is written; default: the current folder")
  private Path folder = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "of the plan; Shop makes ShopTest.java; default: ${DEFAULT-VALUE}",
      defaultValue = "Imported")
  private String name = "";

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = "of the service, for the command that is printed at the end",
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
      description = "after which a user's next request begins a session; default: ${DEFAULT-VALUE}",
      defaultValue = "30 min")
  private String gap = "";

  @Option(
      names = "--field",
      paramLabel = "KIND=NAME",
      description =
          "the name of a field of JSON lines: time=ts, path=http.target; duration=took:ms with the unit"
              + " of its numbers")
  private Map<String, String> fields = new LinkedHashMap<>();

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "whose requests are kept of a recording; all go to the target; default: that of the first"
              + " page")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "whose requests are kept of traces of several services")
  private List<String> services = new ArrayList<>();

  @Option(
      names = "--writes",
      description = "send the operations of an OpenAPI document that change data too")
  private boolean withChanges;

  @Option(names = "--static", description = "keep images, scripts and styles")
  private boolean withStatic;

  @Option(
      names = "--secret",
      paramLabel = "NAME",
      description =
          "of a parameter or field whose values are taken out, beside those that are known")
  private List<String> secrets = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "the first moment that is read: 2026-11-28T08:00, in UTC")
  private String from = "";

  @Option(names = "--until", paramLabel = "TIME", description = "the first moment that is not read")
  private String until = "";

  @Option(
      names = "--hours",
      paramLabel = "HOURS",
      description = "the length of the plan, at the same rates; default: that of the log")
  private @Nullable Double hours;

  @Option(names = "--stages", description = "write the profile as stages, not as a CSV")
  private boolean stages;

  @Option(names = "--force", description = "replace files that are there; others stay")
  private boolean force;

  /** Picocli creates the command. */
  ImportCommand() {}

  @Override
  public void run() {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "--name was \"" + name + "\"; write letters and digits, a letter first: Shop");
    }
    String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    String address = TargetOption.address(target).toString();
    ImportOptions options =
        new ImportOptions(
            files,
            Optional.ofNullable(format),
            new ImportOptions.Sessions(
                SessionBy.parse(sessionBy),
                gap(),
                new ImportOptions.Kept(withStatic, hosts, services),
                fields),
            new ImportOptions.Time(
                moment("--from", from), moment("--until", until), length(), stages),
            new ImportOptions.Output(folder, capital, force, withChanges, secrets));
    PrintStream out = Console.out();
    new Importer(options, line -> Console.err().println(line)).run().forEach(out::println);
    Path simulation = folder.resolve(capital + "Test.java");
    out.println(
        "\nWrote "
            + simulation
            + "; look at it first, nothing is sent:\n\n    java -jar onrush.jar run "
            + ShellWord.of(simulation)
            + " "
            + ShellWord.of("-Dtarget=" + address)
            + " -Dpreview\n");
  }

  private Duration gap() {
    try {
      Duration time = Quantity.parseDuration(gap);
      if (time.compareTo(Duration.ofSeconds(1)) >= 0) {
        return time;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw new IllegalArgumentException(
        "--gap was \"" + gap + "\"; write a time from 1 s on, such as \"30 min\"");
  }

  private Optional<Duration> length() {
    if (hours == null) {
      return Optional.empty();
    }
    if (!(hours >= 0.01 && hours <= 24_000)) {
      throw new IllegalArgumentException(
          "--hours was " + Quantity.plain(hours) + "; 0.01 to 24,000 are allowed");
    }
    return Optional.of(Duration.ofSeconds(Math.round(3_600 * hours)));
  }

  private static Optional<Instant> moment(String option, String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.matches(".*T.*(?:Z|[+-]\\d{2}:?\\d{2})")
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          option
              + " was \""
              + text
              + "\"; write a date and a time such as 2026-11-28T08:00, or with a zone 2026-11-28T08:00+01:00",
          e);
    }
  }
}
