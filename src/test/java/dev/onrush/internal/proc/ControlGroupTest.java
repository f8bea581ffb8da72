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

  /** Each group is limited by its own quota and by those of all groups around it. */
  @Test
  void the_smallest_quota_of_a_group_and_of_those_around_it_counts() throws IOException {
    file("proc/self/cgroup", "0::/batch.slice/load.service\n");
    file("sys/fs/cgroup/cpu.stat", "usage_usec 5\n");
    file("sys/fs/cgroup/batch.slice/cpu.stat", "nr_periods 7\nnr_throttled 3\n");
    file("sys/fs/cgroup/batch.slice/cpu.max", "150000 100000\n");
    file("sys/fs/cgroup/batch.slice/load.service/cpu.stat", "nr_periods 0\nnr_throttled 0\n");
    file("sys/fs/cgroup/batch.slice/load.service/cpu.max", "max 100000\n");

    ControlGroup around = ControlGroup.find(root, "self").orElseThrow();

    assertThat(around.processors()).hasValue(1.5);
    assertThat(around.quotaPeriods()).contains(new QuotaPeriods(7, 3));
    file("sys/fs/cgroup/batch.slice/load.service/cpu.max", "50000 100000\n");
    assertThat(ControlGroup.find(root, "self").orElseThrow().processors()).hasValue(0.5);
  }

  @Test
  void the_smallest_limit_of_memory_of_a_group_and_of_those_around_it_counts() throws IOException {
    file("proc/self/cgroup", "4:memory:/pod/load\n");
    file("sys/fs/cgroup/memory/memory.stat", "total_inactive_file 1\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    file("sys/fs/cgroup/memory/pod/memory.stat", "total_inactive_file 100\n");
    file("sys/fs/cgroup/memory/pod/memory.limit_in_bytes", "5000\n");
    file("sys/fs/cgroup/memory/pod/memory.usage_in_bytes", "4100\n");
    file("sys/fs/cgroup/memory/pod/load/memory.stat", "total_inactive_file 10\n");
    file("sys/fs/cgroup/memory/pod/load/memory.limit_in_bytes", "9223372036854771712\n");
    file("sys/fs/cgroup/memory/pod/load/memory.usage_in_bytes", "2010\n");

    ControlGroup around = ControlGroup.ofMemory(root, "self").orElseThrow();

    assertThat(around.memoryLimit()).hasValue(5_000);
    assertThat(around.memoryUsed()).hasValue(4_000);
    file("sys/fs/cgroup/memory/pod/load/memory.limit_in_bytes", "3000\n");
    ControlGroup own = ControlGroup.ofMemory(root, "self").orElseThrow();
    assertThat(own.memoryLimit()).hasValue(3_000);
    assertThat(own.memoryUsed()).hasValue(2_000);
  }

  /** The path is that of the host; a group of the same name is of other processes. */
  @Test
  void within_a_container_the_group_at_the_mount_is_its_own() throws IOException {
    file("proc/self/cgroup", "0::/system.slice/container\n");
    file("sys/fs/cgroup/cpu.stat", "nr_periods 7\nnr_throttled 3\n");
    file("sys/fs/cgroup/cpu.max", "200000 100000\n");
    file("sys/fs/cgroup/system.slice/cpu.stat", "nr_periods 1\nnr_throttled 1\n");
    file("sys/fs/cgroup/system.slice/cpu.max", "10000 100000\n");

    assertThat(ControlGroup.find(root, "self").orElseThrow().processors()).hasValue(2);
  }
}
