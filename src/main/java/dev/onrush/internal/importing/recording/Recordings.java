package dev.onrush.internal.importing.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.onrush.internal.importing.file.JsonPlace;
import dev.onrush.internal.importing.file.UnpackedFile;
import dev.onrush.internal.importing.log.SessionBy;
import dev.onrush.internal.importing.request.Redaction;
import dev.onrush.internal.importing.session.TrafficReader;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads recordings into journeys. */
public final class Recordings {

  private static final String AGAIN =
      "record it again, and save it with \"Save all as HAR\" in the network view of the browser";

  private final Recording.Selection selection;
  private final Redaction redaction;
  private final List<Journey> journeys = new ArrayList<>();
  private final Map<String, Long> leftOut = new LinkedHashMap<>();
  private final Set<String> hosts = new LinkedHashSet<>();
  private final Set<String> earlierCookies = new LinkedHashSet<>();
  private long entries;
  private long unreadable;
  private long named;
  private long first = Long.MAX_VALUE;

  /**
   * Creates a reader that has read nothing yet.
   *
   * @param sessionBy the property that tells one user from another
   * @param hosts the hosts whose requests are kept; if the list is empty, the host of the first
   *     page
   * @param withStatic whether requests for images, scripts and other static files are kept
   * @param time the period that is read
   * @param redaction records what is removed from requests
   */
  public Recordings(
      SessionBy sessionBy,
      List<String> hosts,
      boolean withStatic,
      TrafficReader.Time time,
      Redaction redaction) {
    this.selection = new Recording.Selection(sessionBy, hosts, withStatic, time);
    this.redaction = redaction;
  }

  /**
   * Reads a HAR.
   *
   * @param user the name of the user
   * @throws IllegalArgumentException if the file is not a HAR, or contains no request that can be
   *     used
   * @throws IOException if the file cannot be read
   */
  public void read(Path file, String user) throws IOException {
    Recording recording = new Recording(selection);
    HarReader.Read read;
    try (UnpackedFile unpacked = UnpackedFile.open(file)) {
      read = HarReader.read(unpacked.content(), new ResponseReader(redaction), recording::add);
    } catch (JsonEOFException e) {
      throw new IllegalArgumentException(
          file + " is cut off after " + JsonPlace.of(e) + "; " + AGAIN, e);
    } catch (StreamConstraintsException e) {
      throw new IllegalArgumentException(
          file + " has a text that is too long, or too many nested levels; " + AGAIN, e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file + " is not valid JSON from " + JsonPlace.of(e) + " on; " + AGAIN, e);
    }
    if (!read.isHar()) {
      throw new IllegalArgumentException(file + " is not a HAR: it has no log.entries; " + AGAIN);
    }
    Recording.Kept kept = recording.kept();
    entries += read.entries();
    unreadable += read.unreadable();
    kept.leftOut().forEach((why, times) -> leftOut.merge(why, times, Long::sum));
    if (kept.users().isEmpty()) {
      throw new IllegalArgumentException(none(file, read, kept));
    }
    hosts.addAll(kept.hosts());
    int number = 0;
    for (List<Exchange> exchanges : kept.users()) {
      number++;
      named += exchanges.stream().filter(e -> selection.sessionBy().isIn(e.entry())).count();
      JourneyBuilder builder = new JourneyBuilder(redaction);
      String name = kept.users().size() == 1 ? user : user + " " + number;
      journeys.add(builder.of(name, exchanges));
      earlierCookies.addAll(builder.earlierCookies());
      first = Math.min(first, exchanges.get(0).entry().time().at());
    }
  }

  private String none(Path file, HarReader.Read read, Recording.Kept kept) {
    if (kept.leftOut().keySet().equals(Set.of(TrafficReader.OUTSIDE))) {
      return file + " has " + kept.outside().noneIn(selection.time().from(), selection.time().to());
    }
    return file
        + " has no usable request (of "
        + Quantity.count(read.entries())
        + " in all)"
        + (kept.leftOut().isEmpty() ? "" : ": " + TrafficReader.reasons(kept.leftOut()))
        + "; record what users do, or name the service's host with --host";
  }

  /**
   * Checks that users are told apart. Call it after all recordings have been read.
   *
   * @throws IllegalArgumentException if no request has the property that tells users apart
   */
  public void checkUsers() {
    selection.sessionBy().check(named);
  }

  /** The journeys, one per user. */
  public List<Journey> journeys() {
    return List.copyOf(journeys);
  }

  /** The hosts of the services, in the order of the recordings. */
  public List<String> hosts() {
    return List.copyOf(hosts);
  }

  /** The number of entries in all recordings. */
  public long entries() {
    return entries;
  }

  /** The number of entries without a time, a method or an address. */
  public long unreadable() {
    return unreadable;
  }

  /** The number of requests that were left out, by reason. */
  public Map<String, Long> leftOut() {
    return leftOut;
  }

  /** The names of cookies that were sent but not set by a response of a recording. */
  public Set<String> earlierCookies() {
    return earlierCookies;
  }

  /** The time of the first request. */
  public Instant begin() {
    return Instant.EPOCH.plus(Duration.ofNanos(1_000 * first));
  }
}
