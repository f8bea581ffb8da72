package dev.onrush.internal.gatling.stats;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields by which an action, a builder or a closure of Gatling refers to others. */
public final class ReferenceFields {

  private ReferenceFields() {}

  /**
   * Those of a class, without its superclasses, that may be read. Those of Java's own closures,
   * such as composed functions, may not. Empty if they cannot be looked at: a plugin's class may
   * have a field of a type that is not on the class path, and work without it.
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

  /** Whether it may be written: Java lets nobody write to records and closures. */
  static boolean isWritable(Field field) {
    return !field.getDeclaringClass().isRecord() && !field.getDeclaringClass().isHidden();
  }

  /** What is in a field of those. */
  public static @Nullable Object get(Object owner, Field field) {
    try {
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + field + " of Gatling", e);
    }
  }

  static void set(Object owner, Field field, Object value) {
    try {
      field.set(owner, value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot set " + field + " of Gatling", e);
    }
  }
}
