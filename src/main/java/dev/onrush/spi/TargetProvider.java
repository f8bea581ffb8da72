package dev.onrush.spi;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * A provider of the service under test, for runs without a given target. It starts, for example, a
 * container, or a test instance of the service under development. Name your class, which needs a
 * public constructor without parameters, in {@code
 * META-INF/services/dev.onrush.spi.TargetProvider}.
 *
 * <p>The method {@link #start} is called once before the run, on a thread of its own. For a duet
 * whose services are both started, it is called twice: for A and then for B, each time with the
 * settings of that variant. If {@code start} or {@link Target#awaitReady} throws, no request is
 * sent.
 *
 * <pre>{@code
 * public class Shop implements TargetProvider {
 *   @Override
 *   public Target start(Path log, Config settings) throws IOException {
 *     ShopServer server = ShopServer.start(settings.getInt("shop.workers"), log);
 *     return new Target() { … };
 *   }
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public interface TargetProvider {

  /**
   * Starts the service. Returns when its address is known. If the service needs more time before it
   * can answer requests, {@link Target#awaitReady} waits for it; the load generator prepares the
   * run in the meantime. After {@code onrush.readyAtMost} (default 5 min), the calling thread is
   * interrupted and the run is refused.
   *
   * @param log the file that the output of the service may go to; what is in the file is kept if
   *     the service cannot be started
   * @param settings the whole configuration, in which a provider finds settings of its own; in a
   *     duet, the settings of this variant override the others. If the run receives spans of the
   *     service, {@code onrush.tracesPort} is the port on which it does so, even if the setting was
   *     0 for any free port
   * @throws IllegalArgumentException if a setting of this provider is wrong; the message says which
   * @throws IOException if the service cannot be started; the message says why
   */
  Target start(Path log, Config settings) throws IOException;

  /** A running service. It runs until it is closed or this JVM ends. */
  interface Target extends AutoCloseable {

    /**
     * The base address of the service, on loopback or on a host that {@code onrush.allowedHosts}
     * names. Called once, after the service was started, with the same time limit.
     */
    URI uri();

    /**
     * The description of the service in reports. Called once, after {@link #uri}, with the same
     * time limit.
     */
    String description();

    /**
     * Waits until the service can answer requests. Called once, before its metrics are read and
     * before the first request of the run, which may be one of the plan's {@code before(…)}. The
     * calling thread is interrupted after {@code onrush.readyAtMost} (default 5 min) and if the run
     * is ended meanwhile; it should then throw an exception. Ten seconds later, the run ends
     * without it. By default, returns immediately.
     *
     * @throws IllegalArgumentException if a setting of the provider is wrong; the message says
     *     which
     * @throws IOException if the service did not become ready; the message says why, and the run is
     *     refused
     */
    default void awaitReady() throws IOException {}

    /** Ends the service, within 40 seconds. After this time, the run ends without it. */
    @Override
    void close();
  }
}
