package dev.onrush.internal.settings;

import com.typesafe.config.Config;
import dev.onrush.internal.settings.address.AllowedHosts;
import dev.onrush.internal.settings.secret.Secrets;
import dev.onrush.internal.settings.source.SourcedText;
import dev.onrush.internal.settings.table.Setting;
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
 * The settings of a run. Each value comes from the last of these sources that contains it: {@code
 * onrush.conf}, the file {@code environments/NAME.conf} of {@code -Denv=NAME}, environment
 * variables ({@code ONRUSH_TARGET}), {@code -D}.
 *
 * @param environment the name given with {@code -Denv}
 * @param target the base address of the service; if empty, a service found on the class path is
 *     started
 * @param duet the other version that the target is compared with, and how; empty for no duet
 * @param users the profile's peak before {@code scale}, in users or in arrivals per second; the
 *     profile keeps its shape
 * @param scale factor on users and rates; default 1
 * @param pace factor on the durations of a plan's stages and grace times, not on think times;
 *     default 1
 * @param only names of flows and user classes that are run; empty for the whole plan
 * @param once whether one user of each class does each of its tasks once, instead of the load;
 *     default false
 * @param seed the seed of every random choice; default: a random one, which is printed
 * @param allowedHosts hosts that may be loaded
 * @param localAddresses addresses of this machine from which users connect in turn; empty leaves
 *     the choice to the system
 * @param thresholds other bounds by threshold key, such as {@code 1 s} for {@code p95-of-login};
 *     and further thresholds, such as {@code p95 of Login in steady < 500 ms}, under names of the
 *     user's choice
 * @param failOnWarnings whether a warning fails the run; default false
 * @param impliedErrorRate the bound on the error rate of a run without a threshold on the error
 *     rate; default 50 %; empty for no bound
 * @param baseline name of earlier runs to compare with
 * @param service the sources from which a run learns about the service
 * @param secrets values that are masked wherever anything is printed
 * @param secretNames names whose values are masked in recorded requests and responses, in addition
 *     to the built-in names
 * @param traces whether requests carry trace ids, and where the traces are shown
 * @param generator limits beyond which the generator is not trusted, by name
 * @param warmUp the longest time for which the generator sends requests to itself to warm up before
 *     the run; default 5 s, or a tenth of the run if that is less; 0 s for no warm-up
 * @param preview whether the plan is shown and nothing is sent; default false
 * @param dashboard the page on which the run is watched and steered; default: no dashboard
 * @param gatlingReport whether Gatling's console table, log and HTML report are kept; default false
 * @param verifyCertificates whether a server whose TLS certificate is not trusted is rejected;
 *     default true
 * @param checkTarget whether the target is connected to once before any load; default true
 * @param console what is shown on the console during the run
 * @param reports the folder in which each run gets its own folder; default {@code reports}
 * @param keepRuns how many runs of a simulation are kept; default: all
 * @param baselines the folder of saved runs; default {@code baselines}
 * @param withoutReports names of report files that are not written, such as {@code times.hlog}
 * @param gitHub the job of GitHub Actions that this JVM is part of
 * @param export where the run's metrics are sent in addition to its reports
 * @param webhook the address to which messages on a run's start, breaches and end are posted
 * @param ending how the load of a run ends
 * @param setUpAtMost how long each of a plan's {@code before(…)} and {@code after(…)}, and the
 *     {@code after()} of a simulation, may take; default 1 min
 * @param readyAtMost how long a target provider may take to start the service, and then until it is
 *     ready; default 5 min
 * @param callThreads how many calls of Java code may run at the same time; default 256
 * @param injectors how many JVMs send the load; default: this JVM alone
 * @param cluster how the JVMs of a run find each other
 * @param stronger the settings given from Java code or by the coordinator, by property name, which
 *     no other source overrides
 * @param notes remarks on these settings that the user should know but need not act on
 * @param config all settings as they were read, including the user's own settings outside {@code
 *     onrush}
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
    Map<String, SourcedText> thresholds,
    boolean failOnWarnings,
    Optional<Percent> impliedErrorRate,
    Optional<String> baseline,
    Service service,
    Secrets secrets,
    List<String> secretNames,
    Traces traces,
    Map<String, SourcedText> generator,
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
    Duration readyAtMost,
    int callThreads,
    OptionalInt injectors,
    Cluster cluster,
    Map<String, String> stronger,
    List<String> notes,
    Config config) {

  private static final Duration WARM_UP = Duration.ofSeconds(5);

  /**
   * Returns the longest time for which the generator warms up.
   *
   * @param planned the planned duration of the run, if known
   */
  public Duration longestWarmUp(Optional<Duration> planned) {
    if (once) {
      return Duration.ZERO;
    }
    Duration tenth = planned.map(length -> length.dividedBy(10)).orElse(WARM_UP);
    return warmUp.orElse(tenth.compareTo(WARM_UP) < 0 ? tenth : WARM_UP);
  }

  /**
   * Returns the source of a setting, for messages: {@code " (from -Dusers)"}. Empty if the setting
   * is not given.
   */
  public String source(Setting setting) {
    return config.hasPath(setting.property())
        ? " (from " + config.getValue(setting.property()).origin().description() + ")"
        : "";
  }

  /**
   * The settings for traces of requests.
   *
   * @param on whether each request carries a trace id; default false
   * @param port the port on which spans of the service are received; default: spans are not
   *     received
   * @param link the address at which a trace is shown, with {@code {traceId}} in place of its id
   */
  public record Traces(boolean on, OptionalInt port, Optional<String> link) {}

  /**
   * The settings of a duet, which compares two versions of a service in one run.
   *
   * @param against the base address of A, while the target is B; empty if both are started
   * @param full whether each version gets the whole load of the plan; default: they share it
   * @param margin the smallest difference that matters; default 5 %
   * @param stopWhenCertain whether the run ends as soon as each comparison is certain; default
   *     false
   * @param a the settings of A
   * @param b the settings of B
   */
  public record Duet(
      Optional<URI> against,
      boolean full,
      Percent margin,
      boolean stopWhenCertain,
      Variant a,
      Variant b) {}

  /**
   * The settings of one of the two services of a duet.
   *
   * @param config all settings, overlaid with the settings of this service alone
   * @param service the sources from which a run learns about this service
   */
  public record Variant(Config config, Service service) {}

  /**
   * The settings of the sources from which a run learns about the service.
   *
   * @param metrics the path below the target, or the address, of the metrics; default {@code
   *     /metrics}
   * @param isGiven whether the user has set {@code metrics}, in which case all metrics are read
   * @param keep metrics that are recorded even if no threshold names them
   * @param postgres the service's database, whose statistics are read
   * @param process {@code auto}, {@code off} or a process id, if set
   * @param jvm {@code auto}, a process id, or host and port of the JVM's JMX agent, if set
   */
  public record Service(
      String metrics,
      boolean isGiven,
      List<String> keep,
      Optional<String> postgres,
      Optional<String> process,
      Optional<String> jvm) {}

  /**
   * The settings of the console during a run.
   *
   * @param mode how the run is shown; default AUTO
   * @param every the time between two plain lines; default 5 s, at least 1 s
   */
  public record Console(ConsoleMode mode, Duration every) {}

  /** How a run is shown on the console. */
  public enum ConsoleMode {
    /** On a terminal, a view that is updated in place and accepts keys; elsewhere plain lines. */
    AUTO,
    /** Plain lines everywhere. */
    LINES,
    /**
     * Nothing between the first line and the summary, except for actions that a user takes by hand.
     */
    NONE
  }

  /**
   * The settings of the page on which a run is watched and steered. Beyond loopback, a token is
   * required.
   *
   * @param host name or address of the interface on which it listens; default 127.0.0.1
   * @param port the port, or 0 for any free port; if empty, 8089 if that is free
   * @param token the token that is required to see or do anything
   * @param stay how long the page stays available after the run, unless the run's report has been
   *     opened there before; default 0
   */
  public record Dashboard(String host, OptionalInt port, Optional<String> token, Duration stay) {

    /** Omits the token. */
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
   * The settings for sending the run's metrics in addition to its reports.
   *
   * @param prometheus the address on which a scrape endpoint listens
   * @param otlp the address of a collector that accepts OTLP metrics over HTTP
   * @param interval the time between two pushes, in whole seconds; default 1 s
   * @param headers the headers of each push, which are masked in all output
   * @param lastScrape how long a run that was scraped waits for one more scrape after its end;
   *     default 20 s
   */
  public record Export(
      Optional<InetSocketAddress> prometheus,
      Optional<URI> otlp,
      Duration interval,
      Map<String, String> headers,
      Duration lastScrape) {

    /** Shows only the names of the headers. */
    @Override
    public String toString() {
      return "Export[" + prometheus + ", " + otlp + ", headers " + headers.keySet() + "]";
    }
  }

  /**
   * How the load of a run ends.
   *
   * @param windDownAtMost how long users may stay active after the end of the plan; default:
   *     Gatling's request timeout plus 5 s, which is 65 s
   * @param awaitAnswers how long a run that is cut short waits for the responses to requests in
   *     progress; default 2 s
   */
  public record Ending(Optional<Duration> windDownAtMost, Duration awaitAnswers) {}

  /** An address that accepts messages in Slack's format. Anyone who knows it can post there. */
  public record Webhook(URI address) {

    /** Omits the address. */
    @Override
    public String toString() {
      return "Webhook[***]";
    }
  }

  /**
   * How the JVMs of a run with several injectors find each other.
   *
   * @param listen the interface and port on which this JVM listens; default: any free port of
   *     loopback
   * @param join the addresses of the coordinator, if this JVM is an injector; default: it is not
   * @param secret the secret that all JVMs of the run know
   * @param goOn whether a run continues after it has lost an injector; default: it stops
   * @param longestWait the longest time until all JVMs are ready; default 2 min
   */
  public record Cluster(
      Optional<InetSocketAddress> listen,
      List<InetSocketAddress> join,
      Optional<String> secret,
      boolean goOn,
      Duration longestWait) {

    /** Omits the secret. */
    @Override
    public String toString() {
      return "Cluster[" + listen + ", " + join + "]";
    }
  }
}
