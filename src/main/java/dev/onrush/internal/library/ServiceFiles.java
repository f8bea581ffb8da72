package dev.onrush.internal.library;

import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The files in {@code META-INF/services}, by which a project's own classes become part of a run.
 */
public final class ServiceFiles {

  private ServiceFiles() {}

  /**
   * Makes one of each class that the files of a type name, in the order of the class path.
   *
   * @param what the type is to a user: {@code a report}
   * @throws IllegalArgumentException if one cannot be made; the message says which
   */
  public static <T> List<T> load(Class<T> type, String what) {
    try {
      return ServiceLoader.load(type).stream().map(ServiceLoader.Provider::get).toList();
    } catch (ServiceConfigurationError e) {
      throw new IllegalArgumentException(
          what
              + " in META-INF/services/"
              + type.getName()
              + " cannot be made: "
              + e.getMessage()
              + "; it needs a public constructor without parameters",
          e);
    }
  }

  /**
   * A refusal by such a class as one of Onrush's own, of which the message alone is told; the given
   * one if it has no message.
   */
  public static IllegalArgumentException refused(IllegalArgumentException by) {
    return by.getMessage() == null ? by : new IllegalArgumentException(by.getMessage(), by);
  }
}
