package dev.onrush.internal.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupTest {

  @TempDir private Path root;

  @BeforeEach
  void process() throws IOException {
    file("proc/self/cgroup", "0::/load\n");
  }

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private QuotaPeriods periods(String stat) throws IOException {
    file("sys/fs/cgroup/load/cpu.stat", stat);
    return ControlGroup.find(root, "self").orElseThrow().quotaPeriods().orElseThrow();
  }

  @Test
  void a_quota_is_used_up_in_a_share_of_its_periods_however_many_processors_wait()
      throws IOException {
    QuotaPeriods before =
        periods("usage_usec 5\nnr_periods 100\nnr_throttled 20\nthrottled_usec 800000\n");
    QuotaPeriods after = // 0.5 s of each of 16 processors
        periods("usage_usec 9\nnr_periods 110\nnr_throttled 25\nthrottled_usec 8800000\n");

    assertThat(after).isEqualTo(new QuotaPeriods(110, 25));
    assertThat(after.throttledSince(before)).isEqualTo(0.5);
    assertThat(periods("nr_periods 120\nnr_throttled 35\n").throttledSince(after)).isEqualTo(1);
  }

  @Test
  void a_group_that_had_no_period_was_not_held_back() throws IOException {
    QuotaPeriods idle = periods("nr_periods 100\nnr_throttled 20\n");

    assertThat(idle.throttledSince(idle)).isZero();
    assertThat(periods("nr_periods 3\nnr_throttled 3\n").throttledSince(idle))
        .as("another group of the same name")
        .isZero();
  }

  @Test
  void a_group_without_the_controller_of_processors_is_none() throws IOException {
    file("sys/fs/cgroup/load/cpu.stat", "usage_usec 5\nuser_usec 3\nsystem_usec 2\n");

    assertThat(ControlGroup.find(root, "self")).isEmpty();
  }
}
