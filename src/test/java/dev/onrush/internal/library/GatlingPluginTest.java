package dev.onrush.internal.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class GatlingPluginTest {

  @Test
  void quotes_that_the_maven_plugin_escapes_are_quotes() {
    Properties passed = new Properties();
    passed.setProperty("onrush.thresholds.x", "p95 of \\\"Log in\\\" < 1 s");

    assertThat(GatlingPlugin.unescaped(passed))
        .containsOnly(Map.entry("onrush.thresholds.x", "p95 of \"Log in\" < 1 s"));
  }

  @Test
  void without_the_plugin_nothing_is_changed() {
    assertThat(GatlingPlugin.arguments()).isEmpty();
    assertThat(GatlingPlugin.systemProperties()).isSameAs(System.getProperties());
  }
}
