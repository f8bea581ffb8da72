package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.onrush.DocPage.Block;
import dev.onrush.internal.settings.KnownSettings;
import dev.onrush.internal.settings.table.SettingTables;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that the documentation is correct: its links, commands, settings, classes and messages.
 */
class DocsTest {

  private static final Set<String> PHASES =
      Set.of("clean", "compile", "test-compile", "test", "package", "verify", "install", "deploy");

  private static final Map<String, String> GOALS =
      Map.of(
          "gatling:test", "gatling-maven-plugin",
          "exec:java", "exec-maven-plugin",
          "exec:exec", "exec-maven-plugin",
          "spotless:apply", "spotless-maven-plugin",
          "spotless:check", "spotless-maven-plugin",
          "surefire:test", "maven-surefire-plugin");

  /** Properties of Maven itself and of its plugins. */
  private static final Set<String> OF_MAVEN =
      Set.of("skipTests", "test", "groups", "excludedGroups", "exec.classpathScope");

  private static final Path COMMANDS = Path.of("src/main/java/dev/onrush/internal/cli");

  private static final Path ARCHETYPE =
      Path.of("src/main/resources/META-INF/maven/archetype-metadata.xml");

  private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z][A-Z:_]*|\\$.*|.*…|(FOLDER ?)+");

  private static final Pattern CLASS_NAME =
      Pattern.compile("\\bdev\\.onrush(?:\\.[a-z]\\w*)*(?:\\.[A-Z]\\w*)+");
  private static final Pattern PACKAGE = Pattern.compile("\\bdev\\.onrush(?:\\.[a-z]\\w*)+\\b");
  private static final Pattern SETTING =
      Pattern.compile("(?:(?<=-D)|(?<![\\w./-]))onrush\\.([a-z][A-Za-z]*(?:\\.[A-Za-z][\\w-]*)*)");
  private static final Pattern VARIABLE = Pattern.compile("\\bONRUSH_[A-Z_]*[A-Z]\\b");
  private static final Pattern DECLARED =
      Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record|interface) (\\w+)");

  private final List<DocPage> pages;
  private final String pom;

  DocsTest() throws IOException {
    pages = DocPage.all();
    pom = Files.readString(Path.of("pom.xml"));
  }

  @Test
  void links_and_anchors_exist() {
    List<String> broken = new ArrayList<>();
    int checked = 0;
    for (DocPage page : pages) {
      for (String link : page.links()) {
        if (link.matches("https?://.*")) {
          continue;
        }
        checked++;
        String[] parts = link.split("#", 2);
        Path target =
            parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]).normalize();
        boolean anchored =
            parts.length == 1
                || (Files.isRegularFile(target) && DocPage.of(target).anchors().contains(parts[1]));
        if (!Files.exists(target) || !anchored) {
          broken.add(page + ": " + link);
        }
      }
    }

    assertThat(broken).isEmpty();
    assertThat(checked).isGreaterThan(100);
  }

  @Test
  void the_index_has_every_page() throws IOException {
    List<String> linked = DocPage.of(Path.of("docs/README.md")).links();

    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".md") && !name.equals("README.md")))
          .isNotEmpty()
          .allSatisfy(name -> assertThat(linked).contains(name));
    }
  }

  @Test
  void pages_are_short() {
    assertThat(pages)
        .allSatisfy(
            page ->
                assertThat(page.lines().size())
                    .as(page.toString())
                    .isLessThanOrEqualTo(
                        switch (page.toString()) {
                          case "README.md" -> 160;
                          case "CHANGELOG.md" -> Integer.MAX_VALUE; // it grows with each change
                          case "docs/five-systems.md" -> 460;
                          case "docs/protocols.md" -> 330; // eight complete classes
                          default -> 250;
                        }));
  }

  @Test
  void maven_commands_name_what_there_is() {
    List<String> wrong = new ArrayList<>();
    int checked = 0;
    for (DocPage page : pages) {
      for (List<String> command : page.commands("mvn")) {
        checked++;
        for (String word : command.subList(1, command.size())) {
          String why = word.startsWith("-") ? option(word, command, page) : goal(word);
          if (!why.isEmpty()) {
            wrong.add(page + ": " + String.join(" ", command) + ": " + why);
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(checked).isGreaterThan(40);
  }

  /** Returns why a word is not a goal or phase; empty if it is one. */
  private String goal(String word) {
    if (PHASES.contains(word) || PLACEHOLDER.matcher(word).matches()) {
      return "";
    }
    if (word.equals("archetype:generate")) {
      return ""; // a plugin of Maven itself
    }
    String[] goal = word.split("@", 2);
    String plugin = GOALS.get(goal[0]);
    boolean execution = goal.length == 1 || pom.contains("<id>" + goal[1] + "</id>");
    return execution && plugin != null && pom.contains("<artifactId>" + plugin + "</artifactId>")
        ? ""
        : word + " is no goal";
  }

  @Test
  void commands_of_the_jar_exist() {
    List<String> wrong = new ArrayList<>();
    int seen = 0;
    for (DocPage page : pages) {
      for (List<String> command : page.commands("java")) {
        int jar = command.indexOf("-jar");
        if (jar > 0
            && command.size() > jar + 2
            && !PLACEHOLDER.matcher(command.get(jar + 2)).matches()) {
          seen++;
          if (!command.get(jar + 1).endsWith(".jar") || !isTask(command.get(jar + 2))) {
            wrong.add(page + ": " + String.join(" ", command));
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(seen).isGreaterThan(2);
  }

  private String option(String word, List<String> command, DocPage page) {
    if (word.startsWith("-P")) {
      return pom.contains("<id>" + word.substring(2) + "</id>") ? "" : word + " is no profile";
    }
    if (!word.startsWith("-D")) {
      return List.of("-B", "-ntp", "-q", "-o", "-version").contains(word)
          ? ""
          : word + " is no option";
    }
    String[] property = word.substring(2).split("=", 2);
    String name = property[0];
    String value = property.length == 1 ? "" : property[1];
    if (PLACEHOLDER.matcher(value).matches() && !name.equals("exec.args")) {
      return isProperty(name) ? "" : name + " is not read";
    }
    boolean right =
        switch (name) {
          case "simulation" -> isSimulation(value, page);
          case "env" -> Files.exists(Path.of("simulations/environments", value + ".conf"));
          case "test" -> Arrays.stream(value.split(",")).allMatch(DocsTest::isTestClass);
          case "bench" -> Files.exists(benchmark(value));
          case "exec.mainClass" -> isClass(value);
          case "exec.args" ->
              command.stream().anyMatch(w -> w.startsWith("-Dexec.mainClass=")) || isTask(value);
          default -> isProperty(name);
        };
    return right ? "" : word + " names nothing";
  }

  private boolean isProperty(String name) {
    return OF_MAVEN.contains(name)
        || name.startsWith("archetype")
        || read(ARCHETYPE).contains("<requiredProperty key=\"" + name + "\">")
        || Set.of("simulation", "env", "bench", "exec.mainClass").contains(name)
        || pom.contains("<" + name + ">")
        || pom.contains("<name>" + name + "</name>") // a property that activates a profile
        || KnownSettings.isProperty(name)
        || (name.startsWith("reference.") && isOfTheReferenceService(name));
  }

  private static boolean isOfTheReferenceService(String name) {
    return name.endsWith("…")
        || ConfigFactory.parseFile(
                Path.of("src/reference/resources/reference-service.conf").toFile())
            .hasPath(name);
  }

  private static boolean isSimulation(String name, DocPage page) {
    return page.blocks().stream().anyMatch(block -> declares(block, name))
        || find("simulations", name + ".java");
  }

  private static boolean isTestClass(String name) {
    return name.contains("*") || find("src/test/java", name.replaceAll("#.*", "") + ".java");
  }

  private static Path benchmark(String name) {
    return Path.of("src/bench/java/dev/onrush/bench", name + ".java");
  }

  /** Returns whether the library's main class knows the first word. */
  private static boolean isTask(String arguments) {
    String word = arguments.split(" ", 2)[0];
    if (word.startsWith("--")) {
      return Set.of("--help", "--version").contains(word);
    }
    try (Stream<Path> files = Files.list(COMMANDS)) {
      return files
          .filter(Files::isRegularFile)
          .anyMatch(file -> read(file).contains("    name = \"" + word + "\","));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean find(String folder, String file) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.anyMatch(path -> path.endsWith(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean declares(Block block, String name) {
    return DECLARED.matcher(block.text()).results().anyMatch(m -> m.group(1).equals(name));
  }

  @Test
  void settings_that_are_named_exist() {
    List<String> wrong = new ArrayList<>();
    inCode(
        SETTING,
        (page, match) -> {
          String key = match.group(1);
          if (!key.matches("conf|json|properties|jar|simulations\\..*")
              && !KnownSettings.isProperty("onrush." + key)
              && !KnownSettings.isSection("onrush." + key)) {
            wrong.add(page + ": onrush." + key);
          }
        });
    inCode(
        VARIABLE,
        (page, match) -> {
          if (!KnownSettings.isVariable(match.group())) {
            wrong.add(page + ": " + match.group());
          }
        });

    assertThat(wrong).isEmpty();
  }

  /** The tables are generated from the description of each setting. */
  @Test
  void the_page_of_settings_has_all_of_them() throws IOException {
    Path page = Path.of("docs/settings.md");
    String text = Files.readString(page);
    int begin = text.indexOf('\n', text.indexOf("<!-- tables:")) + 2;
    int end = text.indexOf("<!-- end of the tables -->");

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(
          page, text.substring(0, begin) + SettingTables.markdown() + text.substring(end));
    } else {
      assertThat(text.substring(begin, end)).isEqualTo(SettingTables.markdown());
    }
  }

  @Test
  void classes_and_packages_that_are_named_exist() {
    List<String> wrong = new ArrayList<>();
    inCode(
        CLASS_NAME,
        (page, match) -> {
          if (!isClass(match.group())) {
            wrong.add(page + ": " + match.group());
          }
        });
    inCode(
        PACKAGE,
        (page, match) -> {
          if (!isPackage(match.group())) {
            wrong.add(page + ": " + match.group());
          }
        });
    for (DocPage page : pages) {
      for (String span : page.codeSpans()) {
        if (span.matches("[A-Z]\\w+Test")
            && !isTestClass(span)
            && !find("simulations", span + ".java")) {
          wrong.add(page + ": " + span);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  private static boolean isPackage(String name) {
    return Stream.of("main", "test", "reference", "bench")
        .anyMatch(of -> Files.isDirectory(Path.of("src", of, "java", name.replace('.', '/'))));
  }

  private static boolean isClass(String name) {
    String nested = name;
    while (true) {
      String top = nested.replaceAll("\\$.*", "");
      if (top.startsWith("dev.onrush.bench.")) {
        return Files.exists(benchmark(top.substring("dev.onrush.bench.".length())));
      }
      try {
        Class.forName(nested, false, DocsTest.class.getClassLoader());
        return true;
      } catch (ClassNotFoundException e) {
        Matcher inner =
            Pattern.compile("(.*[.$][A-Z]\\w*)\\.([A-Z]\\w*(?:\\$.*)?)").matcher(nested);
        if (!inner.matches()) {
          return false;
        }
        nested = inner.group(1) + "$" + inner.group(2);
      }
    }
  }

  @Test
  void files_that_are_named_exist() {
    List<String> wrong = new ArrayList<>();
    for (DocPage page : pages) {
      for (String span : page.codeSpans()) {
        if (span.matches("(?:\\.\\w+|src|docs|simulations)/[\\w./-]*")
            && !Files.exists(Path.of(span))
            && !Files.exists(Path.of(span + ".java"))
            // Files that a reader creates.
            && !List.of(
                    "src/test/java/ShopTest.java",
                    "src/test/kotlin",
                    "src/test/resources/onrush.conf",
                    ".mvn/jvm.config",
                    ".github/workflows/load-test.yml",
                    ".github/workflows/duet.yml",
                    "simulations/onrush.conf")
                .contains(span)
            && !span.contains("NAME")) {
          wrong.add(page + ": " + span);
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  @Test
  void whole_classes_compile(@TempDir Path classes) {
    List<JavaFileObject> sources = new ArrayList<>();
    for (DocPage page : pages) {
      for (Block block : page.blocks()) {
        if (block.language().equals("java") && DECLARED.matcher(block.text()).find()) {
          sources.add(new Source(page, block.text()));
        }
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();

    boolean compiled =
        compiler
            .getTask(
                said,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-d",
                    classes.toString(),
                    "-classpath",
                    System.getProperty("java.class.path")),
                null,
                sources)
            .call();

    assertThat(compiled).as(said.toString()).isTrue();
    assertThat(sources).hasSizeGreaterThan(2);
  }

  /** JUnit does not execute a method with {@code @LoadTest} that returns nothing. */
  @Test
  void own_assertions_on_a_load_test_are_in_methods_that_junit_executes() {
    String page = String.join("\n", DocPage.of(Path.of("docs/junit.md")).code());

    assertThat(page)
        .doesNotContainPattern("@LoadTest\\s+(public )?void ")
        .containsPattern("@Test\\s+@Tag\\(LoadTest.TAG\\)\\s+void \\w+\\(\\) \\{\\s+RunResult ");
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(DocPage page, String text) {
      super(
          URI.create(
              "string:///"
                  + page.path().toString().replaceAll("\\W", "_")
                  + "/"
                  + DECLARED.matcher(text).results().findFirst().orElseThrow().group(1)
                  + ".java"),
          Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  @Test
  void words_of_plans_exist() throws Exception {
    Set<String> known = new TreeSet<>();
    for (String room : List.of("", "dsl", "plan", "profile", "threshold", "units", "result")) {
      Path folder = Path.of("src/main/java/dev/onrush", room);
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().matches(".*/[A-Z]\\w+\\.java")).toList()) {
          String name = "dev.onrush." + (room.isEmpty() ? "" : room + ".") + file.getFileName();
          addMethods(Class.forName(name.replaceAll("\\.java$", "")), known);
        }
      }
    }
    for (Class<?> theirs :
        List.of(
            java.time.Duration.class,
            java.nio.file.Path.class,
            System.class,
            java.io.PrintStream.class,
            org.junit.jupiter.api.Assertions.class,
            Integer.class,
            io.gatling.javaapi.core.CoreDsl.class,
            io.gatling.javaapi.core.CheckBuilder.class,
            io.gatling.javaapi.core.CheckBuilder.MultipleFind.class,
            io.gatling.javaapi.core.Session.class,
            io.gatling.javaapi.http.HttpDsl.class,
            io.gatling.javaapi.http.Ws.class,
            io.gatling.javaapi.http.HttpProtocolBuilder.class,
            io.gatling.javaapi.http.HttpRequestActionBuilder.class,
            io.gatling.javaapi.jms.Jms.class,
            io.gatling.javaapi.jms.JmsDsl.class,
            io.gatling.javaapi.jms.JmsProtocolBuilder.class,
            io.gatling.javaapi.jms.JmsRequestReplyActionBuilder.class,
            io.gatling.javaapi.core.Simulation.class)) {
      addMethods(theirs, known);
    }
    known.add("uri"); // a method of the reader's own service, in an example
    List<String> wrong = new ArrayList<>();
    for (String page : List.of("simulations", "profiles", "thresholds", "capacity", "baselines")) {
      for (String code : DocPage.of(Path.of("docs", page + ".md")).code()) {
        if (DECLARED.matcher(code).find()) {
          continue; // it is compiled elsewhere
        }
        Pattern.compile("(?<![\\w#-])([a-z]\\w+)\\(")
            .matcher(code)
            .results()
            .map(m -> m.group(1))
            .filter(word -> !known.contains(word))
            .forEach(word -> wrong.add(page + ": " + word));
      }
    }

    assertThat(wrong).isEmpty();
  }

  private static void addMethods(Class<?> type, Set<String> names) {
    Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getDeclaredMethods()))
        .forEach(method -> names.add(method.getName()));
    for (Class<?> nested : type.getDeclaredClasses()) {
      addMethods(nested, names);
    }
  }

  /** In the tables, the first column contains messages; … represents variable parts. */
  @Test
  void messages_of_the_page_on_troubles_are_those_of_the_code() throws IOException {
    String code = literals();
    List<String> messages =
        DocPage.of(Path.of("docs/troubleshooting.md")).lines().stream()
            .filter(line -> line.startsWith("| `"))
            .flatMap(
                line -> Pattern.compile("`([^`]+)`").matcher(line.split(" \\| ", 2)[0]).results())
            .map(m -> m.group(1))
            .toList();

    assertThat(messages).hasSizeGreaterThan(40);
    assertThat(messages)
        .filteredOn(
            message ->
                Arrays.stream(message.split("[…;:,]", -1)).anyMatch(p -> !code.contains(p.strip())))
        .as("messages that the code does not have")
        .isEmpty();
  }

  /**
   * Returns the string literals of the library's code, and the text of the pom; {@code +} between
   * the pieces of a literal is removed.
   */
  private String literals() throws IOException {
    StringBuilder all = new StringBuilder(pom.replace("&quot;", "\""));
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\""));
      }
    }
    return all.toString();
  }

  /**
   * Lines that are indented by two more blanks are subpackages of the line before; a line may name
   * several packages.
   */
  @Test
  void the_tree_of_the_readme_has_every_package() throws IOException {
    List<String> tree =
        DocPage.of(Path.of("README.md")).blocks().stream()
            .filter(block -> block.text().contains("src/main/java/dev/onrush/ "))
            .findFirst()
            .orElseThrow()
            .lines();
    Set<String> shown = new TreeSet<>();
    for (String line : tree) {
      Matcher names = Pattern.compile("( {2,4})([a-z/ ]+?) {2,}.*").matcher(line);
      if (names.matches()) {
        String above = names.group(1).length() == 4 ? "internal/" : "";
        Arrays.stream(names.group(2).split(" "))
            .filter(name -> !name.equals("internal/"))
            .forEach(name -> shown.add(above + name));
      }
    }

    Path root = Path.of("src/main/java/dev/onrush");
    try (Stream<Path> files = Files.walk(root)) {
      Set<String> packages =
          files
              .filter(file -> file.endsWith("package-info.java"))
              .map(file -> root.relativize(file.getParent()).toString())
              .map(name -> name.replaceAll("^(internal/\\w+)/.*", "$1"))
              .filter(name -> !name.isEmpty())
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(shown).isEqualTo(packages);
    }
  }

  private void inCode(Pattern pattern, BiConsumer<DocPage, MatchResult> check) {
    for (DocPage page : pages) {
      for (String code : page.code()) {
        pattern.matcher(code).results().forEach(match -> check.accept(page, match));
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
