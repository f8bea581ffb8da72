package dev.onrush.internal.control;

import static dev.onrush.profile.HeldLevel.Unit.ARRIVALS;
import static dev.onrush.profile.HeldLevel.Unit.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.result.Command;
import dev.onrush.result.Intervention;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterventionTextTest {

  @Test
  void a_level_is_set_in_the_unit_of_the_workload() {
    Intervention set =
        new Intervention(Duration.ofSeconds(22), new Command.SetLevel(25), "dashboard");

    assertThat(InterventionText.of(set, USERS)).isEqualTo("Set to 25 users at 00:22 (dashboard)");
    assertThat(InterventionText.of(set, ARRIVALS)).isEqualTo("Set to 25/s at 00:22 (dashboard)");
    assertThat(InterventionText.of(new Command.SetLevel(1), USERS)).isEqualTo("Set to 1 user");
    assertThat(InterventionText.of(new Command.SetLevel(1_200), USERS))
        .isEqualTo("Set to 1,200 users");
    assertThat(InterventionText.of(new Command.SetLevel(100 / 3.0), ARRIVALS))
        .isEqualTo("Set to 33.3/s");
  }

  @ParameterizedTest
  @CsvSource({
    "pause, Paused",
    "resume, Resumed",
    "skip, Skipped to the next phase",
    "follow, Following the plan again",
    "stop, Stopped"
  })
  void a_command_is_reported_as_done(String command, String text) {
    assertThat(InterventionText.of(Command.parse(command), USERS)).isEqualTo(text);
  }
}
