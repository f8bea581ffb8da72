package dev.onrush.internal.run.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir Path folder;

  @Test
  void two_runs_of_one_second_get_two_folders() {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-31T23:59:59Z"));
    Path reports = folder.resolve("reports");

    Path first = RunFolder.create(reports, "X", clock);
    Path second = RunFolder.create(reports, "X", clock);

    assertThat(first).isEqualTo(reports.resolve("X-20260131T235959Z")).isDirectory();
    assertThat(second).isEqualTo(reports.resolve("X-20260131T235959Z-2")).isDirectory();
  }

  @Test
  void what_a_service_has_printed_stays_when_a_run_that_never_began_is_discarded()
      throws IOException {
    Path run = RunFolder.create(folder.resolve("reports"), "X");
    Path printed = Files.writeString(run.resolve(RunFolder.SERVICE_LOG_OF_A), "no licence");
    Path silent = Files.createFile(run.resolve(RunFolder.SERVICE_LOG_OF_B));

    RunFolder.discard(run);

    assertThat(silent).doesNotExist();
    assertThat(printed).hasContent("no licence");
    assertThat(RunFolder.printed(run)).hasValue("what the service printed is in " + printed);
  }

  @Test
  void a_run_that_never_began_leaves_no_folder_where_the_service_is_not_the_cause()
      throws IOException {
    Path run = RunFolder.create(folder.resolve("reports"), "X");
    Files.writeString(run.resolve(RunFolder.SERVICE_LOG), "started");

    RunFolder.discardAll(run);

    assertThat(folder.resolve("reports")).isEmptyDirectory();
    assertThat(RunFolder.printed(run)).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void reports_may_be_a_link_to_a_folder() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path reports = Files.createSymbolicLink(folder.resolve("reports"), elsewhere);

    Path made = RunFolder.create(reports, "X");

    assertThat(elsewhere.resolve(made.getFileName())).isDirectory();
  }

  @Test
  void a_file_in_place_of_the_folder_for_results_is_called_a_file(@TempDir Path parent)
      throws IOException {
    Path file = Files.writeString(parent.resolve("reports"), "text");

    assertThatThrownBy(() -> RunFolder.create(file, "SpikeTest"))
        .hasMessage(
            "folder for results was "
                + file
                + ", which cannot be written to ("
                + file
                + " is a file, not a folder); choose another with -Donrush.reports=FOLDER");
  }
}
