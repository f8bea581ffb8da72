package dev.onrush.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessGroupTest {

  @Test
  void a_job_in_the_background_of_its_terminal_leaves_it_alone() {
    // process group 4711, session 4700, terminal 34816, and the group in its foreground
    assertThat(ProcessGroup.isInForeground("4711 (a (b) java) S 4710 4711 4700 34816 4711 0"))
        .isTrue();
    assertThat(ProcessGroup.isInForeground("4711 (java) S 4710 4711 4700 34816 4700 0")).isFalse();
  }
}
