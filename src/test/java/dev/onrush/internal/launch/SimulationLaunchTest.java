package dev.onrush.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.internal.gatling.Instrumentation.Declared;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.spi.TargetProvider.Target;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationLaunchTest {

  /** One that is refused once its service has been started. */
  private static final class Refused extends SimulationLaunch {
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
}
