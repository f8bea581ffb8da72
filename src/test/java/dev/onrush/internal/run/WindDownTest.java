package dev.onrush.internal.run;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.control.EffectiveLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindDownTest {

  private final List<String> stops = new ArrayList<>();

  private boolean noThread;

  private final WindDown windDown =
      new WindDown(
          new Engine() {
            @Override
            public void stop(String reason) {
              stops.add(reason);
              if (noThread) {
                throw new OutOfMemoryError("unable to create native thread");
              }
            }

            @Override
            public void follow(EffectiveLoad load) {}

            @Override
            public List<String> runningUsers() {
              return List.of("4 of Browsing in \"Search\"");
            }

            @Override
            public Duration windDownAtMost() {
              return ofSeconds(5);
            }
          });

  @Test
  void users_have_their_time_after_the_plan() {
    assertThat(windDown.check(ofSeconds(64), Optional.of(ofSeconds(60)))).isEmpty();
    assertThat(stops).isEmpty();
  }

  @Test
  void a_run_without_a_known_end_has_none() {
    assertThat(windDown.check(ofSeconds(10_000), Optional.empty())).isEmpty();
    assertThat(stops).isEmpty();
  }

  @Test
  void a_stop_that_fails_is_tried_again() {
    noThread = true;
    assertThatThrownBy(() -> windDown.check(ofSeconds(65), Optional.of(ofSeconds(60))))
        .isInstanceOf(OutOfMemoryError.class);
    noThread = false;

    assertThat(windDown.check(ofSeconds(66), Optional.of(ofSeconds(60)))).isPresent();
    assertThat(stops).hasSize(2);
  }

  @Test
  void users_that_take_longer_are_stopped_and_named_once() {
    assertThat(windDown.check(ofSeconds(65), Optional.of(ofSeconds(60))))
        .hasValue(
            "the run was ended 5 s after the end of its plan, because users were still running: 4"
                + " of Browsing in \"Search\"; what they do takes longer than"
                + " onrush.windDownAtMost: a response, a call, a feeder, a function, a loop, a"
                + " pause or a rendez-vous");
    assertThat(windDown.check(ofSeconds(66), Optional.of(ofSeconds(60)))).isEmpty();
    assertThat(stops).containsExactly("users were still running 5 s after the end of the plan");
  }
}
