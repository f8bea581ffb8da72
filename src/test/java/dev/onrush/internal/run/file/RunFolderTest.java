package dev.onrush.internal.run.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void reports_may_be_a_link_to_a_folder() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path reports = Files.createSymbolicLink(folder.resolve("reports"), elsewhere);

    Path made = RunFolder.create(reports, "X");

    assertThat(elsewhere.resolve(made.getFileName())).isDirectory();
  }
}
