package dev.onrush.internal.gatling.chain;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of Gatling's objects, by which a chain is walked before it runs. */
final class FieldValues {

  private FieldValues() {}

  /**
   * The values of an object's fields, inherited ones included; neither primitive ones nor nulls.
   */
  static Map<Field, Object> of(Object owner) {
    Map<Field, Object> values = new LinkedHashMap<>();
    for (Class<?> type = owner.getClass();
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          Object value = value(field, owner);
          if (value != null) {
            values.put(field, value);
          }
        }
      }
    }
    return values;
  }

  private static @Nullable Object value(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + field + " of Gatling", e);
    }
  }
}
