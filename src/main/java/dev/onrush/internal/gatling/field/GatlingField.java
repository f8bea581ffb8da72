package dev.onrush.internal.gatling.field;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** A private field of Gatling, of the one version that Onrush works with. */
public final class GatlingField {

  private final Field field;

  private GatlingField(Field field) {
    this.field = field;
  }

  /** Returns a class of Gatling, or of one of its libraries, that is not public. */
  public static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "Gatling has no " + name + "; this version of Onrush works with Gatling 3.15.1", e);
    }
  }

  /** Creates an object of a class that cannot be named in Java, by its only constructor. */
  public static Object made(String type, Object... arguments) {
    try {
      return type(type).getConstructors()[0].newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Gatling's "
              + type
              + " cannot be created; this version of Onrush works with Gatling 3.15.1",
          e);
    }
  }

  /** Returns a field of {@code of} that has been made accessible. */
  public static Field named(Class<?> of, String name) {
    try {
      Field field = of.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Gatling's "
              + of.getName()
              + " has no field \""
              + name
              + "\"; this version of Onrush works with Gatling 3.15.1",
          e);
    }
  }

  /** Returns a field that is read and written through this class. */
  public static GatlingField of(Class<?> of, String name) {
    return new GatlingField(named(of, name));
  }

  /** Returns the value of this field in an object; of a static field, if {@code owner} is null. */
  public Object get(@Nullable Object owner) {
    try {
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a field cannot be read", e);
    }
  }

  /** Sets the value of this field in an object. */
  public void set(Object owner, @Nullable Object value) {
    try {
      field.set(owner, value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a field cannot be written", e);
    }
  }
}
