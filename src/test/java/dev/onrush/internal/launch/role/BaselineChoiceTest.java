package dev.onrush.internal.launch.role;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        new RunInfo(
            "ShopTest",
            "Shop",
            Instant.EPOCH,
            Optional.empty(),
            42,
            List.of("Home"),
            List.of(OnrushDsl.errorCount().atMost(0)),
            GeneratorLimits.DEFAULT,
            Map.of(),
            Map.of());

    assertThatThrownBy(() -> BaselineChoice.choose(info, settings))
        .hasMessage(
            "baseline was \"Release\" (from -Donrush.baseline); no baseline is saved; save a run as a baseline with the"
                + " command: baseline Release FOLDER");
  }
}
