package dev.onrush;

import dev.onrush.internal.cluster.Cluster;
import dev.onrush.internal.cluster.Coordinator;
import dev.onrush.internal.cluster.Injector;
import dev.onrush.internal.gatling.ExitStatus;
import dev.onrush.internal.gatling.RemoteScenario;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Recorder;
import dev.onrush.internal.run.InjectorMemory;
import dev.onrush.internal.run.Run;
import dev.onrush.internal.run.RunInfo;
import dev.onrush.internal.run.Source;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SimulationCode;
import dev.onrush.plan.Phase;
import dev.onrush.plan.Slice;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which part of a run this JVM has: all of it, its lead, or the load of one injector. */
final class Part {

  private static final String SECRET = "ONRUSH_CLUSTER_SECRET";

  /** No setting: the process that has started this one as an injector of its own. */
  private static final String PARENT = "dev.onrush.coordinator";

  /** Of the arguments of this JVM, what is the coordinator's alone. */
  private static final Pattern OWN =
      Pattern.compile(
          "-D(onrush\\.)?(injectors|cluster\\..*|dashboard.*|preview|baseline|gatling\\.report)(=.*)?"
              + "|-Donrush\\.(reports|webhook|export\\..*)(=.*)?"
              + "|-agentlib:jdwp.*|-Xrunjdwp.*|-Dcom\\.sun\\.management\\.jmxremote.*");

  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final Class<?> simulation;
  private final Settings settings;
  private final Optional<Injector> injector;
  private final RemoteScenario scenario = new RemoteScenario(Duration.ZERO);
  private Cluster.@Nullable Led led;
  private boolean begun;

  private Part(Class<?> simulation, Settings settings, Optional<Injector> injector) {
    this.simulation = simulation;
    this.settings = settings;
    this.injector = injector;
  }

  /**
   * An injector finds its coordinator first, and takes over what shapes the run.
   *
   * @param simulation that every JVM of the run loads
   * @param code its own
   */
  static Part of(Class<?> simulation, SimulationCode code, Settings settings) {
    if (settings.preview() || settings.cluster().join().isEmpty()) {
      boolean unused = Launch.orRefused(() -> check(settings));
      return new Part(simulation, settings, Optional.empty());
    }
    return Launch.orRefused(
        () -> {
          checkMain();
          Settings.Cluster cluster = settings.cluster();
          Console.out(settings)
              .println("Looking for the coordinator at " + text(cluster.join()) + " …");
          Injector joined =
              Cluster.join(
                  cluster.join(),
                  cluster.listen(),
                  cluster.secret(),
                  Onrush.version(),
                  cluster.longestWait(),
                  Part::hasParent);
          try {
            return new Part(
                simulation, Settings.load(joined.settings(), code), Optional.of(joined));
          } catch (IllegalArgumentException e) {
            joined.refuse(String.valueOf(e.getMessage()));
            throw e;
          }
        });
  }

  /** Whether the process is there that has started this one, if one has. */
  private static boolean hasParent() {
    Long parent = Long.getLong(PARENT);
    return parent == null || ProcessHandle.of(parent).filter(ProcessHandle::isAlive).isPresent();
  }

  private static boolean check(Settings settings) {
    if (settings.injectors().isEmpty()) {
      return false;
    }
    checkMain();
    if (settings.gatlingReport()) {
      throw new IllegalArgumentException(
          "gatling.report was true; Gatling's own report is of one JVM, and with injectors that one"
              + " sends nothing; leave one of both out");
    }
    if (settings.cluster().listen().isEmpty() && !settings.preview()) {
      InjectorMemory.here().checkFits(settings.injectors().getAsInt());
    }
    return true;
  }

  private static void checkMain() {
    if (!ExitStatus.underGatlingMain()) {
      throw new IllegalArgumentException(
          "a run from Java has one injector, this JVM; for several, write a LoadSimulation and start"
              + " it with mvn gatling:test -Dinjectors=N");
    }
  }

  private static String text(List<InetSocketAddress> addresses) {
    return String.join(
        ", ", addresses.stream().map(a -> a.getHostString() + ":" + a.getPort()).toList());
  }

  /** Those of this JVM; of an injector, with what its coordinator says. */
  Settings settings() {
    return settings;
  }

  Optional<Injector> injector() {
    return injector;
  }

  /** Whether it leads injectors, and sends nothing. */
  boolean leads() {
    return injector.isEmpty() && settings.injectors().isPresent();
  }

  /** Once injectors are assembled. */
  Optional<Coordinator> coordinator() {
    // Not by a function: without injectors no class of theirs need be found when files are scarce.
    Cluster.Led opened = led;
    return opened == null ? Optional.empty() : Optional.of(opened.coordinator());
  }

  /** Stands for the load that others send. */
  RemoteScenario scenario() {
    return scenario;
  }

  /** Which slice of the load this JVM sends; of one that sends none, the first, for its checks. */
  Slice slice() {
    return injector
        .map(joined -> new Slice(joined.index(), joined.of()))
        .orElseGet(
            () -> leads() ? new Slice(0, settings.injectors().orElseThrow()) : Launch.slice());
  }

  /** Brings the injectors together; what is known of the run by then. */
  RunInfo assemble(RunInfo info, Map<String, String> plan, Path folder) {
    Settings.Cluster cluster = settings.cluster();
    Coordinator.Terms terms =
        new Coordinator.Terms(
            settings.injectors().orElseThrow(), cluster.longestWait(), cluster.goOn());
    Cluster.Led opened =
        cluster.listen().isPresent()
            ? Cluster.lead(
                cluster.listen().get(),
                cluster.secret(),
                terms,
                info,
                plan,
                shaping(info),
                Console.out(settings))
            : Cluster.leadLocal(
                (index, address) -> command(address, folder),
                SECRET,
                folder,
                terms,
                info,
                plan,
                shaping(info),
                Console.out(settings));
    led = opened;
    return opened.assemble();
  }

  /** The settings that shape a run, by their names as properties. */
  private Map<String, String> shaping(RunInfo info) {
    Map<String, String> shaping = new LinkedHashMap<>();
    settings.environment().ifPresent(name -> shaping.put("env", name));
    String target = info.facts().getOrDefault("target", "");
    if (settings.target().isEmpty() || settings.target().get().toString().equals(target)) {
      shaping.put("onrush.target", target);
    } // else it has a secret in it, which is sent to nobody: every injector has it from its
    // settings
    settings.users().ifPresent(users -> shaping.put("onrush.users", String.valueOf(users)));
    shaping.put("onrush.scale", String.valueOf(settings.scale()));
    shaping.put("onrush.pace", String.valueOf(settings.pace()));
    shaping.put("onrush.seed", String.valueOf(info.seed()));
    shaping.put("onrush.warmUp", settings.warmUp().toMillis() + " ms");
    settings
        .ending()
        .windDownAtMost()
        .ifPresent(time -> shaping.put("onrush.windDownAtMost", time.toMillis() + " ms"));
    shaping.put("onrush.awaitAnswers", settings.ending().awaitAnswers().toMillis() + " ms");
    shaping.put("onrush.verifyCertificates", String.valueOf(settings.verifyCertificates()));
    shaping.put("onrush.checkTarget", String.valueOf(settings.checkTarget()));
    if (!settings.allowedHosts().isEmpty()) {
      shaping.put("onrush.allowedHosts", String.join(",", settings.allowedHosts()));
    }
    return shaping;
  }

  /** This JVM once more, as an injector. */
  private List<String> command(String coordinator, Path folder) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !OWN.matcher(argument).matches())
        .forEach(command::add);
    command.add("-Donrush.cluster.join=" + coordinator);
    command.add("-D" + PARENT + "=" + ProcessHandle.current().pid());
    command.add("-Donrush.reports=" + folder.resolve("injectors"));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "io.gatling.app.Gatling",
            "-s",
            simulation.getName(),
            "-rf",
            folder.toString()));
    return command;
  }

  /** What the run gets its intervals from. */
  Source source(Recorder recorder) {
    Optional<Coordinator> leading = coordinator();
    return leading.isPresent() ? new Elsewhere(leading.get(), recorder) : Source.of(recorder);
  }

  /** What others record; this JVM's own event loops are emptied, and of no interest. */
  private record Elsewhere(Coordinator coordinator, Recorder recorder) implements Source {
    @Override
    public Interval flip(Duration elapsed) {
      Interval unused = recorder.flip(elapsed);
      return recorder.bounded(coordinator.flip(elapsed));
    }

    @Override
    public void phases(List<Phase> phases) {
      coordinator.phases(phases);
    }

    @Override
    public List<String> notes() {
      Set<String> notes = new LinkedHashSet<>(coordinator.notes());
      notes.addAll(recorder.notes());
      return List.copyOf(notes);
    }
  }

  /** What is known of an injector's run: what its coordinator judges, and its own machine. */
  RunInfo led(RunInfo own) {
    RunInfo whole = injector.orElseThrow().info();
    Map<String, String> facts = new LinkedHashMap<>(whole.facts());
    facts.putAll(own.facts());
    facts.put(RunInfo.CLUSTER_RUN, injector.orElseThrow().run());
    facts.put(RunInfo.INJECTOR, injector.orElseThrow().place());
    return new RunInfo(
        whole.simulation(),
        whole.plan(),
        whole.started(),
        whole.profile(),
        whole.seed(),
        whole.requests(),
        whole.thresholds(),
        whole.limits(),
        whole.shape(),
        facts,
        whole.search());
  }

  /** The first users are due, here or at all injectors. */
  void begin(Run run, Optional<String> warmUp) {
    begun = true;
    Optional<Coordinator> leading = coordinator();
    if (leading.isPresent()) {
      Runnable moment = leading.get().start(scenario::over);
      run.begin(Optional.of(leading.get().warmUps()), moment);
    } else {
      run.begin(warmUp);
    }
  }

  /** Why the run has ended early, if an injector was the cause. */
  Optional<String> trouble() {
    return coordinator().flatMap(Coordinator::trouble);
  }

  /** This JVM is ended; injectors get the time to say what they have not said yet. */
  void interrupted() {
    coordinator()
        .ifPresent(
            coordinator -> {
              coordinator.stop("the run was interrupted");
              coordinator.awaitEnd(LAST_WORDS);
            });
  }

  /** There is no run. */
  void refused(String why) {
    injector.ifPresent(
        joined -> {
          joined.refuse(why);
          joined.close();
        });
    close();
  }

  /** Injectors that this JVM has started end with it. */
  void close() {
    Cluster.Led opened = led;
    led = null;
    if (opened != null) {
      opened.close(begun);
    }
  }
}
