package dev.onrush.internal.gatling.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.ProgramResult;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVMs whose class path has no logback configuration, unless the test adds one. */
@Tag("long")
class QuietLoggingTest {

  @TempDir Path folder;

  @Test
  void nobody_has_configured_logback_so_only_warnings_are_printed() throws Exception {
    assertThat(level(List.of())).isEqualTo("level WARN");
  }

  @Test
  void a_file_of_the_users_own_on_the_class_path_is_obeyed() throws Exception {
    Files.writeString(folder.resolve("logback.xml"), "<configuration/>");

    assertThat(level(List.of())).isEqualTo("level DEBUG");
  }

  @Test
  void the_file_that_gatlings_plugin_has_for_itself_is_nobodys_configuration() throws Exception {
    Path plugin = folder.resolve("gatling-maven-plugin-4.21.12.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugin))) {
      jar.putNextEntry(new ZipEntry("logback.xml"));
      jar.write(
          "<configuration><root><level value='INFO'/></root></configuration>".getBytes(UTF_8));
    }

    // Logback prints its messages about such a file before all other output.
    assertThat(level(List.of(), plugin)).isEqualTo("level WARN");

    Files.writeString(folder.resolve("logback-test.xml"), "<configuration/>");
    assertThat(level(List.of(), plugin)).isEqualTo("level DEBUG");
  }

  @Test
  void a_file_of_the_users_own_by_property_is_obeyed() throws Exception {
    Path file = folder.resolve("own.xml");
    Files.writeString(file, "<configuration><root level='INFO'/></configuration>");

    assertThat(level(List.of("-Dlogback.configurationFile=" + file))).isEqualTo("level INFO");
  }

  private String level(List<String> options, Path... others)
      throws IOException, InterruptedException {
    String program = LogLevel.class.getName().replace('.', '/') + ".class";
    Path compiled = folder.resolve(program);
    Files.createDirectories(compiled.getParent());
    try (InputStream own = LogLevel.class.getClassLoader().getResourceAsStream(program)) {
      Files.copy(own, compiled, StandardCopyOption.REPLACE_EXISTING);
    }
    String classPath =
        folder
            + File.pathSeparator
            + Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Files.exists(Path.of(entry, "logback-test.xml")))
                .collect(Collectors.joining(File.pathSeparator))
            + Arrays.stream(others)
                .map(other -> File.pathSeparator + other)
                .collect(Collectors.joining());
    List<String> command = new ArrayList<>(List.of("java", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, LogLevel.class.getName()));
    Path errors = folder.resolve("errors");
    ProgramResult result =
        ProgramResult.of(new ProcessBuilder(command).redirectError(errors.toFile()));
    assertThat(result.status()).as(Files.readString(errors)).isZero();
    return result.output();
  }
}
