package dev.onrush.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Injectors compared with the memory of a machine. */
class InjectorMemoryTest {

  private static final long MB = 1L << 20;

  @Test
  void injectors_fit_with_their_heaps_full_and_150_MB_beside_each() {
    InjectorMemory memory = new InjectorMemory(3_522 * MB, 1_024 * MB); // 3 x (1,024 + 150)

    assertThatCode(() -> memory.checkFits(3)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.checkFits(1_000))
        .withMessage(
            "injectors was 1,000; on this machine they may take 1,174,000 MB, each 1,024 MB of heap"
                + " and 150 MB outside the heap, and 3,522 MB are available; write -Dinjectors=3"
                + " at most,"
                + " a smaller -Xmx in the JVM's options (jvm.options, --jvm=…, withJvmOption(…),"
                + " or JAVA_OPTIONS of the image), or start injectors on other machines, with"
                + " -Dcluster.listen=HOST:PORT here");
  }

  @Test
  void a_machine_without_room_for_one_has_no_number_to_name() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InjectorMemory(100 * MB, 64 * MB).checkFits(1))
        .withMessageContaining("100 MB are available; write a smaller -Xmx");
  }

  @Test
  void this_machine_tells_its_memory_and_this_jvm_its_heap() {
    InjectorMemory here = InjectorMemory.here();

    assertThat(here.available()).isBetween(1L, 1L << 50);
    assertThat(here.heap()).isGreaterThanOrEqualTo(Runtime.getRuntime().maxMemory());
  }
}
