package dev.onrush.internal.importing.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.onrush.internal.importing.file.JsonPlace;
import dev.onrush.internal.importing.file.UnpackedFile;
import dev.onrush.internal.importing.log.SessionBy;
import dev.onrush.internal.importing.request.TakenOut;
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

/** The journeys of some recordings. */
public final class Recordings {

  private static final String AGAIN =
      "record it again, and save it with \"Save all as HAR\" in the browser's view of the network";

  private final Recording.Selection selection;
  private final TakenOut takenOut;
  private final List<Journey> journeys = new ArrayList<>();
  private final Map<String, Long> leftOut = new LinkedHashMap<>();
  private final Set<String> hosts = new LinkedHashSet<>();
  private final Set<String> earlierCookies = new LinkedHashSet<>();
  private long entries;
  private long unreadable;
  private long named;
  private long first = Long.MAX_VALUE;

  /**
   * Nothing is read yet.
   *
   * @param sessionBy what tells one user from another
   * @param hosts whose requests are kept; if none is named, that of the first page
   * @param withStatic whether images, scripts and the like are kept
   * @param time that is read
   * @param takenOut is told what is left out of requests
   */
  public Recordings(
      SessionBy sessionBy,
      List<String> hosts,
      boolean withStatic,
      TrafficReader.Time time,
      TakenOut takenOut) {
    this.selection = new Recording.Selection(sessionBy, hosts, withStatic, time);
    this.takenOut = takenOut;
  }

  /**
   * Reads a HAR.
   *
   * @param user the name of its user
   * @throws IllegalArgumentException if it is none, or has no request of use
   * @throws IOException if it cannot be read
   */
  public void read(Path file, String user) throws IOException {
    Recording recording = new Recording(selection);
    HarReader.Read read;
    try (UnpackedFile unpacked = UnpackedFile.open(file)) {
      read = HarReader.read(unpacked.content(), new AnswerReader(takenOut), recording::add);
    } catch (JsonEOFException e) {
      throw new IllegalArgumentException(
          file + " is cut off: " + JsonPlace.of(e) + " is its last; " + AGAIN, e);
    } catch (StreamConstraintsException e) {
      throw new IllegalArgumentException(
          file + " has a text that is too long, or too many levels; " + AGAIN, e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file + " is no JSON from " + JsonPlace.of(e) + " on; " + AGAIN, e);
    }
    if (!read.isHar()) {
      throw new IllegalArgumentException(file + " is no HAR: it has no log.entries; " + AGAIN);
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
      JourneyBuilder builder = new JourneyBuilder(takenOut);
      String name = kept.users().size() == 1 ? user : user + " " + number;
      journeys.add(builder.of(name, exchanges));
      earlierCookies.addAll(builder.earlierCookies());
      first = Math.min(first, exchanges.get(0).entry().time().at());
    }
  }

  private static String none(Path file, HarReader.Read read, Recording.Kept kept) {
    List<String> why = new ArrayList<>();
    kept.leftOut().forEach((reason, times) -> why.add(Quantity.count(times) + " " + reason));
    return file
        + " has no request that can be used in "
        + Quantity.count(read.entries(), "request")
        + (why.isEmpty() ? "" : ": " + String.join(", ", why))
        + "; record what users do, or name the service's host with --host";
  }

  /**
   * Checks that users are told apart; to be called when all are read.
   *
   * @throws IllegalArgumentException if no request has what tells them apart
   */
  public void checkUsers() {
    selection.sessionBy().check(named);
  }

  /** A journey for each user. */
  public List<Journey> journeys() {
    return List.copyOf(journeys);
  }

  /** The hosts of the services, in the order of the recordings. */
  public List<String> hosts() {
    return List.copyOf(hosts);
  }

  /** All entries of the recordings. */
  public long entries() {
    return entries;
  }

  /** Entries without a time, a method or an address. */
  public long unreadable() {
    return unreadable;
  }

  /** How many requests are left out, by the reason. */
  public Map<String, Long> leftOut() {
    return leftOut;
  }

  /** Cookies that were sent, and that no response of a recording has set. */
  public Set<String> earlierCookies() {
    return earlierCookies;
  }

  /** The first request. */
  public Instant begin() {
    return Instant.EPOCH.plus(Duration.ofNanos(1_000 * first));
  }
}
