package dev.onrush.internal.importing.source;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.onrush.internal.importing.plan.ImportedPlan;
import dev.onrush.internal.importing.request.ImportedRequest;
import dev.onrush.internal.importing.request.Names;
import dev.onrush.internal.importing.plan.Pause;
import dev.onrush.internal.importing.plan.UserKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** A plan as a simulation in Java, with its CSV files in a folder beside it. */
public final class SimulationSource {

  private static final TypeName CHAIN = ClassName.get("io.gatling.javaapi.core", "ChainBuilder");
  private static final TypeName USER_CLASS = ClassName.get("dev.onrush.plan", "UserClass");
  private static final TypeName PLAN = ClassName.get("dev.onrush.plan", "LoadPlan");
  private static final ClassName DSL = ClassName.get("dev.onrush.dsl", "OnrushDsl");
  private static final ClassName CORE = ClassName.get("io.gatling.javaapi.core", "CoreDsl");
  private static final ClassName HTTP = ClassName.get("io.gatling.javaapi.http", "HttpDsl");
  private static final ClassName DURATION = ClassName.get(Duration.class);

  /** The indent of the code of a method. */
  private static final int BODY = 4;

  private final ImportedPlan plan;
  private final Description description;
  private final Profiles profiles;
  private final Names names = new Names();
  private final List<String> requestMethods = new ArrayList<>();
  private final List<MethodSpec> methods = new ArrayList<>();
  private final Map<String, String> files = new LinkedHashMap<>();

  /**
   * What is said beside the plan itself.
   *
   * @param name of the plan, in letters and digits, a letter first
   * @param text of the class's comment
   * @param bounds of its thresholds
   * @param stages whether curves are written as stages, not as CSV files
   */
  public record Description(String name, List<String> text, Bounds bounds, boolean stages) {

    /** A copy. */
    public Description {
      text = List.copyOf(text);
    }
  }

  /**
   * What is good enough.
   *
   * @param p95 of all response times
   * @param errorPercent of all requests
   */
  public record Bounds(Duration p95, double errorPercent) {}

  private SimulationSource(ImportedPlan plan, Description description) {
    this.plan = plan;
    this.description = description;
    this.profiles = new Profiles(description.stages());
    names.once("plan");
    for (ImportedRequest request : plan.requests()) {
      String text = request.name().replaceAll("/\\{(\\w+)}", "/by $1").replaceAll("[^\\w/ ]", " ");
      requestMethods.add(names.unused(text, "request"));
    }
  }

  /** The files of a plan; the first is the simulation. */
  public static SourceFiles of(ImportedPlan plan, Description description) {
    return new SimulationSource(plan, description).written();
  }

  private SourceFiles written() {
    String type = description.name() + "Test";
    MethodSpec planMethod =
        MethodSpec.methodBuilder("plan")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PROTECTED)
            .returns(PLAN)
            .addCode(returned(planCode()))
            .build();
    requests();
    TypeSpec.Builder simulation =
        TypeSpec.classBuilder(type)
            .addModifiers(Modifier.PUBLIC)
            .superclass(ClassName.get("dev.onrush", "LoadSimulation"))
            .addJavadoc("$L\n", String.join("\n", description.text()))
            .addMethod(planMethod)
            .addMethods(methods);
    JavaFile file =
        JavaFile.builder("", simulation.build())
            .addStaticImport(DSL, "*")
            .addStaticImport(CORE, "*")
            .addStaticImport(HTTP, "*")
            .addStaticImport(DURATION, "*")
            .skipJavaLangImports(true)
            .indent("  ")
            .build();
    Map<String, String> all = new LinkedHashMap<>();
    all.put(type + ".java", formatted(file.toString()));
    all.putAll(files);
    return new SourceFiles(all);
  }

  /** As google-java-format has it, where JavaPoet differs: comments of one line. */
  private static String formatted(String source) {
    return source
        .replace("LoadSimulation {\n", "LoadSimulation {\n\n")
        .replaceAll("( *)/\\*\\*\n *\\* ([^\n]{1,88})\n *\\*/\n", "$1/** $2 */\n");
  }

  private static CodeBlock returned(Code code) {
    // After "return " and before ";".
    return CodeBlock.of("$L", "return " + code.laidOut(0, BODY + 8) + ";\n");
  }

  private Code planCode() {
    Code code = Code.call("loadPlan", Code.quoted(spaced(description.name())));
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
    Bounds bounds = description.bounds();
    Code http = Code.text("http -> http.disableCaching().disableFollowRedirect()");
    return code.dot(
            "thresholds",
            Code.call("p95").dot("below", Literals.time(bounds.p95())),
            Code.call("errorRate")
                .dot(
                    "below",
                    Code.call("ofPercent", Code.text(Literals.decimal(bounds.errorPercent())))))
        .dotCommented(
            "Each request of the log was sent; a browser's cache had no part in them.",
            Code.call("http", http));
  }

  private String csvOf(ImportedPlan.Population population, String name) {
    if (!profiles.needsCsv(population.curve())) {
      return "";
    }
    return file(name, Profiles.csv(population.curve()));
  }

  private Code population(
      Code code, String flow, ImportedPlan.Population population, Code profile) {
    boolean leave = !population.kinds().get(0).lengths().isEmpty();
    boolean alone = population.kinds().size() == 1;
    List<Code> kinds = population.kinds().stream().map(kind -> kind(kind, leave, alone)).toList();
    Code users = Code.call("users", kinds);
    return flow.isEmpty()
        ? code.dot(users).dot("profile", profile)
        : code.dot("flow", Code.quoted(flow), users.dot("profile", profile));
  }

  /** The call of the method that makes a class. */
  private Code kind(UserKind kind, boolean leaves, boolean alone) {
    String method = names.unused(kind.name().replaceAll("[{}]", " "), "users");
    Code named = Code.call("userClass", Code.quoted(kind.name()));
    Code code = alone ? named : named.dot("weight", Code.text(Literals.number(kind.weight())));
    boolean single = leaves && kind.lengths().stream().allMatch(length -> length == 1);
    Code written =
        single
            ? tasks(code, kind, List.of())
            : leaves ? session(code, kind, method) : stay(code, kind, method);
    methods.add(
        MethodSpec.methodBuilder(method)
            .addJavadoc("$L", Kinds.text(kind, leaves) + "\n")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(USER_CLASS)
            .addCode(returned(written))
            .build());
    return Code.call(method);
  }

  private Code tasks(Code code, UserKind kind, List<Code> after) {
    int divisor =
        kind.steps().stream().mapToInt(UserKind.Step::share).reduce(0, SimulationSource::gcd);
    Code all = code;
    for (UserKind.Step step : kind.steps()) {
      List<Code> arguments = new ArrayList<>();
      if (step.share() > divisor) {
        arguments.add(Code.text(Literals.number(step.share() / divisor)));
      }
      arguments.add(Code.quoted(plan.requests().get(step.request()).name()));
      arguments.add(Code.call(requestMethods.get(step.request())));
      arguments.addAll(after);
      all = all.dot(Code.call("task", arguments));
    }
    return all;
  }

  private static int gcd(int one, int other) {
    return other == 0 ? one : gcd(other, one % other);
  }

  private Code session(Code code, UserKind kind, String method) {
    List<Code> arguments = new ArrayList<>();
    arguments.add(Code.quoted("Session"));
    int first = kind.lengths().get(0);
    boolean same = kind.lengths().stream().allMatch(length -> length == first);
    if (!same) {
      List<List<String>> rows =
          kind.lengths().stream().map(length -> List.of(length.toString())).toList();
      String csv = file(method + "Sessions", SourceFiles.csv(List.of("requests"), rows));
      arguments.add(Code.call("feed", Code.call("csv", Code.quoted(csv)).dot("random")));
    }
    List<Code> each = new ArrayList<>();
    each.add(choice(kind));
    each.addAll(pause(kind.pause(), method));
    Code times = same ? Code.text(Literals.number(first)) : Code.quoted("#{requests}");
    arguments.add(Code.call("repeat", times).dot(Code.call("on", each)));
    return code.dot(Code.call("task", arguments));
  }

  private Code choice(UserKind kind) {
    if (kind.steps().size() == 1) {
      return Code.call(requestMethods.get(kind.steps().get(0).request()));
    }
    List<Code> choices = new ArrayList<>();
    for (UserKind.Step step : kind.steps()) {
      choices.add(
          Code.call("percent", Code.text(Literals.hundredths(step.share())))
              .dot("then", Code.call(requestMethods.get(step.request()))));
    }
    return Code.call("randomSwitch").dot(Code.call("on", choices));
  }

  private Code stay(Code code, UserKind kind, String method) {
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

  /** The steps of a pause within a chain. */
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
              String csv = file(method + "Pauses", SourceFiles.csv(List.of("pauseMillis"), rows));
              return List.of(
                  Code.call("feed", Code.call("csv", Code.quoted(csv)).dot("random")),
                  Code.call(
                      "pause", Code.text("session -> ofMillis(session.getLong(\"pauseMillis\"))")));
            }));
  }

  private void requests() {
    for (int i = 0; i < plan.requests().size(); i++) {
      ImportedRequest request = plan.requests().get(i);
      String method = requestMethods.get(i);
      String csv =
          request
              .values()
              .map(values -> file(method, SourceFiles.csv(values.columns(), values.rows())))
              .orElse("");
      methods.add(
          MethodSpec.methodBuilder(method)
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
              .returns(CHAIN)
              .addCode(returned(RequestCode.of(request, csv)))
              .build());
    }
  }

  private String file(String name, String text) {
    String path = folder(description.name()) + "/" + name + ".csv";
    files.put(path, text);
    return path;
  }

  /** {@code WebShop} is {@code web-shop}. */
  static String folder(String name) {
    return spaced(name).replace(' ', '-').toLowerCase(Locale.ROOT);
  }

  /** {@code WebShop} is {@code Web Shop}. */
  static String spaced(String name) {
    return List.of(name.split("(?<=[a-z0-9])(?=[A-Z])", -1)).stream()
        .collect(Collectors.joining(" "));
  }
}
