package dev.onrush.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import dev.onrush.internal.gatling.Instrumentation.Declared;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.launch.role.TargetChoice;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.spi.TargetProvider;
import dev.onrush.spi.TargetProvider.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationLaunchTest {

  /** One that is refused once its service has been started. */
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
    public Optional<ServiceMetrics> serviceMetrics() {
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

  /** Its service is started, and then it is refused. */
  private static final class RefusedWithService extends Refused {

    @Override
    void declare() {
      Target unused = TargetChoice.choose(settings(), true, this);
      throw new IllegalArgumentException("users was 0; write 1 or more");
    }
  }

  /** Looks whether something listens where it is to send its spans. */
  public static final class Traced implements TargetProvider {

    private static int port;

    @Override
    public Target start(Path log, Config settings) throws IOException {
      port = settings.getInt("onrush.tracesPort");
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return new UnclosableTarget();
    }
  }

  /** Finds this provider alone. */
  private static final class OneProvider extends ClassLoader {
    private final URL names;

    OneProvider(Path file) throws IOException {
      super(SimulationLaunchTest.class.getClassLoader());
      names = Files.writeString(file, Traced.class.getName()).toUri().toURL();
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals("META-INF/services/" + TargetProvider.class.getName())
          ? Collections.enumeration(List.of(names))
          : super.getResources(name);
    }
  }

  @Test
  void a_service_that_is_started_gets_the_port_on_which_its_spans_are_received(@TempDir Path folder)
      throws IOException {
    Thread here = Thread.currentThread();
    ClassLoader before = here.getContextClassLoader();
    System.setProperty("onrush.reports", folder.resolve("reports").toString());
    System.setProperty("onrush.tracesPort", "0"); // any that is free
    here.setContextClassLoader(new OneProvider(folder.resolve("providers")));
    try {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new RefusedWithService()
                      .load(
                          () -> {
                            throw new AssertionError();
                          }))
          .withMessage("users was 0; write 1 or more");
    } finally {
      here.setContextClassLoader(before);
      System.clearProperty("onrush.tracesPort");
      System.clearProperty("onrush.reports");
    }

    assertThat(Traced.port).isPositive();
    new ServerSocket(Traced.port, 1, InetAddress.getLoopbackAddress()).close(); // it is free again
  }
}
