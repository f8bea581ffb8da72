package dev.onrush.internal.run;

import dev.onrush.internal.text.RootCause;
import dev.onrush.internal.text.UserCode;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * Loads the classes that a project contributes to a run through files in {@code META-INF/services}.
 */
public final class ServiceProviders {

  private ServiceProviders() {}

  /**
   * Creates one instance of each class that the files for a type name, in class path order.
   *
   * @param what the name of the type as shown to users: {@code a report}
   * @throws IllegalArgumentException if an instance cannot be created; the message says which, and
   *     why
   */
  public static <T> List<T> load(Class<T> type, String what) {
    return made(type, what, files -> files.stream().map(ServiceLoader.Provider::get).toList());
  }

  /**
   * Creates one instance of the class that is named first; other classes are not loaded.
   *
   * @param what the name of the type as shown to users: {@code a target provider}
   * @throws IllegalArgumentException if the instance cannot be created; the message says which, and
   *     why
   */
  public static <T> Optional<T> first(Class<T> type, String what) {
    return made(type, what, ServiceLoader::findFirst);
  }

  private static <T, R> R made(Class<T> type, String what, Function<ServiceLoader<T>, R> from) {
    try {
      return from.apply(ServiceLoader.load(type));
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException(
          what
              + " in META-INF/services/"
              + type.getName()
              + " cannot be created: "
              + e.getMessage()
              + why(e),
          e);
    }
  }

  /**
   * Describes the exception that caused the failure, such as one thrown by the constructor. A wrong
   * name or type has no cause, and Java's own message is sufficient.
   */
  private static String why(ServiceConfigurationError failure) {
    if (failure.getCause() == null) {
      return "";
    }
    return failure.getCause() instanceof NoSuchMethodException
        ? "; it needs a public constructor without parameters"
        : ", caused by " + UserCode.text(RootCause.of(failure));
  }

  /**
   * Converts a refusal that was thrown by a loaded class into a refusal like Onrush's own, of which
   * only the message is shown. An exception that Java itself has thrown, for example for a text
   * that is not a number, is returned unchanged: its message does not say what it is about, so that
   * the line in the code has to be shown. An exception without a message is returned unchanged as
   * well.
   */
  public static IllegalArgumentException refused(IllegalArgumentException by) {
    StackTraceElement[] frames = by.getStackTrace();
    boolean byJava = frames.length > 0 && UserCode.isOfPlatform(frames[0].getClassName());
    return by.getMessage() == null || byJava
        ? by
        : new IllegalArgumentException(by.getMessage(), by);
  }
}
