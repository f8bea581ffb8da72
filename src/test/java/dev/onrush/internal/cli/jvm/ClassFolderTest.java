package dev.onrush.internal.cli.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
}
