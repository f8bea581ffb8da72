package dev.onrush.internal.service.jvm;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A connection to the management beans of a JVM. */
final class JvmConnection implements AutoCloseable {

  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  private JvmConnection(JMXConnector connector, MBeanServerConnection beans) {
    this.connector = connector;
    this.beans = beans;
  }

  /**
   * Connects to a JVM.
   *
   * @param jvm a process id on this machine, or host and port of a JMX agent
   * @param limit the time limit for connecting
   * @throws IOException if the JVM cannot be connected to; the message says why
   */
  @SuppressWarnings("BanJNDI") // the address is the user's own setting
  static JvmConnection open(String jvm, Duration limit) throws IOException {
    return within(
        limit,
        () -> {
          JMXServiceURL address =
              new JMXServiceURL(
                  jvm.matches("[0-9]+")
                      ? agent(jvm)
                      : "service:jmx:rmi:///jndi/rmi://" + jvm + "/jmxrmi");
          JMXConnector connector = JMXConnectorFactory.connect(address);
          return new JvmConnection(connector, connector.getMBeanServerConnection());
        },
        JvmConnection::close);
  }

  /** A call to a JVM that returns an answer. */
  interface Asking<T> {
    T answer() throws IOException;
  }

  /**
   * Returns the answer of a JVM that may never answer.
   *
   * @param late receives an answer that comes after the limit
   * @throws IOException if the call fails, or does not return within the limit; the message says
   *     why
   */
  static <T> T within(Duration limit, Asking<T> asking, Consumer<T> late) throws IOException {
    CompletableFuture<T> answered = new CompletableFuture<>();
    daemon(
        () -> {
          try {
            T answer = asking.answer();
            if (!answered.complete(answer)) {
              late.accept(answer);
            }
          } catch (IOException | RuntimeException | LinkageError e) {
            answered.completeExceptionally(e);
          }
        });
    try {
      return answered.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(words(e.getCause() == null ? e : e.getCause()), e);
    } catch (TimeoutException e) {
      answered.cancel(false);
      throw new IOException("it did not answer within " + Quantity.duration(limit), e);
    } catch (InterruptedException e) {
      answered.cancel(false);
      Thread.currentThread().interrupt();
      throw new IOException("reading was interrupted", e);
    }
  }

  private static String words(Throwable failure) {
    if (failure instanceof LinkageError) {
      return "this Java has no module jdk.attach or java.management.rmi";
    }
    if (failure instanceof SecurityException) {
      return "it requires a user name and a password, which Onrush does not support";
    }
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * Returns the address of the management agent in a process, and starts the agent if it is not
   * running.
   */
  private static String agent(String process) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(process);
      try {
        return machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  MBeanServerConnection beans() {
    return beans;
  }

  /** Closes the connection on another thread, since closing it waits for the other side. */
  @Override
  public void close() {
    daemon(
        () -> {
          try {
            connector.close();
          } catch (IOException e) {
            // The connection is gone already.
          }
        });
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "onrush-service-jvm");
    thread.setDaemon(true);
    thread.start();
  }
}
