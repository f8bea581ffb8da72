package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.plan.LoadPlan;
import dev.onrush.result.RunResult;
import dev.onrush.result.Verdict;
import grpc.GrpcTest;
import grpc.Parcels;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of the simulation's gRPC service, counted by the service. */
@Tag("load")
@Tag("long")
class CallsOfGrpcTest {

  @TempDir Path reports;

  @Test
  void each_call_is_one_of_the_service_and_fails_by_its_status() throws Exception {
    Parcels service = new Parcels();
    try {
      LoadPlan plan =
          loadPlan("gRPC")
              .users(
                  userClass("Known")
                      .task(
                          "Known",
                          call("Locate", session -> GrpcTest.ask(Parcels.LOCATE, "parcel-1"))
                              .check("a depot", place -> place.startsWith("depot "))),
                  userClass("Unknown")
                      .task("Unknown", call("Miss", s -> GrpcTest.ask(Parcels.LOCATE, "17"))))
              .profile(arrivalRate().hold(perSecond(20), ofSeconds(1)))
              .thresholds(
                  errorCount().of("Locate").atMost(0),
                  errorCount().exactly(10),
                  requestCount().exactly(20));

      RunResult result =
          Onrush.run(
              plan,
              RunSettings.load()
                  .withTarget(URI.create("http://127.0.0.1:" + Parcels.PORT))
                  .withReports(reports)
                  .with("onrush.warmUp", "0 s"));

      assertThat(service.calls()).isEqualTo(20);
      assertThat(result.errors())
          .singleElement()
          .satisfies(
              error -> {
                assertThat(error.message())
                    .isEqualTo("StatusRuntimeException: NOT_FOUND: no parcel 17");
                assertThat(error.count()).isEqualTo(10);
              });
      // INVALID if this machine stood still
      assertThat(result.verdict()).as(result.reason()).isIn(Verdict.PASS, Verdict.INVALID);
    } finally {
      service.stop();
    }
  }
}
