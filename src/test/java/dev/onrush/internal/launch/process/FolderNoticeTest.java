package dev.onrush.internal.launch.process;

import static dev.onrush.dsl.OnrushDsl.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.record.RunAnalysis;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.result.RunEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderNoticeTest {

  private static final RunInfo INFO =
      SampleInfo.load()
          .requests("r")
          .judged(errorRate().atMost(ofPercent(0)))
          .shape(Map.of("scenarios", "B"))
          .info();

  private static final RunRecord RESULT =
      RunAnalysis.of(INFO, Optional.empty(), Path.of("reports"))
          .result(INFO, RunEnd.COMPLETED, List.of(), List.of());

  @TempDir Path reports;

  private final FolderNotice notice = FolderNotice.expected();

  /** The file, whose path a JVM of the run gets as an option. */
  private final Path file;

  private final String property;

  FolderNoticeTest() {
    String[] option = notice.option().split("=", 2);
    property = option[0].substring("-D".length());
    file = Path.of(option[1]);
  }

  @AfterEach
  void close() {
    System.clearProperty(property);
    notice.close();
    assertThat(file).doesNotExist();
  }

  private RunObserver writer() {
    System.setProperty(property, file.toString());
    return FolderNotice.writer().orElseThrow();
  }

  @Test
  void a_run_that_has_not_ended_has_no_folder() {
    RunObserver unused = writer();

    assertThat(notice.folder()).isEmpty();
  }

  @Test
  void the_folder_is_said_without_room_on_the_disk() throws IOException {
    long size = Files.size(file);
    Path folder = reports.resolve("LoadTest with blanks-20260102T030405Z");

    writer().ended(RESULT, folder);

    assertThat(notice.folder()).contains(folder);
    assertThat(file).hasSize(size); // the space that was reserved from the start
    assertThat(size).isGreaterThan(4_096); // the longest path
  }
}
