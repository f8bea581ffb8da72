package dev.onrush.internal.importing;

import dev.onrush.internal.importing.file.UnreadableFile;
import dev.onrush.internal.importing.recording.Journey;
import dev.onrush.internal.importing.recording.Recordings;
import dev.onrush.internal.importing.request.CommonHeaders;
import dev.onrush.internal.importing.request.ImportedRequest;
import dev.onrush.internal.importing.request.Names;
import dev.onrush.internal.importing.request.Redaction;
import dev.onrush.internal.importing.request.UniqueNames;
import dev.onrush.internal.importing.source.Description;
import dev.onrush.internal.importing.source.JourneySource;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes a simulation from recordings of a browser or a proxy. */
final class HarImport {

  private final ImportOptions options;

  HarImport(ImportOptions options) {
    this.options = options;
  }

  Imported run() {
    Redaction redaction = new Redaction(options.output().secrets());
    Recordings recordings =
        new Recordings(
            options.sessions().by(),
            options.sessions().kept().hosts(),
            options.sessions().kept().withStatic(),
            options.time().read(),
            redaction);
    UniqueNames names = new UniqueNames();
    for (Path file : options.files()) {
      try {
        recordings.read(file, name(file, names));
      } catch (IOException e) {
        throw UnreadableFile.failure(file, e);
      }
    }
    recordings.checkUsers();
    List<String> text = new ArrayList<>(found(recordings));
    text.addAll(Imported.redacted(redaction.list()));
    if (!recordings.earlierCookies().isEmpty()) {
      text.add(
          "Cookies from before the recording are left out: "
              + String.join(", ", recordings.earlierCookies())
              + "; record the log-in too.");
    }
    List<ImportedRequest.Header> common = CommonHeaders.of(requests(recordings.journeys()), 1);
    List<Journey> journeys =
        recordings.journeys().stream().map(journey -> journey.without(common)).toList();
    List<ImportedRequest> requests = requests(journeys);
    text.addAll(Imported.correlated(requests));
    text.addAll(Imported.todos(requests, common));
    Duration length = length(journeys);
    Description description =
        new Description(
            options.output().name(),
            List.of(
                "A user's requests from " + recordings.begin() + " on, made from a recording",
                "by {@code onrush import}."),
            Description.Bounds.USUAL);
    return new Imported(JourneySource.of(journeys, common, description, length), text);
  }

  private static List<ImportedRequest> requests(List<Journey> journeys) {
    return journeys.stream().flatMap(journey -> journey.requests().stream()).toList();
  }

  /** Converts {@code shop.example.com.har} to the name {@code Shop example com}. */
  private static String name(Path file, UniqueNames names) {
    String text = String.valueOf(file.getFileName()).replaceAll("(?i)(?:\\.har)?(?:\\.gz)?$", "");
    String words = Names.capital(text.replaceAll("[^A-Za-z0-9]+", " ").strip());
    String name = words.isEmpty() ? "User" : words;
    return names.unique(name);
  }

  private static List<String> found(Recordings recordings) {
    List<String> text = new ArrayList<>();
    long kept = recordings.journeys().stream().mapToLong(each -> each.steps().size()).sum();
    text.add(
        Quantity.count(recordings.entries(), "request")
            + ", of which "
            + Quantity.count(kept)
            + (kept == 1 ? " is" : " are")
            + " kept, to "
            + String.join(", ", recordings.hosts())
            + ", from "
            + recordings.begin()
            + ".");
    if (recordings.unreadable() > 0) {
      text.add(Imported.leftOut("without a time, a method or an address", recordings.unreadable()));
    }
    recordings.leftOut().forEach((why, times) -> text.add(Imported.leftOut(why, times)));
    recordings
        .journeys()
        .forEach(
            journey ->
                text.add(
                    journey.name()
                        + ": a journey of "
                        + Quantity.count(journey.steps().size(), "request")
                        + " in "
                        + Quantity.clock(journey.length())
                        + ", with its pauses."));
    return text;
  }

  /**
   * The length of the plan. The default is twice the longest journey, so that the last users to
   * arrive run for a while together with the first.
   */
  private Duration length(List<Journey> journeys) {
    long longest = journeys.stream().mapToLong(each -> each.length().toSeconds()).max().orElse(0);
    return options.time().length().orElse(Duration.ofMinutes(Math.max(1, (2 * longest + 59) / 60)));
  }
}
