package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;

import com.typesafe.config.Config;
import dev.onrush.internal.launch.OneProvider;
import dev.onrush.plan.LoadPlan;
import dev.onrush.spi.TargetProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A simulation whose service has been started, and whose address never becomes known; or, with the
 * property {@link #NEVER_READY}, which never becomes ready. It does not react to interruptions.
 */
public class StartedServiceSimulation extends LoadSimulation {

  static final String FOLDER = "test.folder";
  static final String NEVER_READY = "test.neverReady";
  static final String STARTED = "started";
  static final String CLOSED = "closed";

  @Override
  protected LoadPlan plan() {
    try {
      Thread.currentThread()
          .setContextClassLoader(new OneProvider(file("provider"), Provider.class.getName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return loadPlan("Started")
        .users(userClass("U").task("Ask", get("/ask")))
        .profile(concurrentUsers().hold(1, ofSeconds(1)))
        .thresholds(errorCount().atMost(0));
  }

  private static Path file(String name) {
    return Path.of(System.getProperty(FOLDER, ""), name);
  }

  private static void write(String name) {
    try {
      Files.createFile(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void hang() {
    write(STARTED);
    while (true) {
      boolean unused = Thread.interrupted();
      LockSupport.park();
    }
  }

  /** Provides the service. */
  public static final class Provider implements TargetProvider {

    @Override
    public Target start(Path log, Config settings) {
      return new Target() {
        @Override
        public URI uri() {
          if (!Boolean.getBoolean(NEVER_READY)) {
            hang();
          }
          return URI.create("http://127.0.0.1:9");
        }

        @Override
        public String description() {
          return "a service that hangs";
        }

        @Override
        public void awaitReady() {
          hang();
        }

        @Override
        public void close() {
          write(CLOSED);
        }
      };
    }
  }
}
