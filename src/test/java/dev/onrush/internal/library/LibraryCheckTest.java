package dev.onrush.internal.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryCheckTest {

  private static final List<Library> BUILT_WITH =
      Stream.of(
              "The following files have been resolved:",
              "   io.gatling:gatling-app:jar:3.15.1:compile -- module gatling.app (auto)",
              "   org.scala-lang:scala-library:jar:2.13.18:compile -- module scala.library",
              "   io.netty:netty-common:jar:4.2.14.Final:compile -- module io.netty.common",
              "   io.netty:netty-transport-native-epoll:jar:linux-x86_64:4.2.14.Final:compile",
              "   io.netty:netty-tcnative-classes:jar:2.0.77.Final:compile",
              "   org.slf4j:slf4j-api:jar:2.0.18:compile",
              "   org.slf4j:jul-to-slf4j:jar:2.0.18:runtime",
              "   com.fasterxml.jackson.core:jackson-core:jar:2.21.3:compile",
              "   com.fasterxml.jackson.core:jackson-annotations:jar:2.21:compile",
              "   com.hazelcast:hazelcast:jar:5.7.0:compile (optional)",
              "   com.google.errorprone:error_prone_annotations:jar:2.48.0:compile",
              "   info.picocli:picocli:jar:4.7.7:compile")
          .flatMap(line -> Library.listed(line).stream())
          .toList();

  @TempDir Path folder;

  private Path jar(String name) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    Path jar = folder.resolve(name + ".jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  private LibraryCheck check(String... jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String jar : jars) {
      urls.add(jar(jar).toUri().toURL());
    }
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null)) {
      return LibraryCheck.of(BUILT_WITH, loader);
    }
  }

  @Test
  void the_libraries_of_the_build_fit() throws IOException {
    LibraryCheck check =
        check(
            "gatling-app-3.15.1",
            "scala-library-2.13.18",
            "netty-common-4.2.14.Final",
            "netty-transport-native-epoll-4.2.14.Final-linux-x86_64",
            "netty-tcnative-classes-2.0.77.Final",
            "slf4j-api-2.0.18",
            "jul-to-slf4j-2.0.18",
            "jackson-core-2.21.3",
            "jackson-annotations-2.21",
            "picocli-4.7.7",
            "error_prone_annotations-2.49.0",
            "netty-common-extras-1.0");

    assertThat(check.refusal()).isEmpty();
    assertThat(check.differences()).isEmpty();
    assertThat(check.suspects()).isEmpty();
  }

  @Test
  void netty_of_another_line_is_named_with_the_lines_that_mend_it() throws IOException {
    LibraryCheck check =
        check(
            "netty-common-4.1.128.Final",
            "netty-transport-native-epoll-4.1.128.Final-linux-x86_64",
            "netty-tcnative-classes-2.0.74.Final",
            "jackson-core-2.19.2");

    assertThat(check.refusal())
        .contains(
            """
            versions on the class path do not fit:

              Netty 4.1.128.Final, where Onrush VERSION needs 4.2.14.Final (io.netty:netty-common and 1 more)

            A parent or a BOM of the project has set them, as Spring Boot's does. Put the load tests into a separate
            module without it (java -jar onrush.jar new NAME writes one), or put these lines first into
            <dependencyManagement><dependencies> of pom.xml, to set the versions for the whole module:

            <dependency>
              <groupId>io.netty</groupId>
              <artifactId>netty-bom</artifactId>
              <version>4.2.14.Final</version>
              <type>pom</type>
              <scope>import</scope>
            </dependency>"""
                .replace("VERSION", Version.current()));
    assertThat(check.differences())
        .contains(
            "com.fasterxml.jackson.core:jackson-core:2.19.2 (built with 2.21.3)",
            "io.netty:netty-tcnative-classes:2.0.74.Final (built with 2.0.77.Final)");
  }

  @Test
  void each_library_without_a_bom_has_lines_of_its_own() throws IOException {
    assertThat(check("slf4j-api-1.7.36", "jul-to-slf4j-1.7.36", "gatling-app-3.14.9").refusal())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains(
                        "  Gatling 3.14.9, where Onrush "
                            + Version.current()
                            + " needs 3.15.1 (io.gatling:gatling-app)\n"
                            + "  slf4j 1.7.36, where Onrush "
                            + Version.current()
                            + " needs 2.0.18 (org.slf4j:slf4j-api and 1 more)\n")
                    .endsWith(
                        """
                        <dependency>
                          <groupId>io.gatling</groupId>
                          <artifactId>gatling-app</artifactId>
                          <version>3.15.1</version>
                        </dependency>
                        <dependency>
                          <groupId>org.slf4j</groupId>
                          <artifactId>slf4j-api</artifactId>
                          <version>2.0.18</version>
                        </dependency>
                        <dependency>
                          <groupId>org.slf4j</groupId>
                          <artifactId>jul-to-slf4j</artifactId>
                          <version>2.0.18</version>
                        </dependency>"""));
  }

  @Test
  void how_far_a_version_may_differ_depends_on_the_library() throws IOException {
    assertThat(check("netty-common-4.2.7.Final").refusal()).isEmpty();
    assertThat(check("jackson-core-2.15.4").refusal()).isEmpty();
    assertThat(check("picocli-4.6.3").refusal()).isEmpty();
    assertThat(check("scala-library-2.13.19").refusal()).isEmpty();

    assertThat(check("netty-common-4.3.0.Final").refusal()).isPresent();
    assertThat(check("scala-library-2.13.9").refusal()).isPresent();
    assertThat(check("scala-library-2.12.20").refusal()).isPresent();
    assertThat(check("gatling-app-3.15.2").refusal()).isPresent();
    assertThat(check("jackson-core-3.0.1").refusal()).isPresent();
    assertThat(check("picocli-5.0.0").refusal()).isPresent();
  }

  @Test
  void the_first_on_the_class_path_counts() throws IOException {
    assertThat(check("netty-common-4.2.14.Final", "netty-common-4.1.9.Final").refusal()).isEmpty();
    assertThat(check("netty-common-4.1.9.Final", "netty-common-4.2.14.Final").refusal())
        .isPresent();
  }

  @Test
  void a_jar_of_the_same_name_and_another_group_is_another_library() throws IOException {
    folder = Files.createDirectories(folder.resolve("tools/jackson/core/jackson-core/3.1.4"));

    assertThat(check("jackson-core-3.1.4").refusal()).isEmpty();

    folder =
        Files.createDirectories(folder.resolve("com.fasterxml.jackson.core/jackson-core/1.9.13"));

    assertThat(check("jackson-core-1.9.13").refusal()).isPresent();

    folder = Files.createDirectories(folder.resolve("lib"));

    assertThat(check("jackson-core-3.1.4", "jackson-core-2.21.3").refusal()).isEmpty();
  }

  @Test
  void what_is_missing_is_a_suspect() throws IOException {
    assertThat(check("picocli-4.6.3").suspects())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith(
                        "libraries differ from Onrush's versions: info.picocli:picocli:4.6.3 (built"
                            + " with 4.7.7), io.gatling:gatling-app:3.15.1 is not on the class path"));
  }

  @Test
  void a_folder_with_blanks_has_jars_too() throws IOException {
    folder = Files.createDirectories(folder.resolve("my jars #1"));

    assertThat(check("netty-common-4.1.9.Final").refusal()).isPresent();
  }

  /** The build writes the list from the pom when it packages. */
  @Tag("long")
  @Test
  void the_list_of_the_build_has_the_libraries_of_this_class_path() throws IOException {
    String gatling =
        Files.readString(Path.of("pom.xml")).replaceAll("(?s).*<gatling.version>(.*?)<.*", "$1");

    assertThat(LibraryCheck.builtWith())
        .contains(new Library("io.gatling", "gatling-app", gatling))
        .hasSizeGreaterThan(80);
    assertThat(LibraryCheck.builtWith())
        .extracting(Library::group)
        .contains("io.netty", "org.scala-lang", "com.fasterxml.jackson.core", "org.slf4j")
        .doesNotContain("org.junit.jupiter", "com.hazelcast");
    assertThat(LibraryCheck.ofClassPath().suspects()).isEmpty();
  }

  @Test
  void the_page_on_projects_names_the_version_of_netty_that_is_on_the_class_path()
      throws IOException {
    String version = io.netty.util.Version.identify().get("netty-common").artifactVersion();

    assertThat(Path.of("docs/projects.md"))
        .content()
        .containsPattern(
            "<artifactId>netty-bom</artifactId>\\s+<version>" + version + "</version>");
  }
}
