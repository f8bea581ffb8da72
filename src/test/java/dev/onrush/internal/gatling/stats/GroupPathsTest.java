package dev.onrush.internal.gatling.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.threshold.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class GroupPathsTest {

  private final GroupPaths paths = new GroupPaths();

  private String path(String... groups) {
    return paths.of(CollectionConverters.asScala(List.of(groups)).toList());
  }

  @Test
  void the_names_of_nested_groups_are_joined_from_the_outermost_on() {
    assertThat(path("Shop", "Pay")).isEqualTo("Shop" + Subject.GROUP_SEPARATOR + "Pay");
    assertThat(path()).isEmpty();
  }

  @Test
  void a_known_path_is_not_joined_again() {
    String first = path("Shop", "Pay");

    assertThat(path("Shop", "Pay")).isSameAs(first);
  }

  @Test
  void paths_beyond_the_cache_are_joined_each_time() {
    for (int i = 0; i < 1_000; i++) {
      String unused = path("Order " + i);
    }

    String one = path("Shop", "Pay");

    assertThat(path("Shop", "Pay")).isEqualTo(one).isNotSameAs(one);
  }
}
