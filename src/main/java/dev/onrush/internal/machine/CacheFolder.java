package dev.onrush.internal.machine;

import java.nio.file.Path;
import java.util.Map;

/** The folder of this user for what can be made again. */
public final class CacheFolder {

  private static final String OURS = "onrush";

  private CacheFolder() {}

  /**
   * {@code $XDG_CACHE_HOME/onrush}, or {@code %LOCALAPPDATA%\onrush}, or {@code ~/.cache/onrush};
   * whether it is there or not.
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
