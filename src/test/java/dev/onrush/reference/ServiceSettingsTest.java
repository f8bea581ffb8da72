package dev.onrush.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceSettingsTest {
  @Test
  void defaults_come_from_the_file() {
    ServiceSettings settings = ServiceSettings.from(new Properties());

    assertThat(settings)
        .isEqualTo(
            new ServiceSettings(
                0,
                32,
                10,
                Duration.ofSeconds(3),
                50,
                Path.of(System.getProperty("java.io.tmpdir", "")),
                10_000,
                Duration.ofHours(1),
                100,
                500));
  }

  @Test
  void each_setting_can_be_overridden(@TempDir Path folder) {
    Properties properties = new Properties();
    properties.setProperty("reference.http.port", "8080");
    properties.setProperty("reference.http.worker-threads", "4");
    properties.setProperty("reference.pool.size", "5");
    properties.setProperty("reference.pool.connection-timeout", "250ms");
    properties.setProperty("reference.postgres.max-connections", "20");
    properties.setProperty("reference.postgres.folder", folder.toString());
    properties.setProperty("reference.passwords.iterations", "600000");
    properties.setProperty("reference.tokens.lifetime", "2 minutes");
    properties.setProperty("reference.seed.users", "7");
    properties.setProperty("reference.seed.groups", "9");
    properties.setProperty("onrush.users", "of no concern");

    assertThat(ServiceSettings.from(properties))
        .isEqualTo(
            new ServiceSettings(
                8080,
                4,
                5,
                Duration.ofMillis(250),
                20,
                folder,
                600_000,
                Duration.ofMinutes(2),
                7,
                9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http.port               | 65536  | was 65536; allowed are 0 to 65535; use a value between them
          http.worker-threads     | 0      | was 0; allowed are 1 to 1000; use a value between them
          pool.size               | many   | was "many"; it must be a whole number; use for instance 10
          pool.size               | 1.5    | was "1.5"; it must be a whole number; use for instance 10
          pool.size               | -1     | was -1; allowed are 0 to 1000; use a value between them
          pool.connection-timeout | 5      | was 5 ms; allowed are 250 ms to 60 s; use a value between them
          pool.connection-timeout | 2m     | was 120000 ms; allowed are 250 ms to 60 s; use a value between them
          pool.connection-timeout | soon   | was "soon"; it must be a number and a unit; use for instance 3s
          postgres.max-connections| 4      | was 4; allowed are 5 to 1000; use a value between them
          postgres.folder         | /no/pe | was /no/pe; it must be an existing folder that can be written to; make it or leave the setting out
          passwords.iterations    | 0      | was 0; allowed are 1 to 10000000; use a value between them
          tokens.lifetime         | 8d     | was 691200000 ms; allowed are 1 s to 7 d; use a value between them
          seed.users              | 0      | was 0; allowed are 1 to 100000; use a value between them
          seed.groups             | -1     | was -1; allowed are 0 to 1000000; use a value between them
          """)
  void a_wrong_value_is_named_with_what_is_allowed(String name, String given, String error) {
    Properties properties = new Properties();
    properties.setProperty("reference." + name, given);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServiceSettings.from(properties))
        .withMessage("setting reference.%s %s".formatted(name, error));
  }

  @Test
  void an_unknown_setting_is_named_with_the_known_ones() {
    Properties properties = new Properties();
    properties.setProperty("reference.pool.sizes", "5");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServiceSettings.from(properties))
        .withMessage(
            "setting reference.pool.sizes is unknown; known are reference.http.port, reference.http.worker-threads,"
                + " reference.passwords.iterations, reference.pool.connection-timeout, reference.pool.size,"
                + " reference.postgres.folder, reference.postgres.max-connections, reference.seed.groups,"
                + " reference.seed.users, reference.tokens.lifetime; correct the name or leave it out");
  }
}
