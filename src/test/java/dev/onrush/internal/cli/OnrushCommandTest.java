package dev.onrush.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.onrush.internal.cli.jvm.CompiledSource;
import dev.onrush.internal.cli.jvm.SourceCompiler;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.result.RunEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnrushCommandTest extends CommandFixture {

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String simulation(String name) {
    return "public class " + name + " extends dev.onrush.MeteredSimulation {}\n";
  }

  @Test
  void each_command_says_what_it_takes() {
    for (String command : OnrushCommandTest.commands()) {
      out.reset();

      assertThat(OnrushCommand.execute(command, "--help")).isZero();

      assertThat(told()).startsWith("Usage: onrush " + command);
    }
  }

  private static Iterable<String> commands() {
    return Arrays.asList(
        "new",
        "import",
        "list",
        "preview",
        "run",
        "report",
        "compare",
        "baseline",
        "history",
        "clean",
        "settings",
        "doctor");
  }

  @Test
  void no_command_shows_all_of_them_with_the_exit_codes() {
    assertThat(OnrushCommand.execute()).isEqualTo(64);

    assertThat(told()).contains("  run  ", "  2    FAIL: a threshold was broken");
    assertThat(commands()).allSatisfy(command -> assertThat(told()).contains("\n  " + command));
  }

  @Test
  void a_wrong_command_line_is_told_with_what_is_allowed() {
    String all =
        "new, import, list, preview, run, report, compare, baseline, history, clean, settings,"
            + " doctor, generate-completion, help";
    misused(
        "\"compar\" is not a command; the nearest is compare\nTry: onrush --help",
        "compar",
        "reports/x");
    misused("\"x\" is not a command; the commands are " + all + "\nTry: onrush --help", "x");
    misused(
        "\"x\" is not a command; the commands are " + all + "\nTry: onrush --help", "help", "x");
    misused(
        "--frob is not an option of onrush; its options are --help, --version\nTry: onrush --help",
        "--frob",
        "x");
    misused(
        "--kep is not an option of clean; the nearest is --keep\nTry: onrush clean --help",
        "clean",
        "--kep=3");
    misused(
        "-k is not an option of clean; its options are --keep, --dry-run, --help, --version\n"
            + "Try: onrush clean --help",
        "clean",
        "-k",
        "3");
    misused(
        "argument \"x\" was not expected; doctor takes no argument\nTry: onrush doctor --help",
        "doctor",
        "x");
    misused(
        "argument \"x\" was not expected; generate-completion takes no argument\n"
            + "Try: onrush generate-completion --help",
        "generate-completion",
        "x");
    misused(
        "argument \"b\" was not expected; list takes only FOLDER\nTry: onrush list --help",
        "list",
        "a",
        "b");
    misused(
        "--keep was given more than once; give it once\nTry: onrush clean --help",
        "clean",
        "--keep",
        "1",
        "--keep",
        "2");
    misused(
        "--dry-run was \"no\"; write it without a value\nTry: onrush clean --help",
        "clean",
        "--dry-run=no");
  }

  @Test
  void an_option_of_the_jvm_begins_with_a_hyphen() {
    misused(
        "--jvm was \"4G\"; write an option of java, such as --jvm=-Xmx4G\nTry: onrush run --help",
        "run",
        "Missing.java",
        "--jvm=--add-opens",
        "--jvm=java.base/java.lang=ALL-UNNAMED",
        "--jvm=-Dname=value",
        "--jvm=4G");
  }

  @Test
  void a_file_of_options_of_the_jvm_can_be_read() {
    Path file = folder.resolve("none.options");

    misused(
        "option for the JVM was \"@"
            + file
            + "\", whose file cannot be read: "
            + file
            + " does not exist; write the path of a text file, absolute or relative to "
            + Path.of("").toAbsolutePath()
            + "\nTry: onrush run --help",
        "run",
        "Missing.java",
        "--jvm=@" + file);
  }

  @Test
  void a_missing_or_empty_argument_is_named() {
    misused(
        "FOLDER is missing; write onrush baseline NAME FOLDER\nTry: onrush baseline --help",
        "baseline",
        "Spike");
    misused(
        "--keep has no value; write --keep NUMBER\nTry: onrush clean --help", "clean", "--keep");
    misused("-D has no value; write -DNAME=VALUE\nTry: onrush run --help", "run", "A.java", "-D");
    misused("FILE is missing; write onrush run FILE\nTry: onrush run --help", "run", "");
    misused("NAME is missing; write onrush new NAME\nTry: onrush new --help", "new", "");
    misused("FOLDER is missing; write onrush list FOLDER\nTry: onrush list --help", "list", " ");
  }

  @Test
  void a_folder_without_a_run_is_told_in_one_line() {
    assertThat(OnrushCommand.execute("report", folder.toString())).isEqualTo(1);

    assertThat(complained()).startsWith("onrush: ").hasLineCount(1).contains(folder.toString());
  }

  @Test
  void a_new_project_has_all_that_a_run_needs() throws IOException {
    Path project = folder.resolve("web-shop");

    assertThat(
            OnrushCommand.execute(
                "new", project.toString(), "--target", "http://127.0.0.1:9000/", "--ci=github"))
        .isZero();

    try (Stream<Path> files = Files.walk(project)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> project.relativize(f).toString()))
          .containsExactlyInAnyOrder(
              "pom.xml",
              "README.md",
              ".gitignore",
              ".mvn/jvm.config",
              "jvm.options",
              ".github/workflows/load-test.yml",
              "src/test/java/WebShopTest.java",
              "src/test/resources/onrush.conf",
              "src/test/resources/logback-test.xml",
              "src/test/resources/environments/staging.conf");
    }
    assertThat(project.resolve("src/test/resources/onrush.conf"))
        .content()
        .contains("target = \"http://127.0.0.1:9000\"");
    try (Stream<Path> files = Files.walk(project)) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file))
                      .doesNotContainPattern("\\$\\{(?!simulation|project)\\w+}|__"));
    }
    assertThat(SourceCompiler.compile(project.resolve("src/test/java/WebShopTest.java"), List.of()))
        .satisfies(compiled -> assertThat(compiled.simulations()).containsExactly("WebShopTest"))
        .satisfies(CompiledSource::close);
  }

  @Test
  void a_new_project_below_a_maven_folder_leaves_its_settings_in_force() throws IOException {
    Files.createDirectories(folder.resolve("company/.mvn"));
    Path project = folder.resolve("company/load/shop");

    assertThat(OnrushCommand.execute("new", project.toString())).isZero();

    assertThat(project.resolve("pom.xml")).exists();
    assertThat(project.resolve(".mvn")).doesNotExist();
  }

  @Test
  void a_new_project_depends_on_the_version_of_onrush_that_wrote_it() throws IOException {
    OnrushCommand.execute("new", folder.resolve("shop").toString());
    Matcher own =
        Pattern.compile("<artifactId>onrush</artifactId>\\s*<version>([^<]+)</version>")
            .matcher(Files.readString(Path.of("pom.xml")));

    assertThat(own.find()).isTrue();
    assertThat(Files.readString(folder.resolve("shop/pom.xml")))
        .containsPattern(
            "<artifactId>onrush</artifactId>\\s*<version>" + Pattern.quote(own.group(1)) + "<");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "https://staging.example.org, staging.example.org",
        "https://Staging.example.org:8443/shop, staging.example.org",
        "http://[2001:db8::1]:8080, 2001:db8:0:0:0:0:0:1",
        "http://127.0.0.1:8080, none",
        "http://localhost:8080, none"
      })
  void the_target_of_a_new_project_is_allowed(String target, @Nullable String host) {
    OnrushCommand.execute("new", folder.resolve("shop").toString(), "--target", target);

    Config written =
        ConfigFactory.parseFile(folder.resolve("shop/src/test/resources/onrush.conf").toFile());
    assertThat(
            written.hasPath("onrush.allowedHosts")
                ? written.getStringList("onrush.allowedHosts")
                : List.of())
        .isEqualTo(Stream.ofNullable(host).toList());
  }

  @Test
  void the_plugins_of_a_new_project_are_those_that_onrush_is_tested_with() throws IOException {
    OnrushCommand.execute("new", folder.resolve("shop").toString());
    String own = Files.readString(Path.of("pom.xml"));

    assertThat(Files.readString(folder.resolve("shop/pom.xml")))
        .contains(version(own, "gatling-maven-plugin"), version(own, "exec-maven-plugin"));
    assertThatNoException()
        .isThrownBy(
            () ->
                DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(folder.resolve("shop/pom.xml").toFile()));
  }

  /**
   * Otherwise -f and -pl would put reports and baselines into the folder in which Maven is called.
   */
  @Test
  void a_run_has_the_folder_of_its_project_wherever_maven_is_called() throws IOException {
    OnrushCommand.execute("new", folder.resolve("shop").toString());

    assertThat(List.of(folder.resolve("shop/pom.xml"), Path.of("README.md"), Path.of("pom.xml")))
        .allSatisfy(
            pom ->
                assertThat(pom)
                    .content()
                    .contains("<workingDirectory>${project.basedir}</workingDirectory>"));
  }

  /** A new project has no JUnit test, which makes Gradle fail the task from version 9 on. */
  @Test
  void the_task_test_of_a_new_project_in_gradle_needs_no_test() throws IOException {
    OnrushCommand.execute("new", folder.resolve("a/shop").toString(), "--build", "gradle");
    OnrushCommand.execute("new", folder.resolve("b/shop").toString(), "--build", "gradle-kotlin");

    assertThat(folder.resolve("a/shop/build.gradle"))
        .content()
        .contains("    if (test.hasProperty('failOnNoDiscoveredTests')) {\n")
        .contains("        test.setProperty('failOnNoDiscoveredTests', false)\n");
    assertThat(folder.resolve("b/shop/build.gradle.kts"))
        .content()
        .contains("    if (hasProperty(\"failOnNoDiscoveredTests\")) {\n")
        .contains("        setProperty(\"failOnNoDiscoveredTests\", false)\n");
  }

  /** Both files of the JVM may contain secrets: a heap dump, and the log of a crash. */
  @Test
  void git_ignores_what_the_jvm_of_a_run_leaves_in_a_new_project() throws IOException {
    OnrushCommand.execute("new", folder.resolve("a/shop").toString());
    OnrushCommand.execute("new", folder.resolve("b/shop").toString(), "--build", "gradle");

    for (String project : List.of("a/shop", "b/shop")) {
      assertThat(Files.readAllLines(folder.resolve(project).resolve(".gitignore")))
          .contains("/reports/", "*.hprof", "hs_err_pid*.log");
    }
  }

  /** Both files state the same task, so a test needs to run only one of them. */
  @Test
  void the_gradle_files_of_a_new_project_state_one_command_line() throws IOException {
    OnrushCommand.execute("new", folder.resolve("a/shop").toString(), "--build", "gradle");
    OnrushCommand.execute("new", folder.resolve("b/shop").toString(), "--build", "gradle-kotlin");

    assertThat(GradleTask.of(folder.resolve("a/shop/build.gradle"), "loadTest"))
        .isEqualTo(GradleTask.of(folder.resolve("b/shop/build.gradle.kts"), "loadTest"))
        .isEqualTo(
            new GradleTask(
                "io.gatling.app.Gatling",
                List.of(
                    "-XX:MaxInlineLevel=20",
                    "-XX:MaxTrivialSize=12",
                    "@jvm.options",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                    "-Djava.util.prefs.PreferencesFactory=dev.onrush.NoVersionCheck"),
                List.of("-s", "ShopTest", "-rf", "reports")));
    assertThat(GradleTask.of(folder.resolve("a/shop/build.gradle"), "onrush"))
        .isEqualTo(GradleTask.of(folder.resolve("b/shop/build.gradle.kts"), "onrush"))
        .isEqualTo(new GradleTask("dev.onrush.Onrush", List.of(), List.of()));
    assertThat(folder.resolve("a/shop/README.md")).content().contains("gradle loadTest");
    assertThat(folder.resolve("a/shop/.gitignore")).content().contains("/build/");
    assertThat(told()).contains("    gradle loadTest\n");
  }

  @Test
  void each_build_language_and_ci_go_together() throws IOException {
    Map<String, String> builds =
        Map.of("maven", "pom.xml", "gradle", "build.gradle", "gradle-kotlin", "build.gradle.kts");
    Map<String, String> cis =
        Map.of("github", ".github/workflows/load-test.yml", "GitLab", ".gitlab-ci.yml");
    for (String build : builds.keySet()) {
      for (String ci : cis.keySet()) {
        Path project = folder.resolve(build + "-" + ci);

        assertThat(
                OnrushCommand.execute(
                    "new",
                    project.toString(),
                    "--build=" + build,
                    "--language=kotlin",
                    "--target=http://127.0.0.1:8080/a&b",
                    "--ci=" + ci))
            .as(complained())
            .isZero();

        assertThat(project.resolve(builds.get(build))).content().contains("kotlin");
        assertThat(project.resolve(cis.get(ci)))
            .content()
            .contains(build.equals("maven") ? "mvn -B -ntp gatling:test" : "gradle --no-daemon")
            .contains(" \"-Dtarget=http://127.0.0.1:8080/a&b\"");
        assertThat(project.resolve("README.md")).content().contains("\"-Dtarget=");
        assertThat(project.resolve("src/test/kotlin")).isDirectoryContaining("glob:**Test.kt");
        assertThat(project.resolve("README.md")).content().contains("src/test/kotlin");
        assertThat(project.resolve("src/test/java")).doesNotExist();
        try (Stream<Path> files = Files.walk(project)) {
          assertThat(files.filter(Files::isRegularFile))
              .allSatisfy(
                  file ->
                      assertThat(Files.readString(file))
                          .doesNotContainPattern(
                              "\\$\\{(?!kotlin.version|simulation|project)\\w+}"));
        }
      }
    }
  }

  /** GitHub and GitLab read their file in the root only, and start the commands there. */
  @Test
  void a_ci_file_of_a_project_in_a_folder_of_a_repository_works_in_its_root() throws IOException {
    Path root = folder.toAbsolutePath();
    Files.createDirectory(folder.resolve(".git"));
    Path hub = folder.resolve("load/hub");
    Path lab = folder.resolve("load/my-lab");
    String moved = "move " + hub.resolve(".github/workflows/load-test.yml") + " to " + root;

    OnrushCommand.execute("new", hub.toString(), "--ci=github");

    assertThat(hub.resolve(".github/workflows/load-test.yml"))
        .content()
        .contains("    defaults:\n      run:\n        working-directory: load/hub\n    steps:\n")
        .contains("          path: load/hub/reports\n");
    assertThat(told())
        .endsWith(
            "GitHub reads workflows only in the root of the repository; "
                + moved
                + "/.github/workflows/load-test.yml\n\n");

    OnrushCommand.execute("new", lab.toString(), "--ci=gitlab", "--build=gradle");

    assertThat(lab.resolve(".gitlab-ci.yml"))
        .content()
        .contains("  script:\n    - 'cd \"load/my-lab\"'\n")
        .contains("    paths: [load/my-lab/reports]\n")
        .contains("      junit: load/my-lab/reports/*/junit.xml\n");
    assertThat(told())
        .endsWith(
            "GitLab reads only "
                + root.resolve(".gitlab-ci.yml")
                + "; add to it:\n\n    include:\n      - local: \"/load/my-lab/.gitlab-ci.yml\"\n\n");

    Files.createDirectories(folder.resolve(".github/workflows"));
    Files.createFile(folder.resolve(".github/workflows/load-test.yml"));
    OnrushCommand.execute("new", folder.resolve("two").toString(), "--ci=github");

    assertThat(told()).endsWith(root + "/.github/workflows/load-test-two.yml\n\n");
  }

  @Test
  void a_pom_in_kotlin_has_the_compiler_that_onrush_is_tested_with() throws Exception {
    OnrushCommand.execute("new", folder.resolve("shop").toString(), "--language", "kotlin");
    Path pom = folder.resolve("shop/pom.xml");

    assertThat(pom)
        .content()
        .contains("kotlin-maven-plugin", "kotlin-stdlib")
        .doesNotContain("maven-compiler-plugin")
        .contains(
            Pattern.compile("<kotlin.version>.*</kotlin.version>")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .findFirst()
                .orElseThrow()
                .group());
    assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile()))
        .isNotNull();
  }

  @Test
  void what_is_no_build_is_told_with_those_there_are() {
    assertThat(OnrushCommand.execute("new", "shop", "--build", "ant")).isEqualTo(64);

    assertThat(complained())
        .isEqualTo(
            "onrush: --build was \"ant\"; write one of maven, gradle,"
                + " gradle-kotlin\nTry: onrush new --help\n");
  }

  @Test
  void the_archetype_asks_for_what_the_templates_have() throws IOException {
    Path root = Path.of("src/main/resources");
    String metadata = Files.readString(root.resolve("META-INF/maven/archetype-metadata.xml"));

    try (Stream<Path> files = Files.walk(root.resolve("archetype-resources"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Pattern.compile("\\$\\{(\\w+)}")
            .matcher(Files.readString(file))
            .results()
            .map(m -> m.group(1))
            .filter(name -> !name.equals("simulation")) // properties of the pom itself
            .forEach(name -> assertThat(metadata).contains("key=\"" + name + "\""));
      }
    }
  }

  private static String version(String pom, String plugin) {
    String after = pom.substring(pom.indexOf("<artifactId>" + plugin + "</artifactId>"));
    return after.substring(0, after.indexOf("</version>"));
  }

  @Test
  void a_project_that_cannot_be_written_leaves_nothing_behind() {
    // The folder may have 250 letters, but not the file with Test.java after them.
    String name = "a".repeat(250);

    assertThat(OnrushCommand.execute("new", folder.resolve(name).toString())).isEqualTo(1);

    assertThat(complained()).contains("Test.java cannot be written: ").hasLineCount(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_folder_with_something_in_it_is_left_as_it_is() throws IOException {
    file("shop/notes.txt", "mine");

    assertThat(OnrushCommand.execute("new", folder.resolve("shop").toString())).isEqualTo(1);

    assertThat(complained())
        .isEqualTo(
            "onrush: "
                + folder.resolve("shop")
                + " is not empty, and nothing in it was changed; write the name of a new folder\n");
    assertThat(folder.resolve("shop").toFile().list()).containsExactly("notes.txt");
  }

  @Test
  void a_name_that_is_no_name_and_a_target_that_is_none_are_refused() {
    assertThat(OnrushCommand.execute("new", folder.resolve("1st").toString())).isEqualTo(64);
    assertThat(
            OnrushCommand.execute(
                "new", folder.resolve("shop").toString(), "--target", "ftp://u:hunter2@h"))
        .isEqualTo(64);

    assertThat(complained())
        .contains(
            "onrush: name was \"1st\"; write letters, digits and hyphens, a letter first: shop\n")
        .contains("onrush: --target was \"ftp://***@h\", ")
        .doesNotContain("hunter2");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void clean_needs_a_number() {
    assertThat(OnrushCommand.execute("clean")).isEqualTo(64);

    assertThat(complained())
        .isEqualTo(
            "onrush: the number of runs to keep is not set; use --keep 10, or the setting"
                + " onrush.keepRuns\nTry: onrush clean --help\n");
    for (String number : List.of("-1", "0", "few", "99999999999")) {
      misused(
          "--keep was \""
              + number
              + "\"; write a whole number from 1 to 2,147,483,647, such as 10\nTry: onrush clean"
              + " --help",
          "clean",
          "--keep",
          number);
    }
  }

  private void misused(String message, String... arguments) {
    err.reset();

    assertThat(OnrushCommand.execute(arguments)).isEqualTo(64);

    assertThat(complained()).isEqualTo("onrush: " + message + "\n");
  }

  @Test
  void clean_goes_on_after_a_run_that_cannot_be_deleted_and_exits_with_1() throws IOException {
    Path locked = run("Shop-20260101T000000Z");
    Path other = run("Shop-20260102T000000Z");
    Path latest = run("Shop-20260103T000000Z");
    assertThat(locked.toFile().setWritable(false)).isTrue();
    assumeThat(Files.isWritable(locked)).isFalse(); // root can write anywhere
    System.setProperty("onrush.reports", folder.toString());

    try {
      assertThat(OnrushCommand.execute("clean", "--keep", "1")).isEqualTo(1);
    } finally {
      System.clearProperty("onrush.reports");
      assertThat(locked.toFile().setWritable(true)).isTrue();
    }

    assertThat(told()).isEqualTo("Deleted " + other + ", 0 MB\nDeleted 1 of 3 runs, 0 MB\n");
    assertThat(complained()).startsWith("onrush: " + locked + " cannot be deleted: ");
    assertThat(List.of(locked, latest)).allSatisfy(run -> assertThat(run).exists());
    assertThat(other).doesNotExist();
  }

  private Path run(String name) throws IOException {
    Path run = Files.createDirectories(folder.resolve(name));
    RunInfo info = SampleInfo.named("Shop", "Shop").startedAt(Instant.EPOCH).info();
    try (IntervalLog log = IntervalLog.create(run, info)) {
      log.end(RunEnd.COMPLETED, Optional.empty(), List.of());
    }
    return run;
  }

  @Test
  void a_command_to_copy_has_quotes_around_a_path_with_blanks() {
    Path shop = folder.resolve("load tests/shop");

    assertThat(OnrushCommand.execute("new", shop.toString())).isZero();

    assertThat(told()).contains("\n    cd " + ShellWord.of(shop) + "\n");
    assertThat(ShellWord.of(shop)).endsWith("load tests/shop'");
  }

  @Test
  void simulations_are_found_in_folders_and_packages() throws IOException {
    file("a/b/One.java", "package b;\n" + simulation("One"));
    file("a/Two.java", "/* package x; */\n" + simulation("Two"));
    file("a/Base.java", "public abstract class Base extends dev.onrush.MeteredSimulation {}\n");
    file("a/Three.java", "public class Three extends Base {}\n");
    file("a/Raw.java", "public class Raw extends io.gatling.javaapi.core.Simulation {}\n");
    file("a/Broken.java", "class Broken extends Simulation {");

    assertThat(OnrushCommand.execute("list", folder.toString())).isZero();

    Map<String, String> found = new TreeMap<>();
    told()
        .lines()
        .map(line -> line.split("  ", -1))
        .forEach(
            words ->
                found.put(words[0], Path.of(words[1]).toAbsolutePath().normalize().toString()));
    assertThat(found)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "b.One", folder.resolve("a/b/One.java").toString(),
                "Two", folder.resolve("a/Two.java").toString(),
                "Three", folder.resolve("a/Three.java").toString()));
    assertThat(complained())
        .startsWith(
            "onrush: skipped files that cannot be compiled:\n"
                + folder.resolve("a/Broken.java")
                + ":1: ")
        .endsWith(
            "onrush: skipped Raw, which extends Gatling's Simulation; extend"
                + " dev.onrush.MeteredSimulation\n");
  }

  @Test
  void a_simulation_that_would_not_be_measured_is_not_run() throws IOException {
    Path raw = file("Raw.java", "public class Raw extends io.gatling.javaapi.core.Simulation {}\n");

    assertThat(OnrushCommand.execute("run", raw.toString())).isEqualTo(5);

    assertThat(complained())
        .isEqualTo(
            "onrush: Raw extends Gatling's Simulation, so Onrush would not measure it; extend"
                + " dev.onrush.MeteredSimulation, and leave the rest as it is\n");
  }

  @Test
  void a_mistake_in_the_source_is_told_as_the_compiler_tells_it() throws IOException {
    Path file = file("Slip.java", "public class Slip {\n  int x = \"\";\n}\n");
    List<Path> before = foldersOfClasses();

    assertThat(OnrushCommand.execute("run", file.toString())).isEqualTo(5);

    assertThat(foldersOfClasses()).isEqualTo(before);

    assertThat(complained())
        .isEqualTo(
            "onrush: "
                + file
                + " cannot be compiled:\n"
                + file
                + ":2: incompatible types: java.lang.String cannot be converted to int\n");
  }

  @Test
  void a_list_without_a_simulation_says_so() throws IOException {
    file("notes.txt", "mine");
    Path notes = folder.resolve("notes.txt");

    assertThat(OnrushCommand.execute("list", folder.toString())).isZero();
    assertThat(OnrushCommand.execute("list", notes.toString())).isEqualTo(1);

    assertThat(told()).isEmpty();
    assertThat(complained())
        .isEqualTo(
            "onrush: "
                + folder.toAbsolutePath().normalize()
                + " has no simulation; a simulation is a public class that extends LoadSimulation,"
                + " MeteredSimulation or Gatling's Simulation\n"
                + "onrush: "
                + notes
                + " is not a Java source file; write the name of one such as SpikeTest.java, or of a"
                + " folder\n");
  }

  @Test
  void what_cannot_be_read_is_left_out_of_the_list() throws IOException {
    file("Shop.java", simulation("Shop"));
    Path locked = file("private/Other.java", simulation("Other")).getParent();
    assertThat(locked.toFile().setReadable(false)).isTrue();
    assumeThat(Files.isReadable(locked)).isFalse(); // root can read anything

    try {
      assertThat(OnrushCommand.execute("list", folder.toString())).isZero();
    } finally {
      assertThat(locked.toFile().setReadable(true)).isTrue();
    }

    assertThat(told()).startsWith("Shop  ").hasLineCount(1);
    assertThat(complained())
        .isEqualTo(
            "onrush: skipped %1$s, which cannot be read: access to %1$s is denied\n"
                .formatted(locked));
  }

  private static List<Path> foldersOfClasses() throws IOException {
    String own = "onrush-classes-" + ProcessHandle.current().pid() + "-"; // others run here too
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().startsWith(own)).sorted().toList();
    }
  }

  @Test
  void a_file_that_does_not_exist_is_told_with_the_nearest_one() throws IOException {
    Path file = Files.writeString(folder.resolve("SpikeTest.java"), "class SpikeTest {}");

    assertThat(OnrushCommand.execute("run", folder.resolve("SpikeTest").toString())).isEqualTo(5);
    assertThat(OnrushCommand.execute("run", folder.resolve("SpkieTest.java").toString()))
        .isEqualTo(5);

    assertThat(complained())
        .isEqualTo(
            "onrush: simulation was "
                + folder.resolve("SpikeTest")
                + ", which does not exist; the nearest is "
                + file
                + "\nonrush: simulation was "
                + folder.resolve("SpkieTest.java")
                + ", which does not exist; the nearest is "
                + file
                + "\n");
  }

  @Test
  void what_is_no_simulation_is_refused() throws IOException {
    Path file = file("Other.java", "public class Other {}\n");
    Path two =
        file(
            "Pair.java",
            simulation("Left").replace("public ", "") + simulation("Right").replace("public ", ""));

    assertThat(OnrushCommand.execute("run", file.toString())).isEqualTo(5);
    assertThat(OnrushCommand.execute("run", two.toString())).isEqualTo(5);
    assertThat(OnrushCommand.execute("run", two.toString(), "-s", "Middle")).isEqualTo(5);
    assertThat(OnrushCommand.execute("run", two.toString(), "-s", "Rihgt")).isEqualTo(5);
    assertThat(OnrushCommand.execute("run", folder.toString())).isEqualTo(5);
    assertThat(OnrushCommand.execute("run", folder + "/Missing.java")).isEqualTo(5);

    assertThat(complained())
        .isEqualTo(
            "onrush: "
                + file
                + " has no simulation; write a public class that extends LoadSimulation or"
                + " MeteredSimulation\nonrush: "
                + two
                + " has several simulations; choose one with --simulation: Left, Right\nonrush: "
                + two
                + " has no simulation Middle; choose one with --simulation: Left, Right\nonrush: "
                + two
                + " has no simulation Rihgt; the nearest is Right; choose one with --simulation:"
                + " Left, Right\nonrush: simulation was "
                + folder
                + ", which is not a Java source file; write one such as SpikeTest.java\nonrush: simulation was "
                + folder
                + "/Missing.java, which does not exist; name a Java source file\n");
  }
}
