package reading;

import com.typesafe.config.ConfigFactory;

/** Reads a property through the configuration library. */
public final class ByConfig {

  static int users() {
    return ConfigFactory.systemProperties().getInt("users");
  }

  private ByConfig() {}
}
