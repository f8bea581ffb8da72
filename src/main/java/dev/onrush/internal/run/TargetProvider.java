package dev.onrush.internal.run;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * Starts a service to aim at when no target is given. Found by {@link java.util.ServiceLoader}, so
 * a project can bring its own: a container, a test instance of the service under development.
 */
public interface TargetProvider {

  /**
   * Starts the service and returns when it can answer.
   *
   * @param log where its output may go
   * @param settings all that the files of settings say, for those of its own
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
