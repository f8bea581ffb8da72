package dev.onrush.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {

  @Test
  void the_cache_is_where_the_system_says() {
    assertThat(CacheFolder.in(Map.of("XDG_CACHE_HOME", "/x", "LOCALAPPDATA", "/l")))
        .isEqualTo(Path.of("/x/onrush"));
    assertThat(CacheFolder.in(Map.of("XDG_CACHE_HOME", "", "LOCALAPPDATA", "/l")))
        .isEqualTo(Path.of("/l/onrush"));
    assertThat(CacheFolder.in(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "onrush"));
  }
}
