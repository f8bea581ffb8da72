package dev.onrush.internal.settings.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All settings, with their names, their defaults and their explanations. The code that reads,
 * explains and rejects settings and passes them on to injectors is based on this table.
 */
public enum Setting {
  TARGET(
      of(
              SettingGroup.TARGET,
              SettingKind.ADDRESS,
              "target",
              "the base address of the service: http or https, host, port and path, without a query"
                  + " or credentials")
          .otherwise("a service that is found on the class path")
          .withShortName()
          .inheritedBy(Inheritance.SENT)),
  AGAINST(
      of(
              SettingGroup.TARGET,
              SettingKind.ADDRESS,
              "against",
              "the base address of another version of the service, A: the run is a duet that"
                  + " compares the target, B, with it; or started, if both services are found on"
                  + " the class path")
          .otherwise("none (no duet)")
          .allowed("an address such as http://127.0.0.1:8080, or started")
          .withShortName()
          .inheritedBy(Inheritance.SENT)),
  VARIANTS(
      of(
              SettingGroup.TARGET,
              SettingKind.TABLES,
              "variants",
              "settings for one service of a duet only: variants.a and variants.b, with settings of"
                  + " the service that is started, and onrush.service.metrics, .keep and .postgres")
          .otherwise("none")
          .masked()),
  ALLOWED_HOSTS(
      of(
              SettingGroup.TARGET,
              SettingKind.LIST,
              "allowedHosts",
              "further hosts that may be loaded: only names or addresses, in upper or lower case")
          .otherwise("loopback only")
          .allowed(
              "only names or addresses of hosts, such as staging.example.org, without scheme, port,"
                  + " path or *")
          .inheritedBy(Inheritance.SENT)),
  CHECK_TARGET(
      of(
              SettingGroup.TARGET,
              SettingKind.FLAG,
              "checkTarget",
              "whether a connection to each base URL, or to the proxy in front of it, is opened"
                  + " once before any load (TCP and TLS, without a request)")
          .byDefault("true")
          .inheritedBy(Inheritance.SENT)),
  VERIFY_CERTIFICATES(
      of(
              SettingGroup.TARGET,
              SettingKind.FLAG,
              "verifyCertificates",
              "whether TLS certificates that are not trusted are refused")
          .byDefault("true")
          .inheritedBy(Inheritance.SENT)),
  LOCAL_ADDRESSES(
      of(
              SettingGroup.TARGET,
              SettingKind.LIST,
              "localAddresses",
              "addresses of this machine from which users connect in turn, for more connections"
                  + " than one address has ports (about 28,000 on Linux)")
          .otherwise(
              "the system's choice, and on loopback as many of 127.0.0.1, 127.0.0.2 … as are"
                  + " needed")),
  USERS(
      of(
              SettingGroup.SIZE,
              SettingKind.COUNT,
              "users",
              "the profile's peak, or a search's highest level, in users or in arrivals per second,"
                  + " before scale; all other levels are scaled in proportion")
          .otherwise("the plan's own")
          .allowed("a whole number from 1 to 1,000,000 such as 100")
          .withShortName()
          .inheritedBy(Inheritance.SENT)),
  SCALE(
      of(
              SettingGroup.SIZE,
              SettingKind.FACTOR,
              "scale",
              "the factor on users and rates, also on a peak that users sets")
          .byDefault("1")
          .withShortName()
          .inheritedBy(Inheritance.SENT)),
  PACE(
      of(SettingGroup.SIZE, SettingKind.FACTOR, "pace", "the factor on the profile's durations")
          .byDefault("1")
          .withShortName()
          .inheritedBy(Inheritance.SENT)),
  ONLY(
      of(
              SettingGroup.SIZE,
              SettingKind.LIST,
              "only",
              "flows and user classes that are run, with as many users as in the whole plan; all"
                  + " others are left out")
          .otherwise("the whole plan")
          .allowed("names of flows and user classes such as Clerks,Health")
          .withShortName()
          .inheritedBy(Inheritance.SENT)),
  ONCE(
      of(
              SettingGroup.SIZE,
              SettingKind.FLAG,
              "once",
              "whether, instead of the load, one user of each class does each of its tasks once,"
                  + " and each request and response is shown")
          .byDefault("false")
          .withShortName()
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  SEED(
      of(
              SettingGroup.SIZE,
              SettingKind.NUMBER,
              "seed",
              "the seed of random choices and think times")
          .otherwise("random, and printed")
          .allowed("a whole number from -9223372036854775808 to 9223372036854775807 such as 42")
          .withShortName()
          .inheritedBy(Inheritance.SENT)),
  PREVIEW(
      of(
              SettingGroup.SIZE,
              SettingKind.FLAG,
              "preview",
              "whether the plan is shown and nothing is sent")
          .byDefault("false")
          .withShortName()
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  WARM_UP(
      of(
              SettingGroup.SIZE,
              SettingKind.DURATION,
              "warmUp",
              "the longest time for which the generator warms up with requests to itself before the"
                  + " run; 0 s for no warm-up")
          .otherwise("5 s, or a tenth of the run if that is less")
          .allowed("a time from 0 s (no warm-up) to 1,000 days such as \"5 s\"")
          .withShortName()
          .inheritedBy(Inheritance.SENT)),
  WIND_DOWN_AT_MOST(
      of(
              SettingGroup.SIZE,
              SettingKind.DURATION,
              "windDownAtMost",
              "how long users may stay active after the end of the plan")
          .otherwise("Gatling's request timeout plus 5 s")
          .allowed("a time from 0 s (to end with the plan) to 1,000 days such as \"30 s\"")
          .inheritedBy(Inheritance.SENT)),
  AWAIT_ANSWERS(
      of(
              SettingGroup.SIZE,
              SettingKind.DURATION,
              "awaitAnswers",
              "how long a run that ends early waits for the responses to requests in progress")
          .byDefault("2 s")
          .allowed("a time from 0 s (no wait) to 1 min")
          .inheritedBy(Inheritance.SENT)),
  SET_UP_AT_MOST(
      of(
              SettingGroup.SIZE,
              SettingKind.DURATION,
              "setUpAtMost",
              "how long the plan's before(…), its after(…), and the after() of a simulation may take")
          .byDefault("1 min")
          .allowed("a time above 0 s and up to 1,000 days such as \"1 min\"")
          .inheritedBy(Inheritance.SENT)),
  READY_AT_MOST(
      of(
              SettingGroup.SIZE,
              SettingKind.DURATION,
              "readyAtMost",
              "how long a target provider may take to start the service, and then until it is"
                  + " ready; and how long other code of the project may take before the run")
          .byDefault("5 min")
          .allowed("a time above 0 s and up to 1,000 days such as \"5 min\"")
          .inheritedBy(Inheritance.SENT)),
  CALL_THREADS(
      of(
              SettingGroup.SIZE,
              SettingKind.COUNT,
              "call.threads",
              "how many calls of Java code run at the same time in each JVM that sends load, up to"
                  + " 10,000; on virtual threads from Java 24 on")
          .byDefault("256")
          .allowed("a whole number from 1 to 10,000 such as 256")
          .inheritedBy(Inheritance.SENT)),
  THRESHOLDS(
      of(
              SettingGroup.JUDGED,
              SettingKind.TABLE,
              "thresholds",
              "another bound for a threshold of the plan (p95-in-spike = 800 ms), or, under a name"
                  + " of your own, one more threshold (login = \"p95 of Login in steady < 500"
                  + " ms\")")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  FAIL_ON_WARNINGS(
      of(SettingGroup.JUDGED, SettingKind.FLAG, "failOnWarnings", "whether a warning fails the run")
          .byDefault("false")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  IMPLIED_ERROR_RATE(
      of(
              SettingGroup.JUDGED,
              SettingKind.TEXT,
              "impliedErrorRate",
              "the bound on the error rate of a run without a threshold on the errors of all its requests, or off")
          .byDefault("50 %")
          .allowed("a share above 0 % and up to 100 % such as \"5 %\", or off")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  DUET(
      of(
              SettingGroup.JUDGED,
              SettingKind.TEXT,
              "duet",
              "the load of a duet: half (A and B share the load of the plan) or full (each gets all"
                  + " of it)")
          .byDefault("half")
          .allowed("half (A and B share the load of the plan), or full (each gets all of it)")
          .withShortName()
          .inheritedBy(Inheritance.SENT)),
  DUET_MARGIN(
      of(
              SettingGroup.JUDGED,
              SettingKind.TEXT,
              "duetMargin",
              "the difference that matters in a duet: the bound on p95 where the plan does not"
                  + " write thresholds on the difference, and the limit of the answer \"no"
                  + " change\"")
          .byDefault("5 %")
          .allowed("a share above 0 % and up to 100 % such as \"2 %\"")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  STOP_WHEN_CERTAIN(
      of(
              SettingGroup.JUDGED,
              SettingKind.FLAG,
              "stopWhenCertain",
              "whether a duet ends as soon as each threshold on the difference is certain")
          .byDefault("false")
          .withShortName()
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  BASELINE(
      of(
              SettingGroup.JUDGED,
              SettingKind.TEXT,
              "baseline",
              "the name of the baseline that the run is compared with")
          .otherwise("the baseline with the simulation's name, if it exists")
          .withShortName()
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  SERVICE_METRICS(
      of(
              SettingGroup.JUDGED,
              SettingKind.ADDRESS,
              "service.metrics",
              "where the service publishes its metrics: a path below the target, or an address")
          .byDefault("/metrics")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  SERVICE_KEEP(
      of(
              SettingGroup.JUDGED,
              SettingKind.LIST,
              "service.keep",
              "metrics that are recorded in addition to those in thresholds:"
                  + " [hikaricp_connections_pending]")
          .otherwise("none")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  SERVICE_POSTGRES(
      of(
              SettingGroup.JUDGED,
              SettingKind.TEXT,
              "service.postgres",
              "the service's PostgreSQL, whose statistics are read to find why a threshold broke;"
                  + " masked in all output")
          .otherwise("none")
          .masked()
          .allowed(
              "an address such as jdbc:postgresql://127.0.0.1:5432/shop?user=onrush, with a driver"
                  + " on the class path")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  SERVICE_PROCESS(
      of(
              SettingGroup.JUDGED,
              SettingKind.TEXT,
              "service.process",
              "the service's process, if it is on this machine, whose processors, memory, disk and"
                  + " file descriptors are read to find why a threshold broke: auto (the process"
                  + " that listens on the target's port), a process id, or off")
          .byDefault("auto")
          .allowed("auto, off, or a process id of up to 10 digits such as 4711")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  SERVICE_JMX(
      of(
              SettingGroup.JUDGED,
              SettingKind.TEXT,
              "service.jmx",
              "the service's JVM, whose heap, collections and threads are read to find why a"
                  + " threshold broke: auto (the process of onrush.service.process), a process id"
                  + " on this machine, or host and port of its JMX agent")
          .otherwise("none")
          .allowed(
              "auto, a process id of up to 10 digits such as 4711, or host and port (1 to 65535)"
                  + " such as 127.0.0.1:9010")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  GENERATOR(
      of(
              SettingGroup.JUDGED,
              SettingKind.TABLE,
              "generator",
              "limits beyond which the generator is not trusted")
          .withNames("cpu", "files", "gc", "lag", "missing", "pauses", "standstill")
          .otherwise(
              "standstill = 500 ms, pauses = 30 %, lag = 250 ms, missing = 5 %, cpu = 90 %, gc = 30"
                  + " %, files = 99 %")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  CONSOLE(
      of(
              SettingGroup.CONSOLE,
              SettingKind.TEXT,
              "console",
              "what is shown during the run: auto (a view on a terminal, lines elsewhere), lines"
                  + " (everywhere), none (first line and summary)")
          .byDefault("auto")
          .allowed("auto (a view on a terminal, lines elsewhere), lines (everywhere), or none")),
  PROGRESS(
      of(
              SettingGroup.CONSOLE,
              SettingKind.DURATION,
              "progress",
              "the time between two plain lines of progress, 1 s or longer")
          .byDefault("5 s")
          .allowed(
              "a time from 1 s to 1,000 days such as \"10 s\"; for no lines at all, onrush.console"
                  + " = none")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  DASHBOARD(
      of(
              SettingGroup.CONSOLE,
              SettingKind.FLAG,
              "dashboard",
              "whether the run can be watched and steered in a browser")
          .byDefault("false")
          .withShortName()
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  DASHBOARD_PORT(
      of(
              SettingGroup.CONSOLE,
              SettingKind.NUMBER,
              "dashboardPort",
              "the dashboard's port; 0 for any free port")
          .otherwise("8089 if it is free")
          .allowed("a port from 1 to 65535, or 0 for any free port")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  DASHBOARD_STAY(
      of(
              SettingGroup.CONSOLE,
              SettingKind.DURATION,
              "dashboardStay",
              "how long the dashboard stays after the run, unless the report has been opened there"
                  + " before; while it is being read, up to a minute longer")
          .byDefault("0 s")
          .allowed("0, or a time up to 24 h such as 10 min")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  DASHBOARD_HOST(
      of(
              SettingGroup.CONSOLE,
              SettingKind.TEXT,
              "dashboardHost",
              "the interface that the dashboard listens on; any interface other than loopback needs"
                  + " a token")
          .byDefault("127.0.0.1")
          .allowed(
              "only a host name or an address, such as 127.0.0.1; the port goes into"
                  + " onrush.dashboardPort")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  DASHBOARD_TOKEN(
      of(
              SettingGroup.CONSOLE,
              SettingKind.TEXT,
              "dashboardToken",
              "a token that each visitor of the dashboard has to present (/?token=…): 16 to 256"
                  + " characters of A-Z a-z 0-9 . _ ~ -")
          .otherwise("none")
          .masked()
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  REPORTS(
      of(
              SettingGroup.REPORTS,
              SettingKind.TEXT,
              "reports",
              "the folder in which each run creates its own folder")
          .byDefault("reports")
          .inheritedBy(Inheritance.OWN_ALONE)),
  KEEP_RUNS(
      of(
              SettingGroup.REPORTS,
              SettingKind.COUNT,
              "keepRuns",
              "how many runs of a simulation are kept: at the end of a run, older ones are deleted")
          .otherwise("all")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  BASELINES(
      of(
              SettingGroup.REPORTS,
              SettingKind.TEXT,
              "baselines",
              "the folder of baselines, which should be under version control")
          .byDefault("baselines")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  WITHOUT_REPORTS(
      of(
              SettingGroup.REPORTS,
              SettingKind.LIST,
              "withoutReports",
              "reports that are not written, by the names of their files: [times.hlog]")
          .otherwise("none")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  GATLING_REPORT(
      of(
              SettingGroup.REPORTS,
              SettingKind.FLAG,
              "gatling.report",
              "whether Gatling's own console, log and HTML report are kept")
          .byDefault("false")
          .withShortName()
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  EXPORT_PROMETHEUS(
      of(
              SettingGroup.REPORTS,
              SettingKind.TEXT,
              "export.prometheus",
              "where Prometheus can scrape metrics: a port of loopback, or HOST:PORT")
          .otherwise("nowhere")
          .allowed(
              "a port up to 65535 such as 9464, which is on loopback, or an address with a port"
                  + " such as 0.0.0.0:9464")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  EXPORT_OTLP(
      of(
              SettingGroup.REPORTS,
              SettingKind.ADDRESS,
              "export.otlp",
              "the address to which metrics are pushed, by OTLP over HTTP")
          .otherwise("nowhere")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  EXPORT_INTERVAL(
      of(
              SettingGroup.REPORTS,
              SettingKind.DURATION,
              "export.interval",
              "the time between two pushes")
          .byDefault("1 s")
          .allowed("whole seconds from 1 s to 3,599 s such as \"10 s\"")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  EXPORT_HEADERS(
      of(
              SettingGroup.REPORTS,
              SettingKind.TABLE,
              "export.headers",
              "headers of a push, such as Authorization; masked in all output")
          .otherwise("none")
          .masked()
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  EXPORT_LAST_SCRAPE(
      of(
              SettingGroup.REPORTS,
              SettingKind.DURATION,
              "export.lastScrape",
              "the longest wait for one more scrape after the end of the run")
          .byDefault("20 s")
          .allowed("whole seconds from 1 s to 3,599 s such as \"10 s\"")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  WEBHOOK(
      of(
              SettingGroup.REPORTS,
              SettingKind.ADDRESS,
              "webhook",
              "the address to which the start, the first breaches and the end of a run are posted;"
                  + " masked in all output")
          .otherwise("nowhere")
          .masked()
          .allowed(
              "an address such as https://hooks.example.org/services/…, without a user name, a"
                  + " password or a fragment")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  INJECTORS(
      of(
              SettingGroup.INJECTORS,
              SettingKind.COUNT,
              "injectors",
              "how many JVMs send the load: up to 1,000, and on this machine no more than fit into"
                  + " its memory")
          .otherwise("this JVM only")
          .allowed("a whole number from 1 to 1,000 such as 3")
          .withShortName()
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  CLUSTER_LISTEN(
      of(
              SettingGroup.INJECTORS,
              SettingKind.TEXT,
              "cluster.listen",
              "the address and port that this JVM listens on; the default port is 5701")
          .otherwise("loopback only")
          .allowed("an address such as 10.0.0.5:5701, with a port up to 65535")
          .withShortName()
          .inheritedBy(Inheritance.OWN_ALONE)),
  CLUSTER_JOIN(
      of(
              SettingGroup.INJECTORS,
              SettingKind.LIST,
              "cluster.join",
              "the addresses of the coordinator, if this JVM is an injector")
          .otherwise("none")
          .allowed("addresses such as 10.0.0.5:5701,10.0.0.6:5701, with ports from 1 to 65535")
          .withShortName()
          .inheritedBy(Inheritance.OWN_ALONE)),
  CLUSTER_SECRET(
      of(
              SettingGroup.INJECTORS,
              SettingKind.TEXT,
              "cluster.secret",
              "the secret that all members of a cluster know, 16 characters or more")
          .otherwise("none")
          .masked()
          .inheritedBy(Inheritance.OWN_ALONE)),
  CLUSTER_ON_LOSS(
      of(
              SettingGroup.INJECTORS,
              SettingKind.TEXT,
              "cluster.onLoss",
              "whether a run that has lost an injector ends (stop) or continues (go-on)")
          .byDefault("stop")
          .allowed("stop, or go-on")
          .withShortName()
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  CLUSTER_WAIT(
      of(
              SettingGroup.INJECTORS,
              SettingKind.DURATION,
              "cluster.wait",
              "the longest time until all injectors are ready")
          .byDefault("2 min")
          .allowed("a time from 1 s to 1,000 days such as \"2 min\"")
          .withShortName()
          .inheritedBy(Inheritance.OWN_ALONE)),
  TRACES(
      of(
              SettingGroup.REPORTS,
              SettingKind.FLAG,
              "traces",
              "whether each HTTP request carries a traceparent header (W3C Trace Context), so that"
                  + " slow requests can be found among the traces of the service")
          .byDefault("false")
          .withShortName()
          .inheritedBy(Inheritance.SENT)),
  TRACES_PORT(
      of(
              SettingGroup.REPORTS,
              SettingKind.NUMBER,
              "tracesPort",
              "the port on which spans of the service are received (OTLP over HTTP), on loopback"
                  + " only; 4318 is the usual port, 0 means any free port; enables traces")
          .otherwise("none")
          .withShortName()
          .allowed("a port from 1 to 65535 such as 4318, or 0 for any free port")
          .inheritedBy(Inheritance.SENT)),
  TRACES_LINK(
      of(
              SettingGroup.REPORTS,
              SettingKind.TEXT,
              "tracesLink",
              "the address of a page that shows a trace, with {traceId} in place of its id")
          .otherwise("none")
          .withShortName()
          .allowed("an address such as https://traces.example.com/trace/{traceId}")
          .inheritedBy(Inheritance.COORDINATOR_ONLY)),
  SECRETS(
      of(
              SettingGroup.SECRETS,
              SettingKind.TABLE,
              "secrets",
              "values for settings().secret(\"NAME\"); masked in all output: as plain text,"
                  + " URL-encoded, escaped, and in Base64")
          .otherwise("none")
          .masked()),
  SECRET_NAMES(
      of(
              SettingGroup.SECRETS,
              SettingKind.LIST,
              "secretNames",
              "names of fields, parameters and headers whose values are masked in recorded requests"
                  + " and responses, in addition to password, token and similar names")
          .otherwise("none")
          .allowed("names such as iban,card-number")
          .inheritedBy(Inheritance.SENT));

  private static SettingSpec of(
      SettingGroup group, SettingKind kind, String key, String explanation) {
    return new SettingSpec(group, kind, key, explanation);
  }

  /** The name below which all settings are, in files and properties. */
  public static final String ROOT = "onrush";

  /** The prefix of the settings' environment variables. */
  public static final String VARIABLE_PREFIX = "ONRUSH_";

  private final SettingGroup group;
  private final SettingKind kind;
  private final String key;
  private final String explanation;
  private final String value;
  private final String otherwise;
  private final String allowed;
  private final String names;
  private final boolean hasShortName;
  private final boolean isMasked;
  private final Inheritance inheritance;

  Setting(SettingSpec spec) {
    this.group = spec.group;
    this.kind = spec.kind;
    this.key = spec.key;
    this.explanation = spec.explanation;
    this.value = spec.value;
    this.otherwise = spec.otherwise;
    this.allowed = spec.allowed;
    this.names = spec.names;
    this.hasShortName = spec.hasShortName;
    this.isMasked = spec.isMasked;
    this.inheritance = spec.inheritance;
  }

  SettingGroup group() {
    return group;
  }

  /** The name below {@code onrush}, such as {@code allowedHosts}. */
  public String key() {
    return key;
  }

  /** The name as a property, such as {@code onrush.allowedHosts}. */
  public String property() {
    return ROOT + "." + key;
  }

  /** The name to write after {@code -D}: the short one if the setting has one. */
  String given() {
    return hasShortName ? key : property();
  }

  public boolean hasShortName() {
    return hasShortName;
  }

  /** Whether the value is or contains a secret. No message repeats this value. */
  public boolean isMasked() {
    return isMasked;
  }

  /**
   * The environment variable without the prefix, such as {@code ALLOWED_HOSTS}. For a table, the
   * common start of its variables, such as {@code SECRETS_}. Empty if the setting cannot be given
   * by a variable.
   */
  public Optional<String> variable() {
    return switch (kind) {
      case TABLE -> Optional.of(variable(key) + "_");
      case TABLES -> Optional.empty();
      default -> Optional.of(variable(key));
    };
  }

  /**
   * Returns the form of a key in environment variables: {@code ALLOWED_HOSTS} for {@code
   * allowedHosts}.
   */
  public static String variable(String key) {
    return key.replaceAll("([a-z])([A-Z])", "$1_$2")
        .replaceAll("[^A-Za-z0-9]", "_")
        .toUpperCase(Locale.ROOT);
  }

  /** The default in the form in which it can be written; empty if there is no default. */
  public Optional<String> byDefault() {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /** The default in words. */
  String defaultText() {
    return value.isEmpty() ? otherwise : value;
  }

  /** The allowed values, as a phrase that ends an error message: {@code write …}. */
  public String allowed() {
    return allowed;
  }

  /** The names that this table can have, in order; empty if they are the user's choice. */
  public List<String> names() {
    return names.isEmpty() ? List.of() : List.of(names.split(SettingSpec.NAMES));
  }

  String explanation() {
    return explanation;
  }

  public boolean isTable() {
    return kind.isTable();
  }

  public boolean isList() {
    return kind == SettingKind.LIST;
  }

  public boolean isFlag() {
    return kind == SettingKind.FLAG;
  }

  /** Whether a blank text is not a valid value; see {@link SettingKind#isNeverBlank}. */
  public boolean isNeverBlank() {
    return kind.isNeverBlank();
  }

  /**
   * Whether this name below {@code onrush} is the setting's own name or, for a table, the name of
   * one of its entries.
   */
  public boolean isNamed(String name) {
    return isTable() ? name.startsWith(key + ".") : name.equals(key);
  }

  public SettingKind kind() {
    return kind;
  }

  Inheritance inheritance() {
    return inheritance;
  }

  /** The settings that a coordinator sends to its injectors. */
  public static List<Setting> sentToInjectors() {
    return Arrays.stream(values()).filter(s -> s.inheritance == Inheritance.SENT).toList();
  }

  public static Stream<Setting> all() {
    return Arrays.stream(values());
  }
}
