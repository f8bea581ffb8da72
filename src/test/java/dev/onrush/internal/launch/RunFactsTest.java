package dev.onrush.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunFactsTest {

  private static final Map<String, String> SIZE =
      Map.of("onrush.users", "100", "onrush.scale", "0.1", "onrush.pace", "0.5");

  private static Map<String, String> facts(Map<String, String> settings) {
    return new RunFacts(SettingsReader.load(settings), GeneratorLimits.DEFAULT)
        .describe("S", List.of(), List.of(), Map.of(), Map.of())
        .facts();
  }

  @Test
  void the_settings_of_the_size_are_recorded() {
    assertThat(facts(SIZE))
        .containsEntry("users", "100")
        .containsEntry("scale", "0.1")
        .containsEntry("pace", "0.5");
  }

  @Test
  void a_trial_run_records_no_size_because_it_has_one_user_of_each_class() {
    Map<String, String> once = new HashMap<>(SIZE);
    once.put("onrush.once", "true");

    assertThat(facts(once)).containsKey("once").doesNotContainKeys("users", "scale", "pace");
  }
}
