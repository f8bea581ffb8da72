package dev.onrush.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.metrics.HostFigure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostWatchTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path root;

  private void file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void stat(int user, int system, int idle, int ioWait, int steal, int switches)
      throws IOException {
    file(
        "proc/stat",
        "cpu  %d 0 %d %d %d 0 0 %d 0 0\ncpu0 1 0 1 1 0 0 0 0 0 0\ncpu1 1 0 1 1 0 0 0 0 0 0\nintr 7 0\nctxt %d\nbtime 1\n"
            .formatted(user, system, idle, ioWait, steal, switches));
  }

  @Test
  void processors_are_told_apart_by_who_had_them() throws IOException {
    stat(1_000, 500, 9_000, 100, 40, 10_000);
    HostWatch watch = new HostWatch(root);
    // 200 ticks of two processors: 100 user, 20 system, 40 idle, 10 waiting, 30 stolen
    stat(1_100, 520, 9_040, 110, 70, 12_500);

    // This process used 0.5 s of the 2 s: a quarter of the total.
    Map<HostFigure, Double> figures = watch.take(SECOND, Duration.ofMillis(500));

    assertThat(figures.get(HostFigure.OTHERS)).isCloseTo(0.6 - 0.25, within(1e-9));
    assertThat(figures.get(HostFigure.STOLEN)).isCloseTo(0.15, within(1e-9));
    assertThat(figures.get(HostFigure.SWITCHES)).isCloseTo(2_500, within(1e-6));
    assertThat(figures).containsOnlyKeys(HostFigure.OTHERS, HostFigure.STOLEN, HostFigure.SWITCHES);
  }

  @Test
  void figures_are_those_since_the_last_call() throws IOException {
    stat(0, 0, 100, 0, 0, 0);
    HostWatch watch = new HostWatch(root);
    stat(100, 0, 200, 0, 0, 0);
    watch.take(SECOND, Duration.ZERO);
    stat(100, 0, 400, 0, 0, 0);

    assertThat(watch.take(SECOND, Duration.ZERO)).contains(entry(HostFigure.OTHERS, 0.0));
  }

  @Test
  void pressure_is_the_time_in_which_some_task_waited() throws IOException {
    file("proc/pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=1000\nfull total=0\n");
    file("proc/pressure/memory", "some avg10=0.00 total=0\nfull avg10=0.00 total=900000\n");
    HostWatch watch = new HostWatch(root);
    file(
        "proc/pressure/cpu", "some avg10=9.00 avg60=0.00 avg300=0.00 total=251000\nfull total=0\n");
    file("proc/pressure/memory", "some avg10=0.00 total=20000\nfull avg10=0.00 total=990000\n");

    Map<HostFigure, Double> figures = watch.take(SECOND, Duration.ZERO);

    assertThat(figures)
        .containsExactly(
            entry(HostFigure.CPU_PRESSURE, 0.25), entry(HostFigure.MEMORY_PRESSURE, 0.02));
  }

  @Test
  void a_quota_of_control_groups_version_2_counts_as_the_size_of_the_machine() throws IOException {
    file("proc/self/cgroup", "0::/jobs/load\n");
    file("sys/fs/cgroup/jobs/load/cpu.max", "50000 100000\n");
    file(
        "sys/fs/cgroup/jobs/load/cpu.stat",
        "usage_usec 5\nnr_periods 100\nnr_throttled 1\nthrottled_usec 1000\n");
    HostWatch watch = new HostWatch(root);
    file( // 0.3 s on each of 16 processors are 4.8 s
        "sys/fs/cgroup/jobs/load/cpu.stat",
        "usage_usec 9\nnr_periods 110\nnr_throttled 4\nthrottled_usec 4801000\n");

    assertThat(watch.processors()).isEqualTo(0.5);
    assertThat(watch.take(SECOND, Duration.ZERO)).containsExactly(entry(HostFigure.THROTTLED, 0.3));
  }

  @Test
  void a_quota_of_control_groups_version_1_is_found_at_the_mount_of_a_container()
      throws IOException {
    file("proc/self/cgroup", "5:memory:/docker/ab\n4:cpu,cpuacct:/docker/ab\n0::/docker/ab\n");
    file("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "75000\n");
    file("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    file(
        "sys/fs/cgroup/cpu,cpuacct/cpu.stat",
        "nr_periods 3\nnr_throttled 1\nthrottled_time 1000000\n");
    HostWatch watch = new HostWatch(root);
    file(
        "sys/fs/cgroup/cpu,cpuacct/cpu.stat",
        "nr_periods 8\nnr_throttled 2\nthrottled_time 101000000\n");

    assertThat(watch.processors()).isEqualTo(0.75);
    assertThat(watch.take(SECOND, Duration.ZERO)).containsExactly(entry(HostFigure.THROTTLED, 0.2));
  }

  @Test
  void no_quota_leaves_all_processors() throws IOException {
    file("proc/self/cgroup", "0::/\n");
    file("sys/fs/cgroup/cpu.max", "max 100000\n");
    file("sys/fs/cgroup/cpu.stat", "nr_periods 0\nnr_throttled 0\nthrottled_usec 0\n");

    assertThat(new HostWatch(root).processors())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void a_system_that_tells_nothing_or_nonsense_is_not_known() throws IOException {
    assertThat(new HostWatch(root.resolve("nowhere")).take(SECOND, Duration.ZERO)).isEmpty();

    file("proc/stat", "cpu 1 2\nctxt many\n");
    file("proc/self/cgroup", "nonsense\n");
    file("proc/pressure/cpu", "some total=much\n");
    assertThat(new HostWatch(root).take(SECOND, Duration.ZERO)).isEmpty();
  }
}
