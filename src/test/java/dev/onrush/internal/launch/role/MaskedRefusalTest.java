package dev.onrush.internal.launch.role;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.cluster.Cluster;
import dev.onrush.internal.cluster.ClusterInjector;
import dev.onrush.internal.library.Version;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator and an injector over loopback, one of which refuses the run. */
class MaskedRefusalTest {

  private static final String SECRET = "a secret of some length";
  private static final Map<String, String> PLAN = Map.of("profile", "steady");
  private static final RunInfo INFO =
      SampleInfo.load()
          .on(OnrushDsl.concurrentUsers().hold(9, Duration.ofMinutes(1)))
          .requests("r")
          .judged(OnrushDsl.errorCount().atMost(0))
          .shape(PLAN)
          .facts(Map.of("onrush", Version.current()))
          .info();

  @TempDir private Path folder;
  private final PrintStream out = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private Settings settings;
  private CoordinatorRole coordinator;

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(printed, true, UTF_8));
    settings =
        SettingsReader.load(
            Map.of(
                "onrush.injectors",
                "1",
                "onrush.cluster.listen",
                "127.0.0.1:0",
                "onrush.cluster.secret",
                SECRET,
                "onrush.secrets.account",
                "hunter22"));
    coordinator = new CoordinatorRole(MaskedRefusalTest.class, settings);
  }

  @AfterEach
  void print_as_before() {
    System.setOut(out);
  }

  /** Returns the port on which the coordinator says that it is waiting. */
  private int port() {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (System.nanoTime() < deadline) {
      Matcher waiting =
          Pattern.compile("injectors? at 127\\.0\\.0\\.1:(\\d+),").matcher(printed.toString(UTF_8));
      if (waiting.find()) {
        return Integer.parseInt(waiting.group(1));
      }
      LockSupport.parkNanos(10_000_000);
    }
    throw new AssertionError("the coordinator printed: " + printed.toString(UTF_8));
  }

  /** Starts to wait for the injector, and then runs {@code next}. */
  private FutureTask<Void> gather(Runnable next) {
    LoadedSimulation simulation =
        (LoadedSimulation)
            Proxy.newProxyInstance(
                LoadedSimulation.class.getClassLoader(),
                new Class<?>[] {LoadedSimulation.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "identity" -> PLAN;
                      case "folder" -> folder;
                      case "target" -> Optional.empty();
                      default -> throw new AssertionError(method);
                    });
    FutureTask<Void> gathering =
        new FutureTask<>(
            () -> {
              RunInfo unused = coordinator.gather(INFO, simulation);
              next.run();
            },
            null);
    new Thread(gathering, "coordinator").start();
    return gathering;
  }

  private ClusterInjector join() {
    return Cluster.join(
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port())),
        Optional.empty(),
        Optional.of(SECRET),
        Duration.ofMinutes(1),
        () -> true);
  }

  @Test
  void injectors_get_the_reason_of_their_coordinator_without_its_secrets() throws Exception {
    FutureTask<Void> coordinating =
        gather(() -> coordinator.refused("no account for hunter22, at LoadTest.java:3"));
    ClusterInjector injector = join();
    assertThat(injector.of()).isEqualTo(1);

    injector.planned(PLAN);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> injector.ready("none", 10))
        .withMessage("no account for ***, at LoadTest.java:3");
    coordinating.get(1, TimeUnit.MINUTES);
    injector.close();
  }

  @Test
  void the_coordinator_gets_the_reason_of_an_injector_without_its_secrets() {
    FutureTask<Void> coordinating = gather(() -> {});
    ClusterInjector injector = join();
    String place = injector.place();

    new InjectorRole(settings, injector).refused("no account for hunter22, at LoadTest.java:3");

    assertThat(coordinating)
        .failsWithin(Duration.ofMinutes(1))
        .withThrowableThat()
        .havingCause()
        .withMessage("injector %s: no account for ***, at LoadTest.java:3", place);
    coordinator.close();
  }
}
