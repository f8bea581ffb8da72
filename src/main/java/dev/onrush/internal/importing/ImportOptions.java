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
 * What is imported, and how.
 *
 * @param files one or, of logs and recordings, several
 * @param format if it is not to be recognised
 * @param sessions of logs and recordings
 * @param time of logs and recordings
 * @param output where to
 */
public record ImportOptions(
    List<Path> files, Optional<InputFormat> format, Sessions sessions, Time time, Output output) {

  /**
   * What tells users apart, and which requests are kept.
   *
   * @param by what a user is known by
   * @param gap after which the next request begins a session
   * @param kept which requests are
   * @param fields names of fields of JSON lines
   */
  public record Sessions(SessionBy by, Duration gap, Kept kept, Map<String, String> fields) {

    /** A copy. */
    public Sessions {
      fields = Map.copyOf(fields);
    }
  }

  /**
   * Which requests are kept.
   *
   * @param withStatic whether those for images, scripts and the like are
   * @param hosts to which they were sent, of a recording
   * @param services to which they were sent, of traces
   */
  public record Kept(boolean withStatic, List<String> hosts, List<String> services) {

    /** Copies. */
    public Kept {
      hosts = List.copyOf(hosts);
      services = List.copyOf(services);
    }
  }

  /**
   * The time that is read, and that of the plan.
   *
   * @param from the first moment that is read
   * @param until the first that is not
   * @param length of the plan, if it is another than that of the log
   * @param stages whether the profile is written as stages
   */
  public record Time(
      Optional<Instant> from, Optional<Instant> until, Optional<Duration> length, boolean stages) {

    /** The time that is read, in microseconds since 1970. */
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
   * Where a simulation is written.
   *
   * @param folder that need not be there
   * @param name of the plan: letters and digits, a capital letter first
   * @param overwrite whether files that are there are replaced
   * @param withChanges whether operations of a service that change data are sent
   * @param secrets names of secrets, beside those that are known
   */
  public record Output(
      Path folder, String name, boolean overwrite, boolean withChanges, List<String> secrets) {

    /** A copy. */
    public Output {
      secrets = List.copyOf(secrets);
    }
  }

  /** A copy. */
  public ImportOptions {
    files = List.copyOf(files);
  }
}
