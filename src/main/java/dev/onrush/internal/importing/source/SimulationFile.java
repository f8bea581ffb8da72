package dev.onrush.internal.importing.source;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.onrush.internal.importing.request.ImportedRequest;
import dev.onrush.internal.importing.request.Names;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** A simulation that is being written: the methods of its class, and the files next to it. */
final class SimulationFile {

  private static final TypeName CHAIN = ClassName.get("io.gatling.javaapi.core", "ChainBuilder");
  private static final TypeName USER_CLASS = ClassName.get("dev.onrush.plan", "UserClass");
  private static final TypeName PLAN = ClassName.get("dev.onrush.plan", "LoadPlan");
  private static final ClassName SIMULATION = ClassName.get("dev.onrush", "LoadSimulation");
  private static final ClassName DSL = ClassName.get("dev.onrush.dsl", "OnrushDsl");
  private static final ClassName CORE = ClassName.get("io.gatling.javaapi.core", "CoreDsl");
  private static final ClassName HTTP = ClassName.get("io.gatling.javaapi.http", "HttpDsl");
  private static final ClassName DURATION = ClassName.get(Duration.class);

  /**
   * Methods that the simulation calls without a qualifier. A method of the class with the same name
   * would hide them.
   */
  private static final List<String> CALLED =
      List.of(
          "loadPlan",
          "userClass",
          "concurrentUsers",
          "arrivalRate",
          "perSecond",
          "p95",
          "errorRate",
          "ofPercent",
          "ofMillis",
          "ofSeconds",
          "ofMinutes",
          "ofHours",
          "feed",
          "csv",
          "exec",
          "http",
          "pause",
          "repeat",
          "randomSwitch",
          "percent",
          "constant",
          "between",
          "exponential",
          "status",
          "header",
          "headerRegex",
          "jsonPath",
          "css",
          "yield"); // {@code yield} is a statement if it is called without a qualifier

  /** The indentation of the code of a method. */
  private static final int BODY = 4;

  private final Description description;
  private final Names names = new Names();
  private final List<String> requestMethods = new ArrayList<>();
  private final List<MethodSpec> methods = new ArrayList<>();
  private final Map<String, String> files = new LinkedHashMap<>();

  /**
   * Creates a simulation without methods.
   *
   * @param requests the requests, each of which gets a method
   */
  SimulationFile(Description description, List<ImportedRequest> requests) {
    this.description = description;
    CALLED.forEach(names::unique);
    inherited().forEach(names::unique);
    for (ImportedRequest request : requests) {
      String text = request.name().replaceAll("/\\{(\\w+)}", "/by $1").replaceAll("[^\\w/ ]", " ");
      requestMethods.add(names.unique(text, "request"));
    }
  }

  /**
   * The names of the methods of its superclasses, which its own methods would hide or clash with.
   */
  private static Set<String> inherited() {
    try {
      // Loads the class by name, because this package must not depend on the public packages.
      Class<?> type =
          Class.forName(SIMULATION.reflectionName(), false, SimulationFile.class.getClassLoader());
      Set<String> names = new TreeSet<>();
      for (Class<?> each = type; each != null; each = each.getSuperclass()) {
        Stream.of(each.getDeclaredMethods()).map(Method::getName).forEach(names::add);
      }
      return names;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The name of the method of a request, by the index of the request. */
  String requestMethod(int request) {
    return requestMethods.get(request);
  }

  /**
   * Returns an unused name for a method of the class.
   *
   * @param otherwise the name if {@code text} contains neither letters nor digits
   */
  String unusedName(String text, String otherwise) {
    return names.unique(text, otherwise);
  }

  /** Returns the start of the plan, with its name. */
  Code plan() {
    return Code.call("loadPlan", Code.quoted(spaced(description.name())));
  }

  /**
   * Returns the plan with its thresholds and the settings of all requests.
   *
   * @param whyEachIsSent a comment on the settings
   * @param headers the headers of all requests
   */
  Code bounded(Code plan, String whyEachIsSent, List<ImportedRequest.Header> headers) {
    Code http = Code.text("http.disableCaching()").dot("disableFollowRedirect");
    List<String> comments = new ArrayList<>(List.of(whyEachIsSent));
    for (ImportedRequest.Header header : headers) {
      http = http.dot("header", Code.quoted(header.name()), Code.quoted(header.value()));
      comments.add(header.todo().isEmpty() ? "" : "TODO " + header.todo());
    }
    comments.removeIf(String::isEmpty);
    return plan.dot(
            "thresholds",
            Code.call("p95").dot("below", Literals.time(description.bounds().p95())),
            Code.call("errorRate")
                .dot(
                    "below",
                    Code.call(
                        "ofPercent",
                        Code.text(Literals.decimal(description.bounds().errorPercent())))))
        .dotCommented(
            String.join("\n", comments), Code.call("http", new Code.Lambda("http", http)));
  }

  /** Adds the method of a user class. */
  void userClass(String method, String comment, Code code) {
    methods.add(
        MethodSpec.methodBuilder(method)
            .addJavadoc("$L", comment + "\n")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(USER_CLASS)
            .addCode(returned(code))
            .build());
  }

  /** Adds the methods of the requests. */
  void requests(List<ImportedRequest> requests) {
    for (int i = 0; i < requests.size(); i++) {
      ImportedRequest request = requests.get(i);
      String method = requestMethods.get(i);
      String csv =
          request
              .values()
              .map(values -> csv(method, SourceFiles.csv(values.columns(), values.rows())))
              .orElse("");
      Code code = RequestCode.of(request, csv, body -> file(method + ending(body), body));
      methods.add(
          MethodSpec.methodBuilder(method)
              .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
              .returns(CHAIN)
              .addCode(returned(code))
              .build());
    }
  }

  private static String ending(String body) {
    String begin = body.stripLeading();
    if (begin.startsWith("{") || begin.startsWith("[")) {
      return ".json";
    }
    return begin.startsWith("<") ? ".xml" : ".txt";
  }

  /** Adds a CSV file, and returns its name as the simulation refers to it. */
  String csv(String name, String text) {
    return file(name + ".csv", text);
  }

  private String file(String name, String text) {
    String path = folder(description.name()) + "/" + name;
    files.put(path, text);
    return path;
  }

  /** Returns all files; the first is the simulation. */
  SourceFiles written(Code plan) {
    String type = description.name() + "Test";
    MethodSpec planMethod =
        MethodSpec.methodBuilder("plan")
            .addAnnotation(Override.class)
            .addModifiers(Modifier.PROTECTED)
            .returns(PLAN)
            .addCode(returned(plan))
            .build();
    TypeSpec.Builder simulation =
        TypeSpec.classBuilder(type)
            .addModifiers(Modifier.PUBLIC)
            .superclass(SIMULATION)
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

  /**
   * Adapts the source to google-java-format, where JavaPoet differs: a blank line after the class
   * header, and short comments on one line.
   */
  private static String formatted(String source) {
    return source
        .replace("LoadSimulation {\n", "LoadSimulation {\n\n")
        .replaceAll("( *)/\\*\\*\n *\\* ([^\n]{1,88})\n *\\*/\n", "$1/** $2 */\n");
  }

  private static CodeBlock returned(Code code) {
    // BODY + 8: the code is between "return " and ";".
    return CodeBlock.of("$L", "return " + code.laidOut(0, BODY + 8) + ";\n");
  }

  /** Converts {@code WebShop} to {@code web-shop}. */
  static String folder(String name) {
    return spaced(name).replace(' ', '-').toLowerCase(Locale.ROOT);
  }

  /** Converts {@code WebShop} to {@code Web Shop}. */
  private static String spaced(String name) {
    return List.of(name.split("(?<=[a-z0-9])(?=[A-Z])", -1)).stream()
        .collect(Collectors.joining(" "));
  }
}
