package dev.onrush.internal.launch;

import dev.onrush.spi.TargetProvider;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** A class path with exactly one target provider, without the provider of the reference service. */
public final class OneProvider extends ClassLoader {
  private final URL names;

  /**
   * Creates a class path whose provider has this name.
   *
   * @param file is written, and contains the name
   */
  public OneProvider(Path file, String provider) throws IOException {
    super(OneProvider.class.getClassLoader());
    names = Files.writeString(file, provider).toUri().toURL();
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.equals("META-INF/services/" + TargetProvider.class.getName())
        ? Collections.enumeration(List.of(names))
        : super.getResources(name);
  }
}
