package dev.onrush.internal.cli.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledSourceTest {

  @TempDir Path folder;

  @Test
  void a_simulation_that_is_alone_is_chosen_and_named_once_beside_a_wrong_name() {
    try (CompiledSource source =
        new CompiledSource(
            Path.of("Shop.java"), folder, List.of(), List.of("shop.ShopTest"), Set.of())) {

      assertThat(source.simulation("")).isEqualTo("shop.ShopTest");
      assertThat(source.simulation("ShopTest")).isEqualTo("shop.ShopTest");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> source.simulation("ShpoTest"))
          .withMessage(
              "Shop.java has no simulation ShpoTest; its only simulation is shop.ShopTest; leave"
                  + " --simulation out");
    }
  }
}
