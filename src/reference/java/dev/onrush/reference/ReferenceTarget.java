package dev.onrush.reference;

import dev.onrush.run.TargetProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The reference service as the target of runs that name none; -Dreference.* reaches it. */
public final class ReferenceTarget implements TargetProvider {

  private static final String PREFIX = "reference.";

  @Override
  public Target start(Path log) throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith(PREFIX)) {
        settings.put(name.substring(PREFIX.length()), System.getProperty(name));
      }
    }
    return new Running(ReferenceProcess.start(log, settings));
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
    public void close() {
      process.close();
    }
  }
}
