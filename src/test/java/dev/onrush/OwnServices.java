package dev.onrush;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Services of a user's project, as named in its {@code META-INF/services}. */
public final class OwnServices {

  private OwnServices() {}

  /**
   * Returns the result of {@code asked} on a class path that additionally has these implementations
   * of a service.
   *
   * @param folder in which the services are named
   */
  public static <T> T with(
      Path folder, Class<?> service, List<Class<?>> implementations, Supplier<T> asked) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      Path names = Files.createDirectories(folder.resolve("META-INF/services"));
      Files.write(
          names.resolve(service.getName()), implementations.stream().map(Class::getName).toList());
      try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
        thread.setContextClassLoader(loader);
        return asked.get();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
