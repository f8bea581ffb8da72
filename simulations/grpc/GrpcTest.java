package grpc;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import io.grpc.CallOptions;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Calls a gRPC service through one channel, which all users share, like the threads of an
 * application. The service is started before the load, and stopped at the end.
 *
 * <pre>mvn gatling:test -Dsimulation=GrpcTest</pre>
 */
public class GrpcTest extends LoadSimulation {

  private static final AtomicReference<Parcels> SERVICE = new AtomicReference<>();

  /** Created by the first call, so that a plan that is only inspected connects to nothing. */
  private static final class Channel {
    static final ManagedChannel TO_PARCELS =
        OkHttpChannelBuilder.forAddress(
                "127.0.0.1", Parcels.PORT, InsecureChannelCredentials.create())
            .build();
  }

  /**
   * Calls the service as a stub does: with a deadline for each call, and a {@code
   * StatusRuntimeException} on failure.
   */
  public static String ask(MethodDescriptor<String, String> method, String request) {
    return ClientCalls.blockingUnaryCall(
        Channel.TO_PARCELS,
        method,
        CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
        request);
  }

  @Override
  protected LoadPlan plan() {
    UserClass senders =
        userClass("Senders")
            .thinkTime(between(ofMillis(50), ofMillis(150)))
            .task(
                1,
                "Send",
                exec(
                    call("Book parcel", session -> ask(Parcels.BOOK, "u" + session.userId()))
                        .saveAs("parcel"),
                    call(
                            "Locate parcel",
                            session -> ask(Parcels.LOCATE, session.getString("parcel")))
                        .check("a depot", place -> place.startsWith("depot "))))
            .task(
                3,
                "Look up",
                call("Locate parcel", session -> ask(Parcels.LOCATE, "parcel-" + session.userId()))
                    .check("a depot", place -> place.startsWith("depot ")));

    return loadPlan("gRPC")
        .users(senders)
        .profile(load().users(20).rampUp(ofSeconds(5)).holdFor(ofSeconds(20)))
        .thresholds(
            errorCount().atMost(0),
            p95().of("Locate parcel").during(STEADY).below(ofMillis(500)),
            requestCount().of("Book parcel").atLeast(10))
        .before(() -> SERVICE.set(new Parcels()))
        .after(() -> stop());
  }

  private static void stop() throws InterruptedException {
    Parcels started = SERVICE.getAndSet(null);
    if (started != null) {
      started.stop();
    }
  }
}
