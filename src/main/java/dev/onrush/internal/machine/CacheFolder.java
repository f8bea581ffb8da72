package dev.onrush.internal.machine;

import java.nio.file.Path;
import java.util.Map;

/** The user's cache folder, for files that can be created again. */
public final class CacheFolder {

  private static final String OURS = "onrush";

  private CacheFolder() {}

  /**
   * Returns {@code $XDG_CACHE_HOME/onrush}, {@code %LOCALAPPDATA%\onrush} or {@code
   * ~/.cache/onrush}, in this order of precedence. The folder need not exist.
   */
  public static Path in(Map<String, String> environment) {
    String named = environment.getOrDefault("XDG_CACHE_HOME", "");
    String local = environment.getOrDefault("LOCALAPPDATA", "");
    Path all =
        !named.isEmpty()
            ? Path.of(named)
            : !local.isEmpty()
                ? Path.of(local)
                : Path.of(System.getProperty("user.home", "."), ".cache");
    return all.resolve(OURS);
  }
}
