package dev.onrush.internal.settings;

import com.typesafe.config.Config;
import dev.onrush.internal.settings.address.AllowedHosts;
import dev.onrush.units.Percent;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The settings of a run. Each comes from the last of these that names it: {@code onrush.conf}, the
 * file {@code environments/NAME.conf} of {@code -Denv=NAME}, environment variables ({@code
 * ONRUSH_TARGET}), {@code -D}.
 *
 * @param environment the name given with {@code -Denv}
 * @param target base address of the service; without one, a service found on the class path is
 *     started
 * @param duet the other version that the target is compared with, and how; empty for no duet
 * @param users the profile's peak, in users or arrivals each second; the profile keeps its shape
 * @param scale factor on users and rates; default 1
 * @param pace factor on the durations of a plan's stages and grace times, not on think times;
 *     default 1
 * @param only names of flows and user classes that are run; none for the whole plan
 * @param once one user of each class does each of its tasks once, instead of the load; default
 *     false
 * @param seed of every random choice; default: drawn anew and told
 * @param allowedHosts hosts that may be loaded
 * @param localAddresses of this machine, from which users go out in turn; none leaves the choice to
 *     the system
 * @param thresholds other bounds by threshold key: {@code p95-of-login} to {@code 1 s}; and further
 *     thresholds, under names of your own: {@code p95 of Login in steady < 500 ms}
 * @param failOnWarnings a warning is as bad as a breach; default false
 * @param impliedErrorRate the error rate that a run without a threshold on it has to stay below;
 *     default 50 %; empty for none
 * @param baseline name of earlier runs to compare with
 * @param service where the service publishes its metrics
 * @param secrets values that are masked wherever anything is printed
 * @param secretNames names whose values are masked in what was sent and answered, beside those that
 *     are known
 * @param traces whether requests carry ids of traces, and where those are seen
 * @param generator limits past which the generator is not trusted, by name
 * @param warmUp the longest time for which the generator is warmed up before the run, against
 *     itself; default 5 s or a tenth of the run if that is less, 0 s for none
 * @param preview show the plan and send nothing; default false
 * @param dashboard the page on which the run is watched and steered; default none
 * @param gatlingReport keep Gatling's console table, log and HTML report; default false
 * @param verifyCertificates refuse a server whose TLS certificate is not trusted; default true
 * @param checkTarget connect to the target once before any load; default true
 * @param console what is shown while the run goes
 * @param reports the folder that gets a folder for each run; default {@code reports}
 * @param keepRuns how many runs of a simulation are kept; default: all
 * @param baselines the folder of saved runs; default {@code baselines}
 * @param withoutReports names of files that are not written, such as {@code times.hlog}
 * @param gitHub the job of GitHub Actions that this JVM is part of
 * @param export where the run's metrics go, beside its reports
 * @param webhook where to tell of a run's begin, breaches and end
 * @param ending how the load of a run ends
 * @param setUpAtMost how long a plan's before and its after may take; default 1 min
 * @param callThreads calls of Java code that run at the same time; default 256
 * @param injectors how many JVMs send the load; default: this one
 * @param cluster how they find each other
 * @param stronger those that were given from Java, by their names as properties, which no other
 *     place overrides
 * @param notes what a user should know of these settings, and nobody has to change
 * @param config everything as it was read, for settings of your own outside {@code onrush}
 */
public record Settings(
    Optional<String> environment,
    Optional<URI> target,
    Optional<Duet> duet,
    OptionalInt users,
    double scale,
    double pace,
    List<String> only,
    boolean once,
    OptionalLong seed,
    AllowedHosts allowedHosts,
    List<String> localAddresses,
    Map<String, Text> thresholds,
    boolean failOnWarnings,
    Optional<Percent> impliedErrorRate,
    Optional<String> baseline,
    Service service,
    Secrets secrets,
    List<String> secretNames,
    Traces traces,
    Map<String, String> generator,
    Optional<Duration> warmUp,
    boolean preview,
    Optional<Dashboard> dashboard,
    boolean gatlingReport,
    boolean verifyCertificates,
    boolean checkTarget,
    Console console,
    Path reports,
    OptionalInt keepRuns,
    Path baselines,
    List<String> withoutReports,
    Optional<GitHubJob> gitHub,
    Export export,
    Optional<Webhook> webhook,
    Ending ending,
    Duration setUpAtMost,
    int callThreads,
    OptionalInt injectors,
    Cluster cluster,
    Map<String, String> stronger,
    List<String> notes,
    Config config) {

  private static final Duration WARM_UP = Duration.ofSeconds(5);

  /**
   * The longest time for which the generator is warmed up.
   *
   * @param planned how long the run is to last, if it is known
   */
  public Duration longestWarmUp(Optional<Duration> planned) {
    if (once) {
      return Duration.ZERO;
    }
    Duration tenth = planned.map(length -> length.dividedBy(10)).orElse(WARM_UP);
    return warmUp.orElse(tenth.compareTo(WARM_UP) < 0 ? tenth : WARM_UP);
  }

  /**
   * A setting as it was written.
   *
   * @param origin file and line, environment variable, or property
   */
  public record Text(String value, String origin) {

    /** Whether it is in a file, and so may be of all simulations. */
    public boolean isInFile() {
      return !origin.startsWith("-D") && !origin.startsWith("the environment variable");
    }
  }

  /**
   * Traces of requests.
   *
   * @param on whether each request carries the id of one; default false
   * @param port on which spans of the service are received; default: none are
   * @param link the address of a trace, with {@code {traceId}} in it
   */
  public record Traces(boolean on, OptionalInt port, Optional<String> link) {}

  /**
   * The comparison of two versions in one run.
   *
   * @param against the base address of A, while the target is B; empty if both are started
   * @param full whether each gets the whole load of the plan; default: they share it
   * @param margin the difference that matters; default 5 %
   * @param stopWhenCertain whether the run ends when each comparison is certain; default false
   * @param a what is set for A
   * @param b what is set for B
   */
  public record Duet(
      Optional<URI> against,
      boolean full,
      Percent margin,
      boolean stopWhenCertain,
      Variant a,
      Variant b) {}

  /**
   * What is set for one of the two services of a duet.
   *
   * @param config everything, with what is set for this one alone laid over it
   * @param service where this one publishes its metrics
   */
  public record Variant(Config config, Service service) {}

  /**
   * Where the service publishes its metrics.
   *
   * @param metrics path below the target, or an address; default {@code /metrics}
   * @param isGiven whether somebody has said where, and so wants all of them read
   * @param keep metrics that are recorded though no threshold names them
   * @param postgres the service's database, whose statistics are read
   * @param process {@code auto}, {@code off} or a process id, if somebody has said which
   * @param jvm {@code auto}, a process id, or host and port of its JMX agent
   */
  public record Service(
      String metrics,
      boolean isGiven,
      List<String> keep,
      Optional<String> postgres,
      Optional<String> process,
      Optional<String> jvm) {}

  /**
   * What is shown on the console while a run goes.
   *
   * @param shown default AUTO
   * @param every time from one plain line to the next; default 5 s, at least 1 s
   */
  public record Console(Shown shown, Duration every) {}

  /** How a run is shown on the console. */
  public enum Shown {
    /** A view that is drawn in place and takes keys, on a terminal; elsewhere plain lines. */
    AUTO,
    /** Plain lines everywhere. */
    LINES,
    /** Nothing between the first line and the summary, but what is done by hand. */
    NONE
  }

  /**
   * The page on which a run is watched and steered. Beyond loopback it takes a token.
   *
   * @param host name or address of the interface that it listens on; default 127.0.0.1
   * @param port 0 for any free one; without one, 8089 if it is free
   * @param token without which nothing is shown and nothing can be done
   * @param stay for how long it stays after the run, unless its report has been opened there
   *     before; default 0
   */
  public record Dashboard(String host, OptionalInt port, Optional<String> token, Duration stay) {

    /** Without the token. */
    @Override
    public String toString() {
      return "Dashboard[" + host + (port.isPresent() ? ":" + port.getAsInt() : "") + "]";
    }
  }

  /**
   * A job of GitHub Actions.
   *
   * @param summary the file whose Markdown is shown on the job's page
   */
  public record GitHubJob(Optional<Path> summary) {}

  /**
   * Where the run's metrics go, beside its reports.
   *
   * @param prometheus where a scrape endpoint listens
   * @param otlp address of a collector that takes OTLP metrics by HTTP
   * @param interval between two pushes, whole seconds; default 1 s
   * @param headers of each push; masked wherever anything is printed
   * @param lastScrape how long a run that was scraped waits for one more scrape when it has ended;
   *     default 20 s
   */
  public record Export(
      Optional<InetSocketAddress> prometheus,
      Optional<URI> otlp,
      Duration interval,
      Map<String, String> headers,
      Duration lastScrape) {

    /** Names of headers only. */
    @Override
    public String toString() {
      return "Export[" + prometheus + ", " + otlp + ", headers " + headers.keySet() + "]";
    }
  }

  /**
   * How the load of a run ends.
   *
   * @param windDownAtMost how long after its plan users may be at work; default: Gatling's request
   *     timeout and 5 s, which is 65 s
   * @param awaitAnswers how long a run that is cut short waits for the answers of requests under
   *     way; default 2 s
   */
  public record Ending(Optional<Duration> windDownAtMost, Duration awaitAnswers) {}

  /** An address that takes messages in Slack's form; who knows it can post there. */
  public record Webhook(URI address) {

    /** Not the address. */
    @Override
    public String toString() {
      return "Webhook[***]";
    }
  }

  /**
   * How the JVMs of a run over several find each other.
   *
   * @param listen interface and port of its own that this JVM listens on; default: any free port of
   *     loopback
   * @param join where the coordinator is, for an injector; default: this JVM is none
   * @param secret that all of them know
   * @param goOn whether a run goes on that has lost an injector; default: it stops
   * @param longestWait until all are there; default 2 min
   */
  public record Cluster(
      Optional<InetSocketAddress> listen,
      List<InetSocketAddress> join,
      Optional<String> secret,
      boolean goOn,
      Duration longestWait) {

    /** Without the secret. */
    @Override
    public String toString() {
      return "Cluster[" + listen + ", " + join + "]";
    }
  }
}
