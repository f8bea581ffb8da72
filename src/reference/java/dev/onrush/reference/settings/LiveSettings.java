package dev.onrush.reference.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The settings in force, which can change while the service runs. */
public final class LiveSettings {

  private static final Set<String> FIXED = Set.of("http", "postgres", "tokens", "seed", "process");

  private final List<Follower> followers = new ArrayList<>();
  private Config config;
  private volatile ServiceSettings current;

  /**
   * Receives the settings whenever they change. If a follower fails, it receives the previous
   * settings again, as do those that have followed already.
   */
  public interface Follower {
    void follow(ServiceSettings settings) throws SQLException;
  }

  /**
   * Creates the settings at the start.
   *
   * @throws IllegalArgumentException as {@link ServiceSettings#from} does
   */
  public LiveSettings(Config given) {
    config =
        given.hasPath(SettingsFile.ROOT)
            ? given.withOnlyPath(SettingsFile.ROOT)
            : ConfigFactory.empty();
    current = ServiceSettings.from(config);
  }

  public ServiceSettings current() {
    return current;
  }

  /**
   * Notifies the follower of every change; code that only reads {@link #current} does not need
   * this.
   */
  public synchronized void follow(Follower follower) {
    followers.add(follower);
  }

  /**
   * Applies the changes in {@code text}, an object in HOCON or JSON: either all of them or none.
   *
   * @throws IllegalArgumentException if a setting is unknown, out of range or fixed at the start
   */
  public synchronized void change(String text) throws SQLException {
    Config asked;
    try {
      asked = ConfigFactory.parseString(text).resolve();
    } catch (ConfigException e) {
      throw new IllegalArgumentException(
          "settings were not an object; send an object like {\"pool\": {\"size\": 5}}", e);
    }
    for (String group : asked.root().keySet()) {
      if (FIXED.contains(group)) {
        throw new IllegalArgumentException(
            "settings reference.%s cannot change while the service runs; restart it with -Dreference.%s…"
                .formatted(group, group));
      }
    }
    Config changed = asked.atPath(SettingsFile.ROOT).withFallback(config);
    ServiceSettings next = ServiceSettings.from(changed);
    ServiceSettings before = current;
    current = next;
    int reached = 0;
    try {
      while (reached < followers.size()) {
        followers.get(reached++).follow(next);
      }
    } catch (SQLException | RuntimeException e) {
      current = before;
      followers.subList(0, reached).forEach(follower -> goBack(follower, before, e));
      throw e;
    }
    config = changed;
  }

  private static void goBack(Follower follower, ServiceSettings before, Exception failure) {
    try {
      follower.follow(before);
    } catch (SQLException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Returns all settings in force, as JSON. */
  public synchronized String json() {
    return SettingsFile.complete(config).root().render(ConfigRenderOptions.concise());
  }
}
