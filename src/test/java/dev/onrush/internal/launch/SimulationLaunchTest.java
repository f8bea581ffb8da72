package dev.onrush.internal.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.typesafe.config.Config;
import dev.onrush.internal.gatling.Instrumentation.Declared;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.launch.process.Refusal;
import dev.onrush.internal.launch.target.TargetChoice;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.internal.settings.Settings;
import dev.onrush.spi.TargetProvider;
import dev.onrush.spi.TargetProvider.Target;
import dev.onrush.units.Percent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationLaunchTest {

  /** A launch that is refused after its service has been started. */
  private static class Refused extends SimulationLaunch {
    Refused() {
      super(SimulationLaunchTest.class, true);
    }

    @Override
    void declare() {
      assertThat(folder()).isDirectory();
      throw new IllegalArgumentException("users was 0; write 1 or more");
    }

    @Override
    public Optional<Target> target() {
      return Optional.of(new UnclosableTarget());
    }

    @Override
    RunInfo describe(Declared declared) {
      throw new AssertionError();
    }

    @Override
    String preview(Declared declared, RunInfo info) {
      throw new AssertionError();
    }

    @Override
    ChainContents names() {
      throw new AssertionError();
    }

    @Override
    public Map<String, String> identity() {
      throw new AssertionError();
    }

    @Override
    public ServiceMetrics serviceMetrics() {
      throw new AssertionError();
    }
  }

  @Test
  void a_service_that_cannot_be_closed_hides_no_refusal_and_leaves_no_folder(
      @TempDir Path reports) {
    System.setProperty("onrush.reports", reports.toString());
    try {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new Refused()
                      .load(
                          () -> {
                            throw new AssertionError();
                          }))
          .withMessage("users was 0; write 1 or more");
    } finally {
      System.clearProperty("onrush.reports");
    }

    assertThat(reports).isEmptyDirectory();
  }

  /** A launch whose service is started before it is refused. */
  private static final class RefusedWithService extends Refused {

    @Override
    void declare() {
      Target unused = TargetChoice.choose(settings(), true, this);
      throw new IllegalArgumentException("users was 0; write 1 or more");
    }
  }

  /** Checks whether a server listens at the address to which it has to send its spans. */
  public static final class Traced implements TargetProvider {

    private static int port;

    @Override
    public Target start(Path log, Config settings) throws IOException {
      port = settings.getInt("onrush.tracesPort");
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return new UnclosableTarget();
    }
  }

  /**
   * Returns why a run is refused whose service this provider has to start, with reports in the
   * folder.
   */
  private static Throwable refusal(Refused launch, Path folder, String provider)
      throws IOException {
    Thread here = Thread.currentThread();
    ClassLoader before = here.getContextClassLoader();
    System.setProperty("onrush.reports", folder.resolve("reports").toString());
    here.setContextClassLoader(new OneProvider(folder.resolve("providers"), provider));
    try {
      return catchThrowable(
          () ->
              launch.load(
                  () -> {
                    throw new AssertionError();
                  }));
    } finally {
      here.setContextClassLoader(before);
      System.clearProperty("onrush.reports");
    }
  }

  @Test
  void a_service_that_is_started_gets_the_port_on_which_its_spans_are_received(@TempDir Path folder)
      throws IOException {
    System.setProperty("onrush.tracesPort", "0"); // any free port
    try {
      assertThat(refusal(new RefusedWithService(), folder, Traced.class.getName()))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("users was 0; write 1 or more");
    } finally {
      System.clearProperty("onrush.tracesPort");
    }

    assertThat(Traced.port).isPositive();
    new ServerSocket(Traced.port, 1, InetAddress.getLoopbackAddress()).close(); // it is free again
  }

  /** A launch that requests its service, which is not started. */
  private static final class WithoutService extends Refused {

    @Override
    void declare() {
      Target unused = TargetChoice.choose(settings(), true, this);
      throw new AssertionError();
    }

    @Override
    public Optional<Target> target() {
      return Optional.empty();
    }
  }

  /** States only in its log why it does not start. */
  public static final class Unlicensed implements TargetProvider {

    @Override
    public Target start(Path log, Config settings) throws IOException {
      Files.writeString(log, "no licence");
      throw new IOException("it ended with status 1");
    }
  }

  /** Prints no output. */
  public static final class Silent implements TargetProvider {

    @Override
    public Target start(Path log, Config settings) throws IOException {
      Files.createFile(log);
      throw new IOException("it ended with status 1");
    }
  }

  @Test
  void what_a_service_that_does_not_start_has_printed_stays_and_is_named(@TempDir Path folder)
      throws IOException {
    Throwable refusal = refusal(new WithoutService(), folder, Unlicensed.class.getName());

    Path log = onlyIn(onlyIn(folder.resolve("reports")));
    assertThat(log).hasFileName("service.log").hasContent("no licence");
    assertThat(refusal)
        .hasMessage(
            "the service could not be started: it ended with status 1 (start(…) of "
                + Unlicensed.class.getName()
                + "); what the service printed is in "
                + log);
  }

  private static Path onlyIn(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> all = entries.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  @Test
  void a_service_that_does_not_start_and_has_printed_nothing_leaves_no_folder(@TempDir Path folder)
      throws IOException {
    assertThat(refusal(new WithoutService(), folder, Silent.class.getName()))
        .hasMessage(
            "the service could not be started: it ended with status 1 (start(…) of "
                + Silent.class.getName()
                + ")");
    assertThat(folder.resolve("reports")).isEmptyDirectory();
  }

  @Test
  void a_target_provider_that_cannot_be_made_is_told_as_such(@TempDir Path folder)
      throws IOException {
    assertThat(refusal(new WithoutService(), folder, "com.example.Mispelled"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a target provider in META-INF/services/dev.onrush.spi.TargetProvider cannot be"
                + " created: dev.onrush.spi.TargetProvider: Provider com.example.Mispelled not"
                + " found");
  }

  /** Needs a program that is not installed. */
  public static final class WithoutDocker implements TargetProvider {

    public WithoutDocker() {
      throw new IllegalStateException("no client", new IOException("no docker"));
    }

    @Override
    public Target start(Path log, Config settings) {
      throw new AssertionError();
    }
  }

  @Test
  void what_the_constructor_of_a_target_provider_throws_is_told(@TempDir Path folder)
      throws IOException {
    assertThat(refusal(new WithoutService(), folder, WithoutDocker.class.getName()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "a target provider in META-INF/services/dev.onrush.spi.TargetProvider cannot be"
                + " created:")
        .hasMessageContaining(
            "WithoutDocker could not be instantiated, caused by IOException: no docker")
        .hasMessageNotContaining("it needs");
  }

  @Test
  void only_the_first_target_provider_of_the_class_path_is_made(@TempDir Path folder)
      throws IOException {
    assertThat(
            refusal(
                new WithoutService(),
                folder,
                Silent.class.getName() + "\n" + WithoutDocker.class.getName()))
        .hasMessage(
            "the service could not be started: it ended with status 1 (start(…) of "
                + Silent.class.getName()
                + ")");
  }

  /** Refuses its settings. */
  public static final class Idle implements TargetProvider {

    @Override
    public Target start(Path log, Config settings) {
      // As if the check were in a library.
      IllegalArgumentException wrong =
          new IllegalArgumentException("shop.workers was 0; write 1 or more");
      wrong.setStackTrace(
          new StackTraceElement[] {
            new StackTraceElement("com.example.OwnService", "start", "OwnService.java", 20)
          });
      throw wrong;
    }
  }

  @Test
  void what_a_target_provider_refuses_is_its_message(@TempDir Path folder) throws IOException {
    Throwable refusal = refusal(new WithoutService(), folder, Idle.class.getName());

    assertThat(refusal)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("shop.workers was 0; write 1 or more");
    assertThat(Refusal.text(refusal))
        .startsWith("shop.workers was 0, at ")
        .endsWith("; write 1 or more");
  }

  /** Lets the JDK parse a setting, which fails. */
  public static final class Counting implements TargetProvider {

    @Override
    public Target start(Path log, Config settings) {
      NumberFormatException wrong = new NumberFormatException("For input string: \"four\"");
      wrong.setStackTrace(
          new StackTraceElement[] {
            new StackTraceElement("java.lang.Integer", "parseInt", "Integer.java", 652),
            new StackTraceElement("com.example.OwnService", "start", "OwnService.java", 20)
          });
      throw wrong;
    }
  }

  @Test
  void what_java_refuses_within_a_target_provider_is_told_with_its_line(@TempDir Path folder)
      throws IOException {
    Throwable refusal = refusal(new WithoutService(), folder, Counting.class.getName());

    assertThat(Refusal.text(refusal))
        .startsWith(
            "the service could not be started: start(…) of "
                + Counting.class.getName()
                + " threw NumberFormatException: For input string: \"four\" at"
                + " com.example.OwnService.start(OwnService.java:20)");
  }

  /** Prints something, and then refuses its settings. */
  public static final class Talkative implements TargetProvider {

    @Override
    public Target start(Path log, Config settings) throws IOException {
      Files.writeString(log, "property workers is 0");
      return new Idle().start(log, settings);
    }
  }

  @Test
  void what_a_service_has_printed_before_its_settings_are_refused_is_named(@TempDir Path folder)
      throws IOException {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      assertThat(refusal(new WithoutService(), folder, Talkative.class.getName()))
          .hasMessage("shop.workers was 0; write 1 or more");
      Console.awaitPrinted(Duration.ofMinutes(1));
    } finally {
      System.setOut(out);
    }

    Path log = onlyIn(onlyIn(folder.resolve("reports")));
    assertThat(log).hasContent("property workers is 0");
    assertThat(printed.toString(UTF_8).lines())
        .last()
        .isEqualTo("Note: what the service printed is in " + log);
  }

  /** A launch that requests two services, the second of which is not started. */
  private static final class Duet extends Refused {

    @Override
    void declare() {
      Settings.Variant both = new Settings.Variant(settings().config(), settings().service());
      Target unused =
          TargetChoice.chooseTwo(
              settings(),
              new Settings.Duet(Optional.empty(), false, new Percent(5), false, both, both),
              this);
      throw new AssertionError();
    }

    @Override
    public Optional<Target> target() {
      return Optional.empty();
    }
  }

  /** Starts as A, and states only in its log why it does not start as B. */
  public static final class UnlicensedB implements TargetProvider {

    @Override
    public Target start(Path log, Config settings) throws IOException {
      if (log.endsWith("service-a.log")) {
        Files.writeString(log, "up");
        return new UnclosableTarget();
      }
      Files.writeString(log, "no licence");
      throw new IOException("it ended with status 1");
    }
  }

  /** Starts as A, and refuses its settings as B. */
  public static final class IdleB implements TargetProvider {

    @Override
    public Target start(Path log, Config settings) throws IOException {
      return log.endsWith("service-a.log")
          ? new UnlicensedB().start(log, settings)
          : new Idle().start(log, settings);
    }
  }

  @Test
  void where_b_of_a_duet_does_not_start_the_log_of_a_neither_stays_nor_is_named(
      @TempDir Path folder) throws IOException {
    Throwable refusal = refusal(new Duet(), folder, UnlicensedB.class.getName());

    Path log = onlyIn(onlyIn(folder.resolve("reports")));
    assertThat(log).hasFileName("service-b.log").hasContent("no licence");
    assertThat(refusal)
        .hasMessage(
            "service B of the duet could not be started: it ended with status 1 (start(…) of "
                + UnlicensedB.class.getName()
                + "); what the service printed is in "
                + log);
  }

  @Test
  void where_b_of_a_duet_refuses_its_settings_no_folder_stays(@TempDir Path folder)
      throws IOException {
    assertThat(refusal(new Duet(), folder, IdleB.class.getName()))
        .hasMessage("shop.workers was 0; write 1 or more");
    assertThat(folder.resolve("reports")).isEmptyDirectory();
  }
}
