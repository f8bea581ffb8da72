package dev.onrush.internal.launch.role;

import dev.onrush.internal.cluster.Cluster;
import dev.onrush.internal.cluster.ClusterInjector;
import dev.onrush.internal.gatling.app.ExitStatus;
import dev.onrush.internal.gatling.app.GatlingOutputs;
import dev.onrush.internal.launch.plan.OncePlan;
import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.launch.process.TerminalSignals;
import dev.onrush.internal.machine.InjectorMemory;
import dev.onrush.internal.machine.ParentProcess;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.internal.settings.source.SimulationCode;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** Chooses the role of this JVM. */
public final class Roles {

  private Roles() {}

  /**
   * Reads the settings and chooses the role. An injector first finds its coordinator, and takes
   * over the settings that determine the run.
   *
   * @throws IllegalArgumentException if a setting is wrong, or if no coordinator is found
   */
  public static Role choose(Class<?> simulation, SimulationCode code) {
    Settings settings =
        InProcessRun.settings().orElseGet(() -> SettingsReader.load(Map.of(), code));
    Console.mask(settings.secrets()::mask);
    if (settings.once()) {
      OncePlan.check(settings);
    }
    if (settings.gatlingReport()) {
      GatlingOutputs.checkCharts();
    }
    if (!settings.cluster().join().isEmpty() && !settings.preview()) {
      return join(settings, code);
    }
    WithoutDuet.check(settings);
    if (settings.injectors().isPresent()) {
      checkCoordinator(settings);
      return new CoordinatorRole(simulation, settings);
    }
    if (!settings.preview()) {
      ClusterSettings.checkAlone(settings);
    }
    return new LocalRole(settings);
  }

  private static Role join(Settings settings, SimulationCode code) {
    checkMain();
    TerminalSignals.ignoreIfStartedSo();
    Settings.Cluster cluster = settings.cluster();
    Console.out(settings).println("Looking for the coordinator at " + text(cluster.join()) + " …");
    ClusterInjector joined =
        Cluster.join(
            cluster.join(),
            cluster.listen(),
            cluster.secret(),
            cluster.longestWait(),
            ParentProcess::isThere);
    try {
      return new InjectorRole(SettingsReader.load(joined.settings(), code), joined);
    } catch (IllegalArgumentException e) {
      joined.refuse(settings.secrets().mask(String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private static void checkCoordinator(Settings settings) {
    checkMain();
    if (settings.gatlingReport()) {
      throw new IllegalArgumentException(
          "gatling.report was true; Gatling's own report covers one JVM, and with injectors this"
              + " JVM sends nothing; leave one of the two out");
    }
    if (settings.cluster().listen().isEmpty() && !settings.preview()) {
      InjectorMemory.here().checkFits(settings.injectors().getAsInt());
    }
  }

  private static void checkMain() {
    if (!ExitStatus.underGatlingMain()) {
      throw new IllegalArgumentException(
          "a run from Java has one injector, this JVM; for several, write a LoadSimulation and"
              + " start it with mvn gatling:test -Dinjectors=N");
    }
  }

  private static String text(List<InetSocketAddress> addresses) {
    return String.join(
        ", ", addresses.stream().map(a -> a.getHostString() + ":" + a.getPort()).toList());
  }
}
