package dev.onrush.reference;

import com.typesafe.config.Config;
import dev.onrush.spi.TargetProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Provides the reference service as the target of runs that name no target. Settings below {@code
 * reference} are passed to the service; -Dreference.* takes precedence over them.
 */
public final class ReferenceTarget implements TargetProvider {

  private static final String PREFIX = "reference.";
  private static final String TRACES = "onrush.tracesPort";

  @Override
  public Target start(Path log, Config settings) throws IOException {
    Map<String, String> own = new HashMap<>();
    if (settings.hasPath(TRACES)) {
      own.put("http.traces-port", settings.getString(TRACES));
    }
    if (settings.hasPath("reference")) {
      settings
          .getConfig("reference")
          .entrySet()
          .forEach(e -> own.put(e.getKey(), String.valueOf(e.getValue().unwrapped())));
    }
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        own.put(name.substring(PREFIX.length()), System.getProperty(name, ""));
      }
    }
    return new Running(ReferenceProcess.startListening(log, own));
  }

  private record Running(ReferenceProcess process) implements Target {
    @Override
    public URI uri() {
      return process.uri();
    }

    @Override
    public String description() {
      return "reference service over PostgreSQL, in its own JVM";
    }

    @Override
    public void awaitReady() throws IOException {
      process.awaitReady();
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
