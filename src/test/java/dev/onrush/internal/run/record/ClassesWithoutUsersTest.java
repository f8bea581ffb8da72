package dev.onrush.internal.run.record;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ClassesWithoutUsersTest {

  private static final RunInfo INFO =
      SampleInfo.named("T", "T")
          .startedAt(Instant.EPOCH)
          .facts(
              Map.of(
                  RunInfo.CLASSES_WITHOUT_USERS,
                  "Doctors, night, Porters",
                  RunInfo.REQUESTS_WITHOUT_USERS,
                  "Look up, quickly, Ward / Hand over",
                  RunInfo.PEAK,
                  "1"))
          .info();

  private static String detail(Threshold threshold) {
    Judgement nothing =
        new Judgement(
            threshold, Verdict.NO_DATA, OptionalDouble.empty(), 0, "as it was", Optional.empty());
    return ClassesWithoutUsers.judged(List.of(nothing), INFO).get(0).detail();
  }

  @Test
  void a_threshold_on_a_class_without_users_says_so_whatever_the_name_of_the_class() {
    for (String name : List.of("Doctors, night", "Porters")) {
      assertThat(detail(p95().by(name).below(ofSeconds(1))))
          .as(name)
          .isEqualTo("Doctors, night, Porters had no users (peak 1)");
    }
    assertThat(detail(p95().by("Port").below(ofSeconds(1)))).isEqualTo("as it was");
  }

  @Test
  void a_threshold_on_a_request_that_only_such_a_class_sends_says_so() {
    for (String name :
        List.of("Look up, quickly", "Group / Look up, quickly", "Ward / Hand over", "Hand over")) {
      assertThat(detail(p95().of(name).below(ofSeconds(1))))
          .as(name)
          .isEqualTo("Doctors, night, Porters had no users (peak 1)");
    }
    assertThat(detail(p95().of("over").below(ofSeconds(1)))).isEqualTo("as it was");
    assertThat(detail(p95().below(ofSeconds(1)))).isEqualTo("as it was");
  }
}
