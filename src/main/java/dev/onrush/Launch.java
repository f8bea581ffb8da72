package dev.onrush;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.cluster.Injector;
import dev.onrush.internal.event.RunEvents;
import dev.onrush.internal.export.Destinations;
import dev.onrush.internal.export.MetricsExport;
import dev.onrush.internal.gatling.ExitStatus;
import dev.onrush.internal.gatling.GatlingDefaults;
import dev.onrush.internal.gatling.GatlingOutputs;
import dev.onrush.internal.gatling.InstrumentedSimulation.Instruments;
import dev.onrush.internal.gatling.Metering;
import dev.onrush.internal.live.dashboard.Dashboard;
import dev.onrush.internal.live.terminal.ConsoleProgress;
import dev.onrush.internal.live.terminal.EndSignals;
import dev.onrush.internal.live.terminal.LiveConsole;
import dev.onrush.internal.metrics.KnownNames;
import dev.onrush.internal.metrics.Recorder;
import dev.onrush.internal.report.ConsoleSummary;
import dev.onrush.internal.report.GitHubAnnotations;
import dev.onrush.internal.report.ReportFiles;
import dev.onrush.internal.report.history.HistoryPage;
import dev.onrush.internal.run.Baselines;
import dev.onrush.internal.run.Revision;
import dev.onrush.internal.run.Run;
import dev.onrush.internal.run.RunFolder;
import dev.onrush.internal.run.RunInfo;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.RunRecord;
import dev.onrush.internal.run.Source;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.internal.settings.HttpAddress;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SimulationCode;
import dev.onrush.internal.verdict.GeneratorLimits;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Slice;
import dev.onrush.result.Verdict;
import dev.onrush.spi.TargetProvider;
import dev.onrush.spi.TargetProvider.Target;
import dev.onrush.threshold.Figure;
import dev.onrush.threshold.ImpliedErrorRate;
import dev.onrush.threshold.Subject;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happens between a simulation that Gatling loads and a run at work. */
final class Launch {

  /** Exit code of a run that was refused before anything was sent. */
  private static final int REFUSED = 5;

  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** From a signal on; a run's last words and the reports of a long one take less. */
  private static final Duration LONGEST_END = Duration.ofMinutes(2);

  /** No setting: whoever starts several JVMs for one run tells each its part, such as 2/3. */
  private static final String SLICE = "dev.onrush.slice";

  private Launch() {}

  /**
   * Of the run that is being prepared from Java, or of this JVM for the simulation that it runs.
   */
  static Settings settings(SimulationCode simulation) {
    Settings settings =
        Onrush.handedOver().orElseGet(() -> orRefused(() -> Settings.load(Map.of(), simulation)));
    Console.mask(settings.secrets()::mask);
    return settings;
  }

  /**
   * The value, or, where the user has made a mistake, one clear line and the end of Gatling's JVM.
   * A run from Java gets the exception instead.
   */
  static <T> T orRefused(Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (RuntimeException | Error e) {
      if (ExitStatus.underGatlingMain()) {
        refuse(e);
      }
      throw e;
    }
  }

  /** Says in one line why there is no run, and ends Gatling's JVM. */
  static void refuse(Throwable why) {
    System.out.flush();
    if (Refusal.isDefect(why)) {
      why.printStackTrace(Console.err()); // nobody can find a defect of Onrush's own by one line
    }
    Console.err().println("\nonrush: REFUSED: " + Refusal.text(why) + "\n");
    System.exit(REFUSED);
  }

  /** Shows a plan and ends Gatling's JVM; nothing has been sent. */
  static void preview(String text, Settings settings) {
    Console.out(settings).println("\n" + text);
    if (ExitStatus.underGatlingMain()) {
      System.exit(0);
    }
    throw new IllegalArgumentException(
        "preview was asked for; a run from Java has PlanPreview.of(plan) for that; leave -Dpreview"
            + " out to run it");
  }

  static long seed(Settings settings) {
    // Short enough to be typed again.
    return settings.seed().orElseGet(() -> new SplittableRandom().nextLong(1, 1_000_000_000));
  }

  /**
   * The part of the plan that this JVM sends: all of it, unless whoever started it told it which.
   */
  static Slice slice() {
    String told = System.getProperty(SLICE);
    return told == null ? Slice.WHOLE : Slice.parse(told);
  }

  /**
   * The thresholds with the bounds of the settings, those that the settings add, and the {@link
   * ImpliedErrorRate} where it is missing and not switched off.
   *
   * @throws IllegalArgumentException if a setting names a threshold that is not there, or cannot be
   *     read
   */
  static List<Threshold> tuned(List<Threshold> written, Settings settings) {
    List<String> keys = new ArrayList<>(written.stream().map(Threshold::key).toList());
    List<Threshold> tuned = new ArrayList<>(written);
    Map<String, Settings.Text> unknown = new LinkedHashMap<>();
    settings
        .thresholds()
        .forEach(
            (key, text) -> {
              if (keys.contains(key)) {
                bind(tuned, key, text);
              } else if (isBound(text)) {
                unknown.put(key, text);
              } else {
                tuned.add(read(key, text, () -> added(text.value())));
              }
            });
    if (settings.failOnWarnings()) {
      tuned.replaceAll(Threshold::critical);
    }
    if (ImpliedErrorRate.isMissing(tuned) && settings.impliedErrorRate().isPresent()) {
      Threshold implied = ImpliedErrorRate.below(settings.impliedErrorRate().get());
      tuned.add(implied);
      keys.add(implied.key());
    }
    unknown.forEach(
        (key, text) -> {
          checkKnown(key, text, keys);
          bind(tuned, key, text);
        });
    return tuned;
  }

  private static void bind(List<Threshold> thresholds, String key, Settings.Text bound) {
    thresholds.replaceAll(
        t -> t.key().equals(key) ? read(key, bound, () -> t.withBound(bound.value())) : t);
  }

  private static <T> T read(String key, Settings.Text text, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw refused(key, text, String.valueOf(e.getMessage()), e);
    }
  }

  private static IllegalArgumentException refused(
      String key, Settings.Text text, String why, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "setting onrush.thresholds." + key + " (from " + text.origin() + "): " + why, cause);
  }

  private static boolean isBound(Settings.Text text) {
    return !text.value().matches("(?s).*(?:[<>=]|\\bbetween\\b).*");
  }

  private static void checkKnown(String key, Settings.Text text, List<String> keys) {
    if (!keys.contains(key)) {
      throw refused(
          key,
          text,
          "\""
              + text.value()
              + "\" is a bound, but no threshold of this plan has this name; there are "
              + String.join(", ", keys)
              + "; or write a whole threshold such as \"p95 of Login < 500 ms\""
              + (text.isInFile()
                  ? "; or, if it is of another simulation alone,"
                      + " onrush.simulations.NAME.thresholds."
                      + key
                  : ""),
          null);
    }
  }

  private static Threshold added(String text) {
    Threshold threshold = Threshold.parse(text);
    if (threshold.implied()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is said to be implied, which only a threshold is that nobody has written; leave"
              + " \"implied\" out");
    }
    return threshold;
  }

  /**
   * The metrics of the service that thresholds or settings ask for, if any; they have been read
   * once.
   *
   * @throws IllegalArgumentException if they are not there
   */
  static Optional<ServiceMetrics> serviceMetrics(
      List<Threshold> thresholds, Settings settings, URI target) {
    Set<String> metrics = new TreeSet<>(settings.service().keep());
    for (Threshold threshold : thresholds) {
      for (Figure figure : threshold.measure().figures()) {
        if (figure.scope().subject() instanceof Subject.Service service) {
          metrics.add(service.name());
        }
      }
    }
    if (metrics.isEmpty()) {
      return Optional.empty();
    }
    URI address = URI.create(target + "/").resolve(settings.service().metrics());
    settings.checkAllowed(address);
    ServiceMetrics found =
        new ServiceMetrics(HttpAddress.forJavasClient(address), metrics, settings.secrets()::mask);
    found.check();
    return Optional.of(found);
  }

  /**
   * The target of the settings, or the service that a provider on the class path starts.
   *
   * @param folder of the run; gets the service's log
   */
  static Target target(Settings settings, Supplier<Path> folder) {
    if (settings.target().isPresent()) {
      URI uri = settings.target().get();
      settings.checkAllowed(uri);
      return new GivenTarget(uri);
    }
    TargetProvider provider =
        ServiceLoader.load(TargetProvider.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no target is set, and no TargetProvider is on the class path to start one;"
                            + " set it with -Dtarget=http://127.0.0.1:8080"));
    Path made = folder.get();
    try {
      Console.out(settings)
          .println("No target is set; starting the service that is on the class path …");
      return provider.start(made.resolve(RunFolder.SERVICE_LOG), settings.config());
    } catch (IllegalArgumentException e) {
      // A mistake of the user's: there was no run, so there is no folder of one.
      RunFolder.discard(made);
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("the service could not be started: " + e.getMessage(), e);
    }
  }

  /**
   * What the run is compared with: the baseline that is asked for, or that of the simulation's
   * name, if there is one of this plan; a run of another size is none of it, and is told so.
   *
   * @throws IllegalArgumentException if it is not there although it is asked for, or of another
   *     plan
   */
  static Optional<Baseline> baseline(RunInfo info, Settings settings) {
    if (info.search().isPresent()) {
      if (settings.baseline().isPresent()) {
        throw new IllegalArgumentException(
            "baseline was \""
                + settings.baseline().get()
                + "\", and this plan searches for its capacity, at levels that no other run has;"
                + " leave it out, and ask for capacity().atLeast(…)");
      }
      return Optional.empty();
    }
    Baselines saved = new Baselines(settings.reports());
    String name = settings.baseline().orElse(info.simulation());
    if (settings.baseline().isEmpty()) {
      try {
        return saved.find(name, info);
      } catch (IllegalArgumentException e) {
        Console.out(settings).println("\nNot compared: " + e.getMessage());
        return Optional.empty();
      }
    }
    Optional<Baseline> found = saved.find(name, info);
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "baseline was \""
              + name
              + "\"; there is "
              + (saved.names().isEmpty() ? "none" : String.join(", ", saved.names()))
              + "; save a run as one with mvn -q exec:java -Dexec.args=\"baseline "
              + name
              + " FOLDER\"");
    }
    return found;
  }

  private static Dashboard dashboard(Settings.Dashboard asked, PrintStream out) {
    return new Dashboard(asked.host(), asked.port(), asked.token(), asked.stay(), out);
  }

  private record GivenTarget(URI uri) implements Target {
    @Override
    public String description() {
      return "given";
    }

    @Override
    public void close() {}
  }

  /** What is known before the run. */
  private record Noting(List<String> notes) implements RunObserver {}

  private record Closing(Target target) implements RunObserver {
    @Override
    public void ended(RunRecord result, Path folder) {
      target.close();
    }
  }

  static RunInfo info(
      String simulation,
      String plan,
      Optional<LoadProfile> profile,
      List<String> requests,
      List<Threshold> thresholds,
      Map<String, String> shape,
      Map<String, String> about,
      Settings settings,
      GeneratorLimits limits,
      long seed) {
    Map<String, String> facts = new LinkedHashMap<>(about);
    settings.environment().ifPresent(e -> facts.put("environment", e));
    settings.users().ifPresent(u -> facts.put("users", String.valueOf(u)));
    facts.put("scale", Quantity.plain(settings.scale()));
    facts.put("pace", Quantity.plain(settings.pace()));
    Revision.of(Path.of(""), System.getenv()).ifPresent(r -> facts.put(Revision.FACT, r));
    facts.put("onrush", Onrush.version());
    facts.put("gatling", GatlingDefaults.gatlingVersion());
    facts.put("java", Runtime.version().toString());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("heap limit", Runtime.getRuntime().maxMemory() / (1 << 20) + " MB");
    return new RunInfo(
            simulation,
            plan,
            Instant.now(),
            profile,
            seed,
            requests,
            thresholds,
            limits,
            shape,
            facts)
        .masked(settings.secrets()::mask);
  }

  /** A JVM that is not Gatling's keeps its signals and its terminal, and is never ended by us. */
  private static List<RunObserver> console(Settings settings) {
    Settings.Console console = settings.console();
    PrintStream out = Console.out(settings);
    if (ExitStatus.underGatlingMain()) {
      return switch (console.shown()) {
        case AUTO ->
            // Gatling's own table would be drawn over the view.
            settings.gatlingReport()
                ? LiveConsole.lines(out, console.every())
                : LiveConsole.view(System.out, out, System.getenv(), console.every());
        case LINES -> LiveConsole.lines(out, console.every());
        case NONE -> LiveConsole.headline(out);
      };
    }
    return List.of(
        console.shown() == Settings.Shown.NONE
            ? ConsoleProgress.headline(out)
            : ConsoleProgress.lines(out, console.every()));
  }

  /**
   * Who is told of the run beyond its console and reports.
   *
   * @param notes of the settings, for the console and the result
   * @throws IllegalArgumentException if somebody cannot be
   */
  static List<RunObserver> watchers(Settings settings, List<String> notes) {
    List<RunObserver> watchers = new ArrayList<>();
    PrintStream out = Console.out(settings);
    if (!notes.isEmpty()) {
      notes.forEach(note -> out.println("Note: " + note));
      watchers.add(new Noting(notes));
    }
    RunEvents.to(settings.webhook().map(Settings.Webhook::address), settings.secrets()::mask, out)
        .ifPresent(watchers::add);
    Settings.Export export = settings.export();
    MetricsExport.to(
            new Destinations(
                export.prometheus(),
                export.otlp(),
                export.interval(),
                export.headers(),
                export.lastScrape()),
            settings.secrets()::mask,
            out)
        .ifPresent(watchers::add);
    return watchers;
  }

  /** A run with everything that listens to it, in the form that the seam asks for. */
  static Instruments instruments(
      RunInfo info,
      Settings settings,
      Path folder,
      Optional<Target> target,
      Optional<ServiceMetrics> service,
      Optional<Baseline> baseline,
      Run.Engine engine,
      List<RunObserver> watchers,
      Part part,
      Optional<Map<String, String>> divided,
      KnownNames names) {
    Recorder recorder = recorder(info, settings, names);
    PrintStream out = Console.out(settings);
    List<RunObserver> listeners = new ArrayList<>();
    listeners.addAll(console(settings));
    listeners.add(new ReportFiles());
    // Its lines are commands; it escapes what is in them.
    settings
        .gitHub()
        .ifPresent(job -> listeners.add(new GitHubAnnotations(System.out, job.summary())));
    listeners.addAll(watchers);
    listeners.add(new HistoryPage());
    // After all that prints or writes: the verdict is the last line.
    listeners.add(new ConsoleSummary(out));
    // Last: a service that went first would be seen to fail.
    target.ifPresent(t -> listeners.add(new Closing(t)));
    Optional<Dashboard> dashboard = settings.dashboard().map(asked -> dashboard(asked, out));
    dashboard.ifPresent(listeners::add);
    if (ExitStatus.underGatlingMain()) {
      listeners.add(EndSignals.ofThisProcess());
    }
    // Last of all that can be refused: it takes its time.
    RunInfo known = divided.map(plan -> part.assemble(info, plan, folder)).orElse(info);
    Run run = new Run(known, part.source(recorder), service, baseline, folder, listeners, engine);
    run.mask(settings.secrets()::mask);
    Instant loaded = Instant.now();
    if (ExitStatus.underGatlingMain()) {
      ExitStatus.choose(
          () -> {
            int status = run.end(Optional.of("the run crashed")).exitCode();
            // Here, as whoever ends a run holds its lock, and an interruption has to get it.
            part.close();
            dashboard.ifPresent(Dashboard::stay);
            if (settings.gatlingReport()) {
              // Gatling has printed a link to where it was.
              GatlingOutputs.moveInto(folder, settings.reports(), info.simulation(), loaded)
                  .ifPresent(page -> out.println("Gatling's report: " + page.toUri()));
            }
            return status;
          });
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    haltAfter(LONGEST_END);
                    part.interrupted();
                    RunRecord unused = run.end(Optional.of("the run was interrupted"));
                    part.close();
                    dashboard.ifPresent(Dashboard::close);
                  },
                  "onrush-end"));
    }
    Onrush.handBack(
        () -> {
          RunRecord result = run.end(Optional.of("the run crashed"));
          dashboard.ifPresent(Dashboard::stay);
          return result;
        });
    return new Instruments(
        recorder,
        settings.gatlingReport(),
        settings.verifyCertificates(),
        new Metering.Wanted(
            part.leads() ? Duration.ZERO : settings.warmUp(),
            settings.ending().awaitAnswers(),
            warmUp -> part.begin(run, warmUp),
            () -> {
              RunRecord unused = run.end(part.trouble());
            }));
  }

  private static Recorder recorder(RunInfo info, Settings settings, KnownNames names) {
    return new Recorder(info.phases(), settings.secrets()::mask, names.and(info.thresholds()));
  }

  /** A part of a run that a coordinator leads, in the form that the seam asks for. */
  static Instruments injector(
      RunInfo info,
      Settings settings,
      Path folder,
      Run.Engine engine,
      Part part,
      KnownNames names) {
    Injector injector = part.injector().orElseThrow();
    Recorder recorder = recorder(info, settings, names);
    Run run = Run.led(part.led(info), Source.of(recorder), folder, List.of(injector), engine);
    run.mask(settings.secrets()::mask);
    PrintStream out = Console.out(settings);
    out.println(
        "Injector " + injector.place() + " of " + info.simulation() + "; its log: " + folder);
    injector.lead(
        run,
        reason -> {
          engine.stop(reason);
          endOnceStopped(run, injector, reason);
        });
    if (ExitStatus.underGatlingMain()) {
      ExitStatus.choose(
          () -> {
            RunRecord result = run.end(Optional.of("the run crashed"));
            injector.close();
            return status(injector, result);
          });
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    haltAfter(LONGEST_END);
                    RunRecord unused = run.end(Optional.of("the run was interrupted"));
                    injector.close();
                  },
                  "onrush-end"));
    }
    return new Instruments(
        recorder,
        false,
        settings.verifyCertificates(),
        new Metering.Wanted(
            settings.warmUp(),
            settings.ending().awaitAnswers(),
            warmUp -> {
              try {
                injector.ready(warmUp.orElse("none"));
              } catch (IllegalArgumentException e) {
                Console.err().println("\nonrush: REFUSED: " + e.getMessage() + "\n");
                System.exit(REFUSED);
              }
              run.begin(warmUp, injector::awaitStart);
            },
            () -> {
              RunRecord unused = run.end(injector.reason());
            }));
  }

  /**
   * Ends this JVM, which ends already, whatever its other threads wait for: a disk or a library
   * that does not answer must not keep it from ending.
   */
  private static void haltAfter(Duration limit) {
    Thread thread =
        new Thread(
            () -> {
              long begun = System.nanoTime();
              while (System.nanoTime() - begun < limit.toNanos()) {
                LockSupport.parkNanos(limit.toNanos());
              }
              System.err.println(
                  "onrush: the run did not end within " + limit.toSeconds() + " s; ended by force");
              Runtime.getRuntime().halt(Verdict.INVALID.exitCode());
            },
            "onrush-halt");
    thread.setDaemon(true);
    thread.start();
  }

  /** An engine that does not stop within this time is left behind. */
  private static void endOnceStopped(Run run, Injector injector, String reason) {
    Thread thread =
        new Thread(
            () -> {
              LockSupport.parkNanos(PATIENCE.toNanos());
              RunRecord result = run.end(Optional.of(reason));
              LockSupport.parkNanos(PATIENCE.toNanos());
              System.exit(
                  status(injector, result)); // Gatling is not there any more, or never will be done
            },
            "onrush-stopped");
    thread.setDaemon(true);
    thread.start();
  }

  /** Of an injector it says only whether its part is whole; the verdict is the coordinator's. */
  private static int status(Injector injector, RunRecord result) {
    result.unwritten().forEach(System.out::println);
    if (injector.hasLostCoordinator()) {
      return Verdict.INVALID.exitCode();
    }
    return result.unwritten().isEmpty() ? 0 : RunRecord.FILES_MISSING;
  }
}
