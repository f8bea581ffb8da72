package reading;

import com.typesafe.config.ConfigFactory;

/** Reads a property by the library of configurations. */
public final class ByConfig {

  static int users() {
    return ConfigFactory.systemProperties().getInt("users");
  }

  private ByConfig() {}
}
