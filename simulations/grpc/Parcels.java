package grpc;

import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A gRPC service with two methods, whose messages are texts. For a real service, {@code protoc}
 * generates the methods and the stub; here they are written by hand, so that nothing has to be
 * generated. The service has eight threads, and each call takes 5 ms.
 */
public final class Parcels {

  /** The port that the service listens on, on this machine only. */
  public static final int PORT = 15051;

  /** Returns the place of a parcel; {@code NOT_FOUND} for a parcel that was never booked. */
  public static final MethodDescriptor<String, String> LOCATE = method("Locate");

  /** Returns a new parcel. */
  public static final MethodDescriptor<String, String> BOOK = method("Book");

  private static final int THREADS = 8;
  private static final long WORK_NANOS = 5_000_000;

  private final AtomicLong calls = new AtomicLong();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Server server;

  /** Starts the service. */
  public Parcels() throws IOException {
    server =
        OkHttpServerBuilder.forPort(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT),
                InsecureServerCredentials.create())
            .executor(threads)
            .addService(
                ServerServiceDefinition.builder("Parcels")
                    .addMethod(LOCATE, ServerCalls.asyncUnaryCall(this::locate))
                    .addMethod(BOOK, ServerCalls.asyncUnaryCall(this::book))
                    .build())
            .build()
            .start();
  }

  public void stop() throws InterruptedException {
    server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    threads.shutdownNow();
  }

  /** The number of calls that the service has received. */
  public long calls() {
    return calls.get();
  }

  private void work() {
    calls.incrementAndGet();
    LockSupport.parkNanos(WORK_NANOS);
  }

  private void locate(String parcel, StreamObserver<String> answer) {
    work();
    if (parcel.startsWith("parcel-")) {
      answer.onNext("depot " + Math.floorMod(parcel.hashCode(), 12));
      answer.onCompleted();
    } else {
      answer.onError(Status.NOT_FOUND.withDescription("no parcel " + parcel).asRuntimeException());
    }
  }

  private void book(String customer, StreamObserver<String> answer) {
    work();
    answer.onNext("parcel-" + customer);
    answer.onCompleted();
  }

  private static MethodDescriptor<String, String> method(String name) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName("Parcels", name))
        .setRequestMarshaller(new Texts())
        .setResponseMarshaller(new Texts())
        .build();
  }

  /** A message that is a text in UTF-8. */
  private static final class Texts implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String text) {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream message) {
      try (message) {
        return new String(message.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
