package dev.onrush.internal.run;

import dev.onrush.internal.text.RootCause;
import dev.onrush.internal.text.UserCode;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * The files in {@code META-INF/services}, by which a project's own classes become part of a run.
 */
public final class ServiceFiles {

  private ServiceFiles() {}

  /**
   * Makes one of each class that the files of a type name, in the order of the class path.
   *
   * @param what the type is to a user: {@code a report}
   * @throws IllegalArgumentException if one cannot be made; the message says which, and why
   */
  public static <T> List<T> load(Class<T> type, String what) {
    return made(type, what, files -> files.stream().map(ServiceLoader.Provider::get).toList());
  }

  /**
   * Makes one of the class that is named first; others are not even loaded.
   *
   * @param what the type is to a user: {@code a target provider}
   * @throws IllegalArgumentException if it cannot be made; the message says which, and why
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
              + " cannot be made: "
              + e.getMessage()
              + why(e),
          e);
    }
  }

  /**
   * The cause that has been thrown, such as by the constructor. There is none of a wrong name or
   * type, of which Java's own message says all.
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
   * A refusal by such a class as one of Onrush's own, of which the message alone is told. What Java
   * itself has refused within it, such as a text that is no number, is given back as it is: its
   * message does not say what it is about, so that its line has to be told. So is one without a
   * message.
   */
  public static IllegalArgumentException refused(IllegalArgumentException by) {
    StackTraceElement[] frames = by.getStackTrace();
    boolean byJava = frames.length > 0 && UserCode.isOfPlatform(frames[0].getClassName());
    return by.getMessage() == null || byJava
        ? by
        : new IllegalArgumentException(by.getMessage(), by);
  }
}
