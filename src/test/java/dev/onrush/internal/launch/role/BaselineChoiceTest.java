package dev.onrush.internal.launch.role;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineChoiceTest {

  /** Users of the jar, of Maven and of Gradle run the same command, each in their own form. */
  @Test
  void a_baseline_that_is_asked_for_and_missing_is_refused(@TempDir Path none) {
    Settings settings =
        SettingsReader.load(
            Map.of("onrush.baseline", "Release", "onrush.baselines", none.toString()));
    RunInfo info =
        SampleInfo.named("ShopTest", "Shop")
            .startedAt(Instant.EPOCH)
            .requests("Home")
            .judged(OnrushDsl.errorCount().atMost(0))
            .info();

    assertThatThrownBy(() -> BaselineChoice.choose(info, settings))
        .hasMessage(
            "baseline was \"Release\" (from -Donrush.baseline); no baseline is saved; save a run as a baseline with the"
                + " command: baseline Release FOLDER");
  }
}
