package dev.onrush.internal.cluster;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.onrush.internal.cluster.InjectorSlot.State;
import dev.onrush.internal.run.record.SampleInfo;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AssemblyTest {

  private final Assembly assembly = ready();

  /** Returns an assembly whose only injector is ready. */
  private static Assembly ready() {
    InjectorSlots slots = new InjectorSlots(1, process -> OptionalInt.empty());
    slots.take(0, "a").state = State.READY;
    SharedPlan plan = new SharedPlan(SampleInfo.load().info(), Map.of(), Map.of());
    return new Assembly(slots, new Admission(slots, 1, plan), 1, Duration.ofSeconds(60));
  }

  private synchronized void await(Optional<String> elsewhere) {
    assembly.await(this, () -> elsewhere, "lead:1");
  }

  @Test
  void injectors_that_are_all_ready_end_the_wait() {
    assertThatNoException().isThrownBy(() -> await(Optional.empty()));
  }

  @Test
  void an_injector_that_is_ready_and_then_cannot_take_part_is_a_failure() {
    assembly.fail("a: its disk is full");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> await(Optional.empty()))
        .withMessage("a: its disk is full");
  }

  @Test
  void a_failure_elsewhere_counts_when_all_injectors_are_ready() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> await(Optional.of("the process of injector 1 ended")))
        .withMessage("the process of injector 1 ended");
  }
}
