package dev.onrush.internal.report.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.report.summary.Summary;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.RunEnd;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The extent of a run according to the {@code result.json} in its folder. It is more than the
 * interval log contains if the log could not be written to its end.
 *
 * @param length the duration of the run
 * @param requests the number of all requests that were counted
 * @param interrupted whether the run was stopped or killed, or has crashed
 */
public record EarlierResult(Duration length, long requests, boolean interrupted) {

  /** Reads the result in a folder; empty if the folder has no result that can be read. */
  public static Optional<EarlierResult> of(Path folder) {
    Path file = folder.resolve(RunFolder.RESULT);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file);
        JsonParser json = RunJson.MAPPER.createParser(in)) {
      return read(json);
    } catch (IOException e) {
      return Optional.empty(); // it is damaged and is to be replaced
    }
  }

  /** Reads only up to the figures of all requests, since the rest may be large. */
  private static Optional<EarlierResult> read(JsonParser json) throws IOException {
    long length = 0;
    boolean interrupted = false;
    JsonToken unused = json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("length")) {
        length = json.getValueAsLong();
      } else if (name.equals("ending")) {
        interrupted = RunEnd.How.INTERRUPTED.name().equals(json.getValueAsString());
      } else if (name.equals("all") && value == JsonToken.START_OBJECT) {
        long requests = json.<JsonNode>readValueAsTree().path("requests").asLong();
        return Optional.of(new EarlierResult(Duration.ofMillis(length), requests, interrupted));
      }
      json.skipChildren();
    }
    return Optional.empty();
  }

  /**
   * Checks that new reports would not contain less of the run than the existing result.
   *
   * @throws IllegalArgumentException if they would contain less
   */
  public void checkReplaceable(Path folder, RunRecord by) {
    long found = new Summary(by).total().of().requests();
    if (by.length().compareTo(length) < 0 || found < requests) {
      throw kept(
          folder,
          extent(length, requests)
              + ", but the interval log contains only "
              + extent(by.length(), found));
    }
    if (!interrupted && by.ending().how() == RunEnd.How.INTERRUPTED) {
      throw kept(folder, "the whole run, but the interval log does not: " + by.ending().detail());
    }
  }

  private static IllegalArgumentException kept(Path folder, String has) {
    return new IllegalArgumentException(
        RunFolder.RESULT
            + " of "
            + folder
            + " contains "
            + has
            + "; nothing was changed; to create reports from the log, move "
            + RunFolder.RESULT
            + " away");
  }

  private static String extent(Duration length, long requests) {
    return Quantity.clock(length) + " with " + Quantity.count(requests, "request");
  }
}
