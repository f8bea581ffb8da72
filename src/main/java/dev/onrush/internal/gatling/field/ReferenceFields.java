package dev.onrush.internal.gatling.field;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields by which an action, a builder or a closure of Gatling refers to other objects. */
public final class ReferenceFields {

  private ReferenceFields() {}

  /**
   * Returns the accessible fields of a class, without its superclasses. The fields of Java's own
   * closures, such as composed functions, are not accessible. The result is empty if the fields
   * cannot be read: a plugin's class may have a field of a type that is not on the class path, and
   * work without it.
   */
  public static Optional<List<Field>> of(Class<?> type) {
    try {
      return Optional.of(
          Arrays.stream(type.getDeclaredFields())
              .filter(field -> !Modifier.isStatic(field.getModifiers()))
              .filter(field -> !field.getType().isPrimitive())
              .filter(Field::trySetAccessible)
              .toList());
    } catch (NoClassDefFoundError e) {
      return Optional.empty();
    }
  }

  /**
   * Whether a field can be written. Java does not allow writing to the fields of records and
   * closures.
   */
  public static boolean isWritable(Field field) {
    return !field.getDeclaringClass().isRecord() && !field.getDeclaringClass().isHidden();
  }

  /** The value of a field that {@link #of} has returned. */
  public static @Nullable Object get(Object owner, Field field) {
    try {
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + field + " of Gatling", e);
    }
  }

  public static void set(Object owner, Field field, Object value) {
    try {
      field.set(owner, value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot set " + field + " of Gatling", e);
    }
  }
}
