package dev.onrush.internal.launch;

import dev.onrush.internal.gatling.Instrumentation.Declared;
import dev.onrush.internal.gatling.Instrumentation.Workload;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.internal.settings.source.SimulationCode;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.profile.Phase;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Checks the settings for a plain Gatling simulation, which has no plan. Its load is its own, so
 * that settings that change a plan have no effect on it.
 *
 * <p>A run with a different load, or against a different service, than requested is worse than no
 * run, so it is refused. It is not refused if the simulation itself reads the setting, as many do
 * ({@code Integer.getInteger("users")}, {@code settings().target()}). This is determined from its
 * classes.
 */
final class PlainSettings {

  private final String name;
  private final Settings settings;
  private final SimulationCode code;

  PlainSettings(String name, Settings settings, SimulationCode code) {
    this.name = name;
    this.settings = settings;
    this.code = code;
  }

  /**
   * Refuses settings that would change the load of a plan.
   *
   * @param addresses the addresses of the simulation
   */
  void check(List<String> addresses) {
    if (settings.users().isPresent()) {
      checkRead("users");
    }
    if (!settings.only().isEmpty()) {
      throw new IllegalArgumentException(
          "only was "
              + String.join(", ", settings.only())
              + settings.source(Setting.ONLY)
              + ", and "
              + name
              + " is a plain Gatling simulation, which has no flows and no user classes; write a"
              + " LoadSimulation, or remove the setting only");
    }
    if (settings.duet().isPresent()) {
      throw new IllegalArgumentException(
          "against was "
              + settings.duet().get().against().map(URI::toString).orElse("started")
              + settings.source(Setting.AGAINST)
              + ", and "
              + name
              + " is a plain Gatling simulation, whose users Onrush cannot send to two services;"
              + " write a LoadSimulation, or remove the setting against");
    }
    if (settings.scale() != 1) {
      checkRead("scale");
    }
    if (settings.pace() != 1) {
      checkRead("pace");
    }
    if (settings.target().isPresent()
        && addresses.stream()
            .map(HttpAddress::declared)
            .noneMatch(a -> HttpAddress.isSameHostAndPort(a, settings.target().get()))) {
      checkRead("target");
    }
  }

  private void checkRead(String key) {
    if (isRead(key)) {
      return;
    }
    String property = "onrush." + key;
    String origin = settings.config().getValue(property).origin().description();
    boolean given = origin.startsWith("-D") || origin.startsWith("the environment variable");
    String remedy =
        code.reads(key)
            ? "give it as -D" + key + ", which " + name + " reads itself"
            : "read settings()." + key + "() or System.getProperty(\"" + key + "\") in " + name;
    throw new IllegalArgumentException(
        key
            + " was "
            + settings.config().getString(property)
            + " (from "
            + origin
            + "), and "
            + name
            + " is a plain Gatling simulation, which defines its own load; write a LoadSimulation,"
            + " or "
            + remedy
            + ", or leave the setting out"
            + (given ? "" : " here, with onrush.simulations." + name + "." + key + " = null"));
  }

  /** Whether the simulation asks for the setting, or reads a system property with its value. */
  private boolean isRead(String key) {
    return code.asksFor(key) || (code.reads(key) && value(key).equals(System.getProperty(key)));
  }

  private String value(String key) {
    return String.valueOf(settings.config().getValue("onrush." + key).unwrapped());
  }

  /** Notes on settings that have no effect and do no harm. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (settings.seed().isPresent() && !isRead("seed")) {
      notes.add(withoutEffect("seed"));
    }
    if (!settings.localAddresses().isEmpty() && !isRead("localAddresses")) {
      notes.add(withoutEffect("localAddresses"));
    }
    return notes;
  }

  private String withoutEffect(String key) {
    return "onrush." + key + " has no effect on " + name + ", a plain Gatling simulation";
  }

  private static void phases(StringBuilder text, List<Phase> phases) {
    if (phases.size() < 2) {
      return; // no phase is named
    }
    text.append("\nPhases\n");
    for (Phase phase : phases) {
      boolean open = phase.end().equals(Phase.WHOLE_RUN.end());
      text.append("  ")
          .append(phase.name())
          .append(": from ")
          .append(Quantity.clock(phase.start()))
          .append(open ? " on" : " to " + Quantity.clock(phase.end()))
          .append('\n');
    }
  }

  /** Describes the simulation before it runs. */
  String preview(Declared declared, RunInfo info) {
    StringBuilder text = new StringBuilder();
    text.append(name).append(": a plain Gatling simulation\n\nBase addresses\n");
    if (declared.addresses().isEmpty()) {
      text.append("  none\n");
    }
    declared
        .addresses()
        .forEach(a -> text.append("  ").append(HttpAddress.withoutCredentials(a)).append('\n'));
    text.append("\nScenarios\n");
    for (Workload workload : declared.workloads()) {
      text.append("  ")
          .append(workload.scenario())
          .append(": ")
          .append(
              workload.users().isPresent()
                  ? String.format(
                      Locale.ROOT,
                      workload.users().getAsLong() == 1 ? "%,d user" : "%,d users",
                      workload.users().getAsLong())
                  : "concurrent users")
          .append(workload.requests().isEmpty() ? "" : ", requests ")
          .append(String.join(", ", workload.requests()))
          .append('\n');
    }
    phases(text, info.phases());
    text.append("\nThresholds\n");
    for (Threshold threshold : info.thresholds()) {
      text.append("  ")
          .append(threshold)
          .append(threshold.abort().map(a -> ", " + a).orElse(""))
          .append(threshold.isWarning() ? ", warning" : "")
          .append('\n');
    }
    return text.toString();
  }
}
