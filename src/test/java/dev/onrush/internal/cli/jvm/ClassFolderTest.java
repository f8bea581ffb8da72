package dev.onrush.internal.cli.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFolderTest {

  private static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");

  /** A process id above the maximum of any system. */
  private static final long NOBODY = 999_999_999_999L;

  @TempDir Path temporary;

  private Path folder(String name, Duration age) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve(name));
    Files.writeString(folder.resolve("Shop.class"), "");
    Files.setLastModifiedTime(folder, FileTime.from(NOW.minus(age)));
    return folder;
  }

  @Test
  void what_a_killed_process_has_left_is_deleted_after_a_day() throws IOException {
    Path left = folder("onrush-classes-" + NOBODY + "-1234", Duration.ofHours(25));
    Path young = folder("onrush-classes-" + NOBODY + "-1235", Duration.ofHours(23));
    Path atWork =
        folder("onrush-classes-" + ProcessHandle.current().pid() + "-1234", Duration.ofHours(25));
    Path notOurs = folder("classes-" + NOBODY + "-1234", Duration.ofHours(25));
    Path link = temporary.resolve("onrush-classes-" + NOBODY + "-1236");
    Files.createSymbolicLink(link, notOurs);

    ClassFolder.deleteLeft(temporary, NOW);

    assertThat(left).doesNotExist();
    assertThat(List.of(young, atWork, notOurs, link))
        .allSatisfy(folder -> assertThat(folder).exists());
  }

  /** The exit code of a run is that of its verdict. */
  @Test
  void classes_that_cannot_be_deleted_are_told_and_do_not_fail_the_command() {
    Path undeletable = Path.of("/proc/self/fdinfo"); // not even root can delete its files
    assumeTrue(Files.isDirectory(undeletable));
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    CompiledSource compiled =
        new CompiledSource(Path.of("Shop.java"), undeletable, List.of(), List.of(), Set.of());

    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      compiled.close();
    } finally {
      System.setErr(before);
    }

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .startsWith("onrush: /proc/self/fdinfo cannot be deleted: ");
  }
}
