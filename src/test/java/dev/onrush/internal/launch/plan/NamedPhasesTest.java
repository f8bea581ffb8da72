package dev.onrush.internal.launch.plan;

import static dev.onrush.dsl.OnrushDsl.phase;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.profile.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedPhasesTest {

  private static List<Phase> all(Phase... named) {
    return new NamedPhases("ShopSimulation", List.of(named)).all();
  }

  private static void refused(String message, Phase... named) {
    assertThatIllegalArgumentException().isThrownBy(() -> all(named)).withMessage(message);
  }

  @Test
  void the_time_outside_of_named_phases_is_of_the_run() {
    assertThat(
            all(
                phase("after", ofSeconds(60), ofSeconds(90)),
                phase("spike", ofSeconds(30), ofSeconds(60))))
        .containsExactly(
            new Phase("run", ZERO, ofSeconds(30)),
            new Phase("spike", ofSeconds(30), ofSeconds(60)),
            new Phase("after", ofSeconds(60), ofSeconds(90)),
            new Phase("run", ofSeconds(90), ofDays(1_000)));
  }

  @Test
  void phases_may_take_all_of_the_time() {
    assertThat(all(phase("first", ZERO, ofSeconds(5)), phase("rest", ofSeconds(5), ofDays(1_000))))
        .extracting(Phase::name)
        .containsExactly("first", "rest");
  }

  @Test
  void without_a_named_phase_there_is_none() {
    assertThat(all()).isEmpty();
  }

  @Test
  void phases_that_overlap_are_refused() {
    refused(
        "simulation \"ShopSimulation\" has phase \"peak\" from 50 s to 70 s, and phase \"spike\" from"
            + " 30 s to 1 min; phases must not overlap; begin the second where the first ends, or"
            + " later",
        phase("spike", ofSeconds(30), ofSeconds(60)),
        phase("peak", ofSeconds(50), ofSeconds(70)));
  }

  @Test
  void a_phase_without_time_is_refused() {
    refused(
        "simulation \"ShopSimulation\" has phase \"spike\" from 30 s to 30 s; a phase begins at 0 s"
            + " or later, and ends after that, at 1,000 days or earlier; both times count from the"
            + " start of the run",
        phase("spike", ofSeconds(30), ofSeconds(30)));
    refused(
        "simulation \"ShopSimulation\" has phase \"spike\" from -1 s to 30 s; a phase begins at"
            + " 0 s or later, and ends after that, at 1,000 days or earlier; both times count from"
            + " the start of the run",
        new Phase("spike", ofSeconds(-1), ofSeconds(30)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> phase("spike", ofSeconds(-1), ofSeconds(30)))
        .withMessage("start of phase \"spike\" was -1 s; zero or longer is allowed");
  }

  @Test
  void names_that_mean_something_else_or_are_there_twice_are_refused() {
    refused(
        "simulation \"ShopSimulation\" has a phase called \"run\", a name that Onrush uses itself;"
            + " choose another name than wind-down, paused, not started, steady state, run",
        phase("run", ZERO, ofSeconds(1)));
    refused(
        "simulation \"ShopSimulation\" has a phase whose name is blank; give it a name such as"
            + " \"spike\"",
        phase(" ", ZERO, ofSeconds(1)));
    refused(
        "simulation \"ShopSimulation\" has phase \"spike\" twice; rename one",
        phase("spike", ZERO, ofSeconds(1)),
        phase("spike", ofSeconds(1), ofSeconds(2)));
  }
}
