package dev.onrush.internal.run.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir Path folder;

  @Test
  void two_runs_of_one_second_get_two_folders() {
    Path first = RunFolder.create(folder.resolve("reports"), "X");
    Path second = RunFolder.create(folder.resolve("reports"), "X");

    assertThat(first).isNotEqualTo(second).isDirectory();
    assertThat(second).isDirectory();
  }
}
