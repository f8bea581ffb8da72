package dev.onrush.internal.importing;

import dev.onrush.internal.importing.log.SessionBy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is imported, and how.
 *
 * @param files one or, of logs, several
 * @param format if it is not to be recognised
 * @param sessions of logs
 * @param time of logs
 * @param output where to
 */
public record ImportOptions(
    List<Path> files, Optional<InputFormat> format, Sessions sessions, Time time, Output output) {

  /**
   * What tells users apart, and which requests are kept.
   *
   * @param by what a user is known by
   * @param gap after which the next request begins a session
   * @param withStatic whether images, scripts and the like are kept
   * @param fields names of fields of JSON lines
   */
  public record Sessions(
      SessionBy by, Duration gap, boolean withStatic, Map<String, String> fields) {

    /** A copy. */
    public Sessions {
      fields = Map.copyOf(fields);
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
      Optional<Instant> from, Optional<Instant> until, Optional<Duration> length, boolean stages) {}

  /**
   * Where a simulation is written.
   *
   * @param folder that need not be there
   * @param name of the plan: letters and digits, a capital letter first
   * @param overwrite whether files that are there are replaced
   * @param secrets names of secrets, beside those that are known
   */
  public record Output(Path folder, String name, boolean overwrite, List<String> secrets) {

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
