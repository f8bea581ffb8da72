package dev.onrush.spi;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * A provider of the service under test, for runs without a given target: it starts a container, or
 * a test instance of the service under development. Name your class, which has a public constructor
 * without parameters, in {@code META-INF/services/dev.onrush.spi.TargetProvider}.
 *
 * <p>It is called before the run, by one thread: once, and of a duet whose services are both
 * started twice, for A and then for B, each time with the settings of that variant. If it throws,
 * nothing is sent.
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
   * Starts the service and returns when it can answer.
   *
   * @param log where its output may go; what is in it stays if the service cannot be started
   * @param settings all that the files of settings say, for those of its own; in a duet, what is
   *     set for this variant alone is laid over the rest. Where spans of the service are received,
   *     {@code onrush.tracesPort} is the port, also where the setting was 0 for any free one
   * @throws IllegalArgumentException if one of its own settings is wrong; the message says which
   * @throws IOException if it cannot be started; the message says why
   */
  Target start(Path log, Config settings) throws IOException;

  /** A service that runs until it is closed, or this JVM ends. */
  interface Target extends AutoCloseable {

    /** Its base address, on loopback. */
    URI uri();

    /** What it is, for reports. */
    String description();

    @Override
    void close();
  }
}
