package dev.onrush.internal.text;

import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Distinguishes the user's own code from the code of the platform, of libraries and of Onrush. */
public final class UserCode {

  private static final Pattern PLATFORM = Pattern.compile("(javax?|jdk|sun|com\\.sun)\\..*");

  private static final Pattern ONRUSH = Pattern.compile("dev\\.onrush\\..*");

  private static final Pattern OTHER =
      Pattern.compile("(scala|kotlin|io\\.gatling|io\\.netty)\\..*");

  /**
   * Whether a class is in a folder of the class path. Cached, since a user's code may throw in each
   * iteration.
   */
  private static final Map<String, Boolean> IN_FOLDER = new ConcurrentHashMap<>();

  private UserCode() {}

  /** Whether a class is the user's own. */
  public static boolean is(String className) {
    return !isOfPlatform(className)
        && !isOfOnrush(className)
        && !OTHER.matcher(className).matches();
  }

  /** Whether a class belongs to the Java platform. */
  public static boolean isOfPlatform(String className) {
    return PLATFORM.matcher(className).matches();
  }

  /** Whether a class belongs to Onrush. */
  public static boolean isOfOnrush(String className) {
    return ONRUSH.matcher(className).matches();
  }

  /**
   * Returns the type and message of a throwable, and the line of the user's own code that threw it.
   */
  public static String text(Throwable e) {
    String what = named(e);
    return line(e).map(line -> what + " at " + line).orElse(what);
  }

  /**
   * Returns the type and message of a throwable. The user's own class may compute its message, and
   * fail: the throwable is still reported.
   */
  public static String named(Throwable e) {
    try {
      String message = e.getMessage();
      return message == null ? name(e) : name(e) + ": " + message;
    } catch (RuntimeException | StackOverflowError again) {
      return name(e) + " whose getMessage() failed";
    }
  }

  /**
   * Returns the simple name of a throwable's class. An anonymous class has none, so its superclass
   * is named.
   */
  public static String name(Throwable e) {
    Class<?> type = e.getClass();
    return (type.isAnonymousClass() ? type.getSuperclass() : type).getSimpleName();
  }

  /**
   * Returns the innermost line of the user's own code in the stack trace, if there is one. Classes
   * in a folder of the class path are the user's. Classes in a jar may belong to a library, so they
   * count only if there are no others.
   */
  public static Optional<StackTraceElement> line(Throwable thrown) {
    List<StackTraceElement> own =
        Arrays.stream(thrown.getStackTrace()).filter(frame -> is(frame.getClassName())).toList();
    return own.stream()
        .filter(frame -> IN_FOLDER.computeIfAbsent(frame.getClassName(), UserCode::isInFolder))
        .findFirst()
        .or(() -> own.stream().findFirst());
  }

  private static boolean isInFolder(String className) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    URL file =
        (context == null ? ClassLoader.getSystemClassLoader() : context)
            .getResource(className.replace('.', '/') + ".class");
    return file != null && file.getProtocol().equals("file");
  }
}
