package dev.onrush.internal.report;

import dev.onrush.internal.run.ServiceProviders;
import dev.onrush.spi.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Loads the reports on the class path: the built-in reports and the reports of the user's project.
 */
final class Reports {

  /**
   * Names in the run's folder that are not reports: files that are written during the run, and the
   * folder of Gatling's own report.
   */
  private static final Pattern OF_THE_RUN =
      Pattern.compile(".*\\.(jsonl|log)|gatling", Pattern.CASE_INSENSITIVE);

  private Reports() {}

  /**
   * Loads the reports.
   *
   * @param without names of files that are not to be written
   * @throws IllegalArgumentException if a report cannot be created, its name is not a valid file
   *     name or is already taken, or {@code without} contains a name of no report
   */
  static List<Report> load(Set<String> without) {
    TreeMap<String, Report> byName = new TreeMap<>();
    // On some systems, names that differ in case only are one file.
    TreeMap<String, Report> inAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Report report : ServiceProviders.load(Report.class, "a report")) {
      String name = checkedName(report);
      byName.put(name, report);
      Report other = inAnyCase.putIfAbsent(name, report);
      if (other != null) {
        throw new IllegalArgumentException(
            "two reports are named \""
                + name
                + "\": "
                + other.getClass().getName()
                + " and "
                + report.getClass().getName()
                + "; give one of them another fileName()");
      }
    }
    for (String name : without) {
      if (!byName.containsKey(name)) {
        throw new IllegalArgumentException(
            "onrush.withoutReports contains \""
                + name
                + "\", which is not a report; the reports are "
                + String.join(", ", byName.keySet()));
      }
    }
    byName.keySet().removeAll(without);
    return new ArrayList<>(byName.values());
  }

  private static String checkedName(Report report) {
    String name = report.fileName();
    if (name == null || !name.matches("[\\p{L}\\p{N}_][\\p{L}\\p{N}._-]{0,99}")) {
      throw new IllegalArgumentException(
          "fileName() of "
              + report.getClass().getName()
              + " was \""
              + name
              + "\"; write up to 100 letters, digits, '.', '_' and '-', without a path, for"
              + " example verdicts.txt");
    }
    if (OF_THE_RUN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "fileName() of "
              + report.getClass().getName()
              + " was \""
              + name
              + "\"; files that end in .jsonl or .log, and gatling, belong to the run itself; write"
              + " another name, for example verdicts.txt");
    }
    return name;
  }
}
