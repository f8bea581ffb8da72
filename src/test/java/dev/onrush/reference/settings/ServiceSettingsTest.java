package dev.onrush.reference.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceSettingsTest {

  private static Config given(String... pairs) {
    Config config = ConfigFactory.empty();
    for (int i = 0; i < pairs.length; i += 2) {
      config =
          ConfigFactory.parseMap(Map.of("reference." + pairs[i], pairs[i + 1]))
              .withFallback(config);
    }
    return config;
  }

  @Test
  void defaults_come_from_the_file() {
    ServiceSettings settings = ServiceSettings.from(given());

    assertThat(settings.http()).isEqualTo(new ServiceSettings.Http(0, 32, false, 0, 0));
    assertThat(settings.limits()).isEqualTo(new ServiceSettings.Limits(0, 0));
    assertThat(settings.faults().areNone()).isTrue();
    assertThat(settings.pool())
        .isEqualTo(new ServiceSettings.Pool(10, Duration.ofSeconds(3), Duration.ZERO));
    assertThat(settings.cache()).isEqualTo(new ServiceSettings.Cache(true, Duration.ofSeconds(60)));
    assertThat(settings.workersIndex()).isTrue();
    assertThat(settings.optimisticLocking()).isTrue();
  }

  @Test
  void each_setting_can_be_overridden(@TempDir Path folder) {
    ServiceSettings settings =
        ServiceSettings.from(
            given(
                "http.port", "8080",
                "http.worker-threads", "4",
                "log.requests", "true",
                "log.debug-lines", "6",
                "admission.max-in-flight", "50",
                "rate-limit.per-second", "7",
                "faults.latency", "lognormal(20 ms, 0.5)",
                "faults.stall-for", "1s",
                "faults.stall-every", "20 s",
                "faults.error-rate", "0.01",
                "faults.leak", "5",
                "faults.collect", "true",
                "http.traces-port", "4318",
                "pool.size", "5",
                "pool.connection-timeout", "250ms",
                "pool.hold", "20ms",
                "postgres.max-connections", "20",
                "postgres.folder", folder.toString(),
                "passwords.iterations", "600000",
                "passwords.holding-connection", "true",
                "tokens.lifetime", "2 minutes",
                "cache.enabled", "false",
                "cache.ttl", "5s",
                "indexes.workers", "off",
                "processes.optimistic-locking", "no",
                "seed.users", "7",
                "seed.groups", "9",
                "seed.workers", "11",
                "seed.events", "13",
                "seed.processes", "15",
                "process.heap", "512",
                "process.processors", "1",
                "process.warm-up", "3s"));

    assertThat(settings)
        .isEqualTo(
            new ServiceSettings(
                new ServiceSettings.Http(8080, 4, true, 6, 4318),
                new ServiceSettings.Limits(50, 7),
                new ServiceSettings.Faults(
                    new Latency.Lognormal(20, 0.5),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(20),
                    0.01,
                    5,
                    true),
                new ServiceSettings.Pool(5, Duration.ofMillis(250), Duration.ofMillis(20)),
                new ServiceSettings.Postgres(20, 0, folder),
                new ServiceSettings.Hashing(600_000, true),
                Duration.ofMinutes(2),
                new ServiceSettings.Cache(false, Duration.ofSeconds(5)),
                false,
                false,
                new ServiceSettings.Seed(7, 9, 11, 13, 15),
                new ServiceSettings.Jvm(512, 1, Duration.ofSeconds(3))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http.port               | 65536  | was 65536; it must be from 0 to 65535
          http.worker-threads     | 0      | was 0; it must be from 1 to 1000
          log.requests            | maybe  | was "maybe"; it must be true or false; use true, for example
          pool.size               | many   | was "many"; it must be a whole number; use 10, for example
          pool.size               | 1.5    | was "1.5"; it must be a whole number; use 10, for example
          pool.size               | -1     | was -1; it must be from 0 to 1000
          pool.connection-timeout | 5      | was 5 ms; it must be from 250 ms to 60000 ms
          pool.connection-timeout | soon   | was "soon"; it must be a number and a unit; use 3s, for example
          postgres.folder         | /no/pe | was /no/pe; it must be an existing folder that can be written to; create it or leave the setting out
          tokens.lifetime         | 8d     | was 691200000 ms; it must be from 1000 ms to 604800000 ms
          faults.error-rate       | 1.5    | was 1.5; it must be from 0 to 1
          faults.latency          | slow   | was "slow"; it must be none, constant(5 ms), uniform(5 ms, 50 ms), exponential(20 ms) or lognormal(20 ms, 0.5), with times up to 60 s; use exponential(20 ms), for example
          faults.stall-for        | 10s    | was 10000 ms; it must be less than faults.stall-every (10000 ms); shorten it
          """)
  void a_wrong_value_is_named_with_what_is_allowed(String name, String value, String error) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServiceSettings.from(given(name, value)))
        .withMessage("setting reference.%s %s".formatted(name, error));
  }

  @Test
  void an_unknown_setting_is_named_with_the_known_ones() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServiceSettings.from(given("pool.sizes", "5")))
        .withMessageStartingWith(
            "setting reference.pool.sizes is unknown; the settings are reference.admission.max-in-flight,")
        .withMessageEndingWith("reference.tokens.lifetime; correct the name or leave it out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          constant(5 ms)        | 5    | 5
          uniform(5 ms, 50 ms)  | 27.5 | 47.75
          exponential(20 ms)    | 20   | 59.9
          lognormal(20 ms, 0.5) | 22.7 | 45.5
          lognormal(1 s, 0)     | 1000 | 1000
          none                  | 0    | 0
          """)
  void a_latency_has_the_mean_and_p95_of_its_distribution(String text, double mean, double p95) {
    // uniform: p95 = 5 + 0.95 * 45; exponential: 20 * ln 20; lognormal: mean 20 * exp(0.125), p95
    // 20 * exp(1.645 * 0.5). Within 3 % for 100,000 draws.
    java.util.Random random = new java.util.Random(42);
    Latency latency = Latency.parse(text);

    List<Double> drawn = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      drawn.add(latency.millis(random));
    }

    drawn.sort(null);
    assertThat(drawn.stream().mapToDouble(d -> d).average().orElseThrow())
        .isCloseTo(mean, org.assertj.core.data.Percentage.withPercentage(3));
    assertThat(drawn.get(95_000))
        .isCloseTo(p95, org.assertj.core.data.Percentage.withPercentage(3));
  }

  @Test
  void a_change_that_a_follower_refuses_is_undone_in_all_followers() {
    LiveSettings live = new LiveSettings(given("pool.size", "5"));
    ServiceSettings before = live.current();
    List<ServiceSettings> first = new ArrayList<>();
    List<ServiceSettings> second = new ArrayList<>();
    List<ServiceSettings> third = new ArrayList<>();
    live.follow(first::add);
    live.follow(
        next -> {
          second.add(next);
          if (!next.equals(before)) {
            throw new SQLException("disk full");
          }
        });
    live.follow(third::add);

    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> live.change("{\"pool\": {\"size\": 6}}"))
        .withMessage("disk full")
        .withNoCause();

    assertThat(live.current()).isSameAs(before);
    assertThat(first).hasSize(2).last().isSameAs(before);
    assertThat(second).hasSize(2).last().isSameAs(before);
    assertThat(third).isEmpty();
  }

  @Test
  void a_change_is_followed_and_refused_as_a_whole() throws Exception {
    LiveSettings live = new LiveSettings(given("pool.size", "5"));
    List<ServiceSettings> followed = new ArrayList<>();
    live.follow(followed::add);

    live.change("{\"cache\": {\"enabled\": false}, \"pool\": {\"connection-timeout\": \"1s\"}}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> live.change("{\"cache\": {\"ttl\": \"9s\"}, \"pool\": {\"size\": -1}}"))
        .withMessage("setting reference.pool.size was -1; it must be from 0 to 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> live.change("{\"postgres\": {\"max-connections\": 9}}"))
        .withMessage(
            "settings reference.postgres cannot change while the service runs; restart it with"
                + " -Dreference.postgres…");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> live.change("[1]"))
        .withMessage("settings were not an object; send an object like {\"pool\": {\"size\": 5}}");

    assertThat(followed).containsExactly(live.current());
    assertThat(live.current().pool())
        .isEqualTo(new ServiceSettings.Pool(5, Duration.ofSeconds(1), Duration.ZERO));
    assertThat(live.current().cache())
        .isEqualTo(new ServiceSettings.Cache(false, Duration.ofSeconds(60)));
    assertThat(live.json()).contains("\"connection-timeout\":\"1s\"").contains("\"users\":100");
  }
}
