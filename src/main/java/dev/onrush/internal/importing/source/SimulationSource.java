package dev.onrush.internal.importing.source;

import static dev.onrush.internal.importing.request.ImportedRequest.Values.LENGTH_OF_PAUSE;
import static dev.onrush.internal.importing.request.ImportedRequest.Values.LENGTH_OF_SESSION;

import dev.onrush.internal.importing.plan.ImportedPlan;
import dev.onrush.internal.importing.plan.ImportedUserClass;
import dev.onrush.internal.importing.plan.Pause;
import java.util.ArrayList;
import java.util.List;

/** Writes a plan as a simulation in Java, with its CSV files in a folder next to it. */
public final class SimulationSource {

  private final ImportedPlan plan;
  private final SimulationFile file;
  private final Profiles profiles;

  private SimulationSource(ImportedPlan plan, Description description, boolean stages) {
    this.plan = plan;
    this.file = new SimulationFile(description, plan.requests());
    this.profiles = new Profiles(stages);
  }

  /**
   * Returns the files of a plan; the first is the simulation.
   *
   * @param stages whether curves are written as stages instead of CSV files
   */
  public static SourceFiles of(ImportedPlan plan, Description description, boolean stages) {
    return new SimulationSource(plan, description, stages).written();
  }

  private SourceFiles written() {
    Code code = planCode();
    file.requests(plan.requests());
    return file.written(code);
  }

  private Code planCode() {
    Code code = file.plan();
    boolean both = plan.visits().isPresent() && plan.steady().isPresent();
    if (plan.visits().isPresent()) {
      ImportedPlan.Population visits = plan.visits().get();
      Code profile = profiles.arrivals(visits.curve(), csvOf(visits, "arrivals"));
      code = population(code, both ? "Visits" : "", visits, profile);
    }
    if (plan.steady().isPresent()) {
      ImportedPlan.Population steady = plan.steady().get();
      Code profile = profiles.users(steady.curve(), csvOf(steady, "users"));
      code = population(code, both ? "Steady users" : "", steady, profile);
    }
    return file.bounded(
        code, "Each request of the log is sent, without a browser cache.", List.of());
  }

  private String csvOf(ImportedPlan.Population population, String name) {
    if (!profiles.needsCsv(population.curve())) {
      return "";
    }
    return file.csv(name, Profiles.csv(population.curve()));
  }

  private Code population(
      Code code, String flow, ImportedPlan.Population population, Code profile) {
    boolean leave = !population.userClasses().get(0).lengths().isEmpty();
    boolean alone = population.userClasses().size() == 1;
    List<Code> kinds =
        population.userClasses().stream().map(kind -> kind(kind, leave, alone)).toList();
    Code users = Code.call("users", kinds);
    return flow.isEmpty()
        ? code.dot(users).dot("profile", profile)
        : code.dot("flow", Code.quoted(flow), users.dot("profile", profile));
  }

  /** Adds the method of a user class, and returns a call of it. */
  private Code kind(ImportedUserClass kind, boolean leaves, boolean alone) {
    String method = file.unusedName(kind.name().replaceAll("[{}]", " "), "users");
    Code named = Code.call("userClass", Code.quoted(kind.name()));
    Code code = alone ? named : named.dot("weight", Code.text(Literals.number(kind.weight())));
    boolean single = leaves && kind.lengths().stream().allMatch(length -> length == 1);
    Code written =
        single
            ? tasks(code, kind, List.of())
            : leaves ? session(code, kind, method) : stay(code, kind, method);
    file.userClass(method, UserClassText.text(kind, leaves), written);
    return Code.call(method);
  }

  private Code tasks(Code code, ImportedUserClass kind, List<Code> after) {
    int divisor =
        kind.steps().stream()
            .mapToInt(ImportedUserClass.Step::share)
            .reduce(0, SimulationSource::gcd);
    Code all = code;
    for (ImportedUserClass.Step step : kind.steps()) {
      List<Code> arguments = new ArrayList<>();
      if (step.share() > divisor) {
        arguments.add(Code.text(Literals.number(step.share() / divisor)));
      }
      arguments.add(Code.quoted(plan.requests().get(step.request()).name()));
      arguments.add(Code.call(file.requestMethod(step.request())));
      arguments.addAll(after);
      all = all.dot(Code.call("task", arguments));
    }
    return all;
  }

  private static int gcd(int one, int other) {
    return other == 0 ? one : gcd(other, one % other);
  }

  private Code session(Code code, ImportedUserClass kind, String method) {
    List<Code> arguments = new ArrayList<>();
    arguments.add(Code.quoted("Session"));
    int first = kind.lengths().get(0);
    boolean same = kind.lengths().stream().allMatch(length -> length == first);
    if (!same) {
      List<List<String>> rows =
          kind.lengths().stream().map(length -> List.of(length.toString())).toList();
      String csv = file.csv(method + "Sessions", SourceFiles.csv(List.of(LENGTH_OF_SESSION), rows));
      arguments.add(Code.call("feed", Code.call("csv", Code.quoted(csv)).dot("random")));
    }
    List<Code> each = new ArrayList<>();
    each.add(choice(kind));
    each.addAll(pause(kind.pause(), method));
    Code times =
        same ? Code.text(Literals.number(first)) : Code.quoted("#{" + LENGTH_OF_SESSION + "}");
    arguments.add(Code.call("repeat", times).dot(Code.call("on", each)));
    return code.dot(Code.call("task", arguments));
  }

  private Code choice(ImportedUserClass kind) {
    if (kind.steps().size() == 1) {
      return Code.call(file.requestMethod(kind.steps().get(0).request()));
    }
    List<Code> choices = new ArrayList<>();
    for (ImportedUserClass.Step step : kind.steps()) {
      choices.add(
          Code.call("percent", Code.text(Literals.hundredths(step.share())))
              .dot("then", Code.call(file.requestMethod(step.request()))));
    }
    return Code.call("randomSwitch").dot(Code.call("on", choices));
  }

  private Code stay(Code code, ImportedUserClass kind, String method) {
    List<Code> none = List.of();
    return kind.pause()
        .match(
            new Pause.Cases<>(
                constant ->
                    tasks(
                        thinking(code, Code.call("constant", Literals.time(constant.time()))),
                        kind,
                        none),
                between ->
                    tasks(
                        thinking(
                            code,
                            Code.call(
                                "between",
                                Literals.time(between.min()),
                                Literals.time(between.max()))),
                        kind,
                        none),
                exponential ->
                    tasks(
                        thinking(code, Code.call("exponential", Literals.time(exponential.mean()))),
                        kind,
                        none),
                observed -> tasks(code, kind, pause(observed, method))));
  }

  private static Code thinking(Code code, Code distribution) {
    return code.dot("thinkTime", distribution);
  }

  /** Returns the steps of a pause within a chain. */
  private List<Code> pause(Pause pause, String method) {
    return pause.match(
        new Pause.Cases<>(
            constant ->
                constant.time().isZero()
                    ? List.of()
                    : List.of(Code.call("pause", Literals.time(constant.time()))),
            between ->
                List.of(
                    Code.call("pause", Literals.time(between.min()), Literals.time(between.max()))),
            exponential ->
                List.of(
                    Code.call(
                        "pause",
                        Literals.time(exponential.mean()),
                        Code.text("exponentialPauses"))),
            observed -> {
              List<List<String>> rows =
                  observed.values().stream()
                      .map(value -> List.of(Long.toString(value.toMillis())))
                      .toList();
              String csv =
                  file.csv(method + "Pauses", SourceFiles.csv(List.of(LENGTH_OF_PAUSE), rows));
              return List.of(
                  Code.call("feed", Code.call("csv", Code.quoted(csv)).dot("random")),
                  Code.call(
                      "pause",
                      Code.text(
                          "session -> ofMillis(session.getLong(\"" + LENGTH_OF_PAUSE + "\"))")));
            }));
  }
}
