package dev.onrush.internal.gatling.http;

import java.lang.reflect.Field;

/** Fields that Gatling keeps to itself, of the one version that this works with. */
public final class GatlingField {

  private final Field field;

  private GatlingField(Field field) {
    this.field = field;
  }

  /** A field that can be read and written, as {@code of} declares it. */
  static Field named(Class<?> of, String name) {
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

  /** The same, to be read and written through this. */
  public static GatlingField of(Class<?> of, String name) {
    return new GatlingField(named(of, name));
  }

  /** Its value in an object. */
  public Object get(Object owner) {
    try {
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a field cannot be read", e);
    }
  }

  /** Replaces its value in an object. */
  public void set(Object owner, Object value) {
    try {
      field.set(owner, value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a field cannot be written", e);
    }
  }
}
