package dev.onrush.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.run.record.SampleRecord;
import dev.onrush.internal.verdict.Judge;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The last export to several channels, and their opening. */
class LastExportTest {

  private static final PrintStream NOWHERE =
      new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<Long> ends = new CopyOnWriteArrayList<>();

  /** Records the calls at the end of the run. */
  private final class Recording implements ExportChannel {
    private final String name;

    Recording(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void offer(MetricsSnapshot snapshot) {
      if (snapshot.last()) {
        calls.add(name + " has the last one");
      }
    }

    @Override
    public long missed() {
      return 0;
    }

    @Override
    public String summary() {
      return name;
    }

    @Override
    public List<String> notes() {
      return List.of();
    }

    @Override
    public void settle(Duration timeout) {}

    @Override
    public void end(TimeLimit limit) {
      calls.add(name + " is waited for");
      ends.add(limit.end());
    }

    @Override
    public void awaitScrape(Duration timeout) {
      calls.add(name + " awaits a scrape for " + timeout.toSeconds() + " s");
    }

    @Override
    public void close() {
      calls.add(name + " is closed");
    }
  }

  @Test
  void all_channels_have_the_last_snapshot_before_one_is_waited_for_and_one_common_time_limit() {
    RunInfo info = SampleInfo.load().requests("r").info();
    Judge judge = new Judge(info.thresholds(), info.phases(), List.of());
    MetricsExport export =
        new MetricsExport(
            List.of(new Recording("a"), new Recording("b")),
            Duration.ofSeconds(15),
            text -> text,
            NOWHERE);
    export.started(
        info,
        Path.of("run"),
        (command, flow, by) -> {
          throw new IllegalStateException("nobody steers");
        });

    export.ended(SampleRecord.of(info, judge).record(), Path.of("run"));

    assertThat(calls)
        .containsExactly(
            "a has the last one",
            "b has the last one",
            "a is waited for",
            "b is waited for",
            "a awaits a scrape for 15 s",
            "b awaits a scrape for 15 s",
            "a is closed",
            "b is closed");
    assertThat(ends).hasSize(2).containsOnly(ends.get(0));
  }

  @Test
  void a_library_that_does_not_fit_is_refused_with_what_is_needed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ExportLibrary.PROMETHEUS.open(
                    "onrush.export.prometheus",
                    () -> {
                      throw new NoSuchMethodError("ExpositionFormats.init()");
                    }))
        .withMessage(
            "setting onrush.export.prometheus needs a library of which another version, or only a"
                + " part, is on the class path (java.lang.NoSuchMethodError:"
                + " ExpositionFormats.init()); the dependencies need"
                + " io.prometheus:prometheus-metrics-exposition-textformats:1.7.0, or leave the"
                + " setting out");
  }
}
