package dev.onrush.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class NewestOnlyTest {

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Integer> done = new ArrayList<>();
  private final NewestOnly<Integer> newest = new NewestOnly<>(tasks::add, done::add);

  @Test
  void of_a_thousand_that_wait_the_newest_is_worked_on() {
    for (int i = 1; i <= 1_000; i++) {
      newest.put(i);
    }

    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    assertThat(done).containsExactly(1_000);
  }

  @Test
  void each_is_worked_on_where_the_thread_keeps_up() {
    newest.put(1);
    tasks.remove().run();
    newest.put(2);
    tasks.remove().run();

    assertThat(done).containsExactly(1, 2);
  }
}
