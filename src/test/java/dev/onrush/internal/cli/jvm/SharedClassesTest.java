package dev.onrush.internal.cli.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedClassesTest {

  private static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");
  private static final String LIST = "-XX:DumpLoadedClassList=";

  @TempDir Path folder;

  private Path cache;
  private Path jar;

  @BeforeEach
  void make_a_jar() throws IOException {
    cache = folder.resolve("onrush");
    jar = folder.resolve("onrush.jar");
    new JarOutputStream(Files.newOutputStream(jar)).close();
  }

  private SharedClasses classes(boolean isLoadTest, String... options) {
    return SharedClasses.of(
        List.of(jar), List.of(options), Map.of("XDG_CACHE_HOME", folder.toString()), isLoadTest);
  }

  /** Returns the class list that the JVM of a run writes, if it has to write one. */
  private static Stream<Path> list(SharedClasses classes) {
    return classes.options().stream()
        .filter(option -> option.startsWith(LIST))
        .map(option -> Path.of(option.substring(LIST.length())));
  }

  private static void run(SharedClasses classes) throws IOException {
    for (Path list : list(classes).toList()) {
      Files.writeString(list, "java/lang/Object\njava/lang/String\n");
    }
  }

  /** Returns the name of the archive that a run would create, without the process id. */
  private String name() {
    return list(classes(true))
        .findFirst()
        .orElseThrow()
        .getFileName()
        .toString()
        .split("\\.", -1)[1];
  }

  private Path file(String name, Instant written) throws IOException {
    Path file = Files.writeString(Files.createDirectories(cache).resolve(name), "");
    Files.setLastModifiedTime(file, FileTime.from(written));
    return file;
  }

  @Test
  void the_classes_of_a_load_test_are_archived_and_used_by_the_next_run() throws IOException {
    SharedClasses first = classes(true);
    run(first);

    Path archive = first.finish(2).orElseThrow();

    assertThat(cache).isDirectoryContaining(archive::equals).isDirectoryNotContaining("glob:**/.*");
    assertThat(classes(false).options()).contains("-XX:SharedArchiveFile=" + archive);
  }

  @Test
  void a_run_that_has_come_to_no_verdict_leaves_no_archive_and_no_list() throws IOException {
    for (int code : new int[] {1, 5, 137}) {
      SharedClasses classes = classes(true);
      run(classes);

      assertThat(classes.finish(code)).isEmpty();

      assertThat(cache).isEmptyDirectory();
    }
  }

  @Test
  void no_archive_is_made_of_a_preview_or_a_look() {
    assertThat(classes(false).options()).isEmpty();
    assertThat(classes(false).finish(0)).isEmpty();
    assertThat(classes(true, "-Xshare:off").options()).isEmpty();
  }

  @Test
  void a_jar_that_is_built_anew_takes_the_place_of_what_it_was() throws IOException {
    Path old = file(name() + ".jsa", NOW);
    Files.setLastModifiedTime(jar, FileTime.from(NOW));
    Path other = file("classes-01234567-89abcdef-01234567.jsa", NOW);
    Path left = file(".classes-01234567-89abcdef-01234567.jsa.99.tmp", NOW.minusSeconds(3_601));
    Path growing = file(".classes-01234567-89abcdef-01234567.jsa.98.txt", NOW.minusSeconds(60));
    Path notOurs = file("notes.txt", NOW);
    Path made = file(name() + ".jsa", NOW);

    SharedClasses.deleteOlder(made, NOW);

    assertThat(List.of(old, left)).allSatisfy(file -> assertThat(file).doesNotExist());
    assertThat(List.of(other, growing, notOurs, made))
        .allSatisfy(file -> assertThat(file).exists());
  }
}
