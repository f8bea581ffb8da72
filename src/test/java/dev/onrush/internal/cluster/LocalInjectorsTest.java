package dev.onrush.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.onrush.internal.cluster.message.Until;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class LocalInjectorsTest {

  @Test
  void of_one_that_has_ended_are_told_its_status_its_log_and_its_last_lines(@TempDir Path folder) {
    List<String> commands = List.of("exec sleep 600", "echo ready; echo; echo no memory; exit 7");
    LocalInjectors injectors =
        LocalInjectors.start(
            2, index -> List.of("sh", "-c", commands.get(index)), Map.of(), folder, Duration.ZERO);
    try {
      Until.so("it has ended", () -> injectors.failed().isPresent());

      String end =
          "ended with status 7; the end of its "
              + folder.resolve("injector-2.log")
              + ": ready / no memory";
      assertThat(injectors.ended(0)).isEmpty();
      assertThat(injectors.ended(1)).hasValue(end);
      assertThat(injectors.failed()).hasValue("before the run began, injector 2 " + end);
    } finally {
      injectors.close(Duration.ZERO);
    }
  }

  @Test
  void the_last_lines_of_a_long_log_are_told_whatever_bytes_are_in_them(@TempDir Path folder) {
    String command =
        "yes a line of the log | head -n 10000; printf 'n\\351gligence\\n'; echo no memory; exit 1";
    LocalInjectors injectors =
        LocalInjectors.start(
            1, index -> List.of("sh", "-c", command), Map.of(), folder, Duration.ZERO);
    try {
      Until.so("it has ended", () -> injectors.failed().isPresent());

      assertThat(injectors.ended(0).orElseThrow())
          .endsWith("a line of the log / n\uFFFDgligence / no memory");
    } finally {
      injectors.close(Duration.ZERO);
    }
  }

  @Test
  void those_that_are_not_assembled_are_not_waited_for_when_this_jvm_ends(@TempDir Path folder) {
    LocalInjectors injectors =
        LocalInjectors.start(
            1, index -> List.of("sh", "-c", "exec sleep 600"), Map.of(), folder, Duration.ZERO);
    try {
      assertTimeoutPreemptively(
          Duration.ofSeconds(30), () -> injectors.endWithThisJvm(Duration.ofMinutes(5)));

      Until.so("it has ended", () -> injectors.failed().isPresent());
    } finally {
      injectors.close(Duration.ZERO);
    }
  }

  @Test
  void those_that_are_assembled_end_by_themselves_when_this_jvm_ends(@TempDir Path folder)
      throws Exception {
    Path stop = folder.resolve("stop");
    String command = "until [ -e '" + stop + "' ]; do sleep 0.1; done";
    LocalInjectors injectors =
        LocalInjectors.start(
            1, index -> List.of("sh", "-c", command), Map.of(), folder, Duration.ZERO);
    try {
      injectors.awaitAtEnd();
      Thread end = new Thread(() -> injectors.endWithThisJvm(Duration.ofMinutes(5)));
      end.start();
      Until.so("it waits", () -> end.getState() == Thread.State.TIMED_WAITING);
      Files.createFile(stop);
      end.join();

      assertThat(injectors.ended(0).orElseThrow()).startsWith("ended with status 0;");
    } finally {
      injectors.close(Duration.ZERO);
    }
  }

  @Test
  void what_they_have_written_for_a_refused_run_is_deleted_unless_the_reason_names_it(
      @TempDir Path folder) throws Exception {
    Path own = LocalInjectors.reports(folder).resolve("SpikeTest-20260131T235959Z");
    String command = "mkdir -p '" + own + "'; echo ready; exec sleep 600";
    LocalInjectors injectors =
        LocalInjectors.start(
            1, index -> List.of("sh", "-c", command), Map.of(), folder, Duration.ZERO);
    Path log = folder.resolve("injector-1.log");
    Until.so("it has printed", () -> log.toFile().length() > 0);
    injectors.close(Duration.ZERO);

    injectors.discard("injector 1 ended; the end of its " + log + ": ready");
    assertThat(log).exists();
    assertThat(own).exists();

    injectors.discard("no accounts");
    assertThat(folder).isEmptyDirectory();
  }
}
