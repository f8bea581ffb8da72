package dev.onrush.internal.importing;

import dev.onrush.internal.importing.log.SessionBy;
import dev.onrush.internal.importing.session.TrafficReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The input of an import, and its settings.
 *
 * @param files one file, or several logs or recordings
 * @param format the format of the files; empty if it is to be recognised
 * @param sessions the settings of users and sessions, for logs and recordings
 * @param time the settings of time, for logs and recordings
 * @param output the settings of the simulation that is written
 * @param given the names of the options that the user wrote, such as {@code --gap}; an option that
 *     does not apply to the format of the files is refused
 */
public record ImportOptions(
    List<Path> files,
    Optional<InputFormat> format,
    Sessions sessions,
    Time time,
    Output output,
    List<String> given) {

  /**
   * How users are told apart, and which requests are kept.
   *
   * @param by the property that identifies a user
   * @param gap the pause after which the next request of a user begins a new session
   * @param kept the requests that are kept
   * @param fields names of fields of JSON lines, by their kind
   */
  public record Sessions(SessionBy by, Duration gap, Kept kept, Map<String, String> fields) {

    /** Copies the map. */
    public Sessions {
      fields = Map.copyOf(fields);
    }
  }

  /**
   * Selects the requests that are kept.
   *
   * @param withStatic whether requests for images, scripts and other static files are kept
   * @param hosts the hosts whose requests are kept, of a recording
   * @param services the services whose requests are kept, of traces
   */
  public record Kept(boolean withStatic, List<String> hosts, List<String> services) {

    /** Copies the lists. */
    public Kept {
      hosts = List.copyOf(hosts);
      services = List.copyOf(services);
    }
  }

  /**
   * The period that is read, and the length and profile of the plan.
   *
   * @param from the first moment that is read
   * @param until the first moment that is no longer read
   * @param length the length of the plan, if it differs from the length of the log
   * @param stages whether the load profile is written as stages
   */
  public record Time(
      Optional<Instant> from, Optional<Instant> until, Optional<Duration> length, boolean stages) {

    /** The period that is read, in microseconds since 1970. */
    TrafficReader.Time read() {
      return new TrafficReader.Time(
          from.map(Time::micros).orElse(Long.MIN_VALUE),
          until.map(Time::micros).orElse(Long.MAX_VALUE));
    }

    private static long micros(Instant at) {
      return Math.multiplyExact(at.getEpochSecond(), 1_000_000L) + at.getNano() / 1_000;
    }
  }

  /**
   * Where and how a simulation is written.
   *
   * @param folder the folder, which need not exist
   * @param name the name of the plan: letters and digits, beginning with a capital letter
   * @param overwrite whether existing files are replaced
   * @param withChanges whether operations of a service that change data are sent
   * @param secrets names of secrets, in addition to the known ones
   */
  public record Output(
      Path folder, String name, boolean overwrite, boolean withChanges, List<String> secrets) {

    /** Copies the list. */
    public Output {
      secrets = List.copyOf(secrets);
    }
  }

  /** Copies the lists. */
  public ImportOptions {
    files = List.copyOf(files);
    given = List.copyOf(given);
  }
}
