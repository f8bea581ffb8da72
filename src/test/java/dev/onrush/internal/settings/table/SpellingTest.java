package dev.onrush.internal.settings.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.internal.settings.source.GivenSettings;
import dev.onrush.internal.settings.source.SettingsSources;
import dev.onrush.internal.settings.source.SimulationCode;
import dev.onrush.internal.settings.source.SourcedText;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties whose names are nearly names of settings. */
class SpellingTest {

  /** Does not read any property. */
  static class Deaf {}

  /** Reads its own properties, one of them in a class that it uses. */
  static class Reading {
    static final Supplier<String> FEED = () -> System.getProperty("feed");

    static String page() {
      return Elsewhere.page();
    }

    /** Used by the other class. */
    static class Elsewhere {
      static String page() {
        return System.getProperty("page", "1");
      }
    }
  }

  private static Settings read(Class<?> simulation, String... properties) {
    Properties all = new Properties();
    for (String property : properties) {
      int equals = property.indexOf('=');
      all.setProperty(property.substring(0, equals), property.substring(equals + 1));
    }
    return SettingsReader.read(
        new SettingsSources(
            ClassLoader.getPlatformClassLoader(),
            new GivenSettings(Map.of(), all, Map.of()),
            Optional.of(new SimulationCode(simulation, false)),
            Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "preveiw, preview",
    "priview, preview",
    "tagret, target",
    "TARGET, target",
    "traget, target",
    "targt, target",
    "scal, scale",
    "sclae, scale",
    "user, users",
    "usres, users",
    "Pace, pace",
    "sed, seed",
    "warmup, warmUp",
    "dashbord, dashboard",
    "basline, baseline",
    "injector, injectors",
    "simualtion, simulation",
    "evn, env",
    "ENV, env",
    "cluster.joni, cluster.join",
    "gatling.reports, gatling.report",
    "onrsuh.users, onrush.users",
    "onrus.export.otlp, onrush.export.otlp",
    "ONRUSH_USERS, onrush.users",
    "ONRUSH_EXPORT_OTLP, onrush.export.otlp",
    "Onrush.users, onrush.users",
    "allowedHost, onrush.allowedHosts",
    "keepRuns, onrush.keepRuns",
    "export.prometheus, onrush.export.prometheus",
    "export.headers.Authorization, onrush.export.headers.Authorization",
    "generator.cpu, onrush.generator.cpu",
    "generator.missng, onrush.generator.missing",
    "onrsuh.generator.cpu, onrush.generator.cpu",
    "ONRUSH_GENERATOR_CPU, onrush.generator.cpu",
    "onrus.export.headers.Authorization, onrush.export.headers.Authorization",
  })
  void a_misspelled_setting_is_refused_with_the_right_name(String given, String right) {
    assertThatThrownBy(() -> read(Deaf.class, given + "=1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "-D" + given + " is not a setting, and no class of Deaf reads it; write -D" + right);
  }

  @ParameterizedTest
  @ValueSource(strings = {"generator.foo", "onrsuh.generator.foo", "ONRUSH_GENERATOR_FOO"})
  void a_name_that_a_table_does_not_have_is_refused_with_all_that_it_has(String given) {
    assertThatThrownBy(() -> read(Deaf.class, given + "=1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "-D"
                + given
                + " is not a setting, and no class of Deaf reads it; write -Donrush.generator.NAME,"
                + " where NAME is cpu, files, gc, lag, missing, pauses or standstill");
  }

  @ParameterizedTest
  @CsvSource({
    "thresholds.p95, p95",
    "treshold.p95 of Log.in, p95 of Log.in",
    "onrsuh.thresholds.p95, p95",
    "ONRUSH_THRESHOLDS_P95_IN_SPIKE, p95-in-spike",
  })
  void a_misspelled_bound_is_kept_until_the_plan_is_known(String given, String name) {
    assertThat(read(Deaf.class, given + "=1 s").thresholds())
        .containsExactly(Map.entry(name, new SourcedText("1 s", "-D" + given)));
  }

  @Test
  void a_misspelled_bound_beside_the_right_name_is_left_alone() {
    assertThat(read(Deaf.class, "thresholds.p95=1 s", "onrush.thresholds.p95=2 s").thresholds())
        .containsExactly(Map.entry("p95", new SourcedText("2 s", "-Donrush.thresholds.p95")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "duration",
        "rampUp",
        "rampUsers",
        "userCount",
        "baseUrl",
        "baseURL",
        "base.url",
        "host",
        "port",
        "token",
        "password",
        "username",
        "test",
        "tests",
        "threads",
        "rate",
        "rps",
        "environment",
        "profile",
        "dev",
        "inv",
        "en",
        "envs",
        "venv",
        "basedir",
        "build",
        "branch",
        "report",
        "targetHost",
        "target.url",
        "targetUrl",
        "parent",
        "path",
        "time",
        "stage",
        "skipTests",
        "maven.test.skip",
        "localRepository",
        "surefire.test.class.path",
        "log.level",
        "org.gradle.test.worker",
        "idea.test.cyclic.buffer.size",
        "gatling.simulationClass",
        "gatling.core.runDescription",
        "gatling.http.requestTimeout",
        "env.PATH",
        "crush.target",
        "scala.version",
        "simulationClass",
        "clusterName",
        "kotlin.version",
      })
  void a_property_that_is_nobodys_misspelling_is_left_alone(String given) {
    assertThatCode(() -> read(Deaf.class, given + "=1")).doesNotThrowAnyException();
  }

  /**
   * Properties as printed by a simulation that mvn gatling:test ran with jvm.options, for two JDKs.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "file.encoding",
        "file.separator",
        "io.netty.allocator.type",
        "io.netty.buffer.checkBounds",
        "io.netty.buffer.checkAccessible",
        "io.netty.leakDetection.level",
        "io.netty.maxThreadLocalCharBufferSize",
        "jansi.mode",
        "java.class.path",
        "java.class.version",
        "java.home",
        "java.io.tmpdir",
        "java.library.path",
        "java.runtime.name",
        "java.runtime.version",
        "java.specification.maintenance.version",
        "java.specification.name",
        "java.specification.vendor",
        "java.specification.version",
        "java.util.prefs.PreferencesFactory",
        "java.vendor",
        "java.vendor.url",
        "java.vendor.url.bug",
        "java.vendor.version",
        "java.version",
        "java.version.date",
        "java.vm.compressedOopsMode",
        "java.vm.info",
        "java.vm.name",
        "java.vm.specification.name",
        "java.vm.specification.vendor",
        "java.vm.specification.version",
        "java.vm.vendor",
        "java.vm.version",
        "jdk.debug",
        "jdk.tls.allowUnsafeServerCertChange",
        "line.separator",
        "native.encoding",
        "os.arch",
        "os.name",
        "os.version",
        "path.separator",
        "stderr.encoding",
        "stdout.encoding",
        "sun.arch.data.model",
        "sun.boot.library.path",
        "sun.cpu.endian",
        "sun.io.unicode.encoding",
        "sun.java.command",
        "sun.java.launcher",
        "sun.jnu.encoding",
        "sun.management.compiler",
        "sun.security.ssl.allowUnsafeRenegotiation",
        "sun.stderr.encoding",
        "sun.stdout.encoding",
        "user.country",
        "user.dir",
        "user.home",
        "user.language",
        "user.name",
        "user.timezone",
        "user.variant",
      })
  void no_property_of_a_jvm_under_maven_is_refused(String given) {
    assertThatCode(() -> read(Deaf.class, given + "=1")).doesNotThrowAnyException();
  }

  @Test
  void no_property_of_this_jvm_is_refused() {
    String[] all =
        System.getProperties().stringPropertyNames().stream()
            .filter(name -> !name.startsWith("onrush."))
            .map(name -> name + "=1")
            .toArray(String[]::new);

    assertThat(all).isNotEmpty();
    assertThatCode(() -> read(Deaf.class, all)).doesNotThrowAnyException();
  }

  @Test
  void a_property_that_the_simulation_or_a_class_of_its_own_reads_is_left_alone() {
    assertThatCode(() -> read(Reading.class, "page=2", "feed=a.csv")).doesNotThrowAnyException();
    assertThatThrownBy(() -> read(Deaf.class, "page=2"))
        .hasMessage("-Dpage is not a setting, and no class of Deaf reads it; write -Dpace");
  }

  @Test
  void a_property_beside_the_right_name_is_no_misspelling() {
    assertThat(read(Deaf.class, "page=2", "pace=0.5").pace()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "preview, preview, 0",
    "preveiw, preview, 1",
    "PREVIEW, preview, 0",
    "pace, page, 1",
    "target, market, 2",
    "ca, abc, 3",
    "'', seed, 4",
    "users, user, 1",
    "evn, env, 1",
  })
  void a_swap_of_neighbours_is_one_slip(String a, String b, int distance) {
    assertThat(Spelling.distance(a, b)).isEqualTo(distance);
    assertThat(Spelling.distance(b, a)).isEqualTo(distance);
  }
}
