package dev.onrush.internal.gatling.field;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the fields of Gatling's objects, so that a chain can be walked before it runs. */
public final class FieldValues {

  private FieldValues() {}

  /**
   * Returns the values of an object's fields, including inherited ones, except primitive fields,
   * nulls, and fields that are not accessible.
   */
  public static Map<Field, Object> of(Object owner) {
    Map<Field, Object> values = new LinkedHashMap<>();
    for (Class<?> type = owner.getClass();
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      for (Field field : ReferenceFields.of(type).orElse(List.of())) {
        Object value = ReferenceFields.get(owner, field);
        if (value != null) {
          values.put(field, value);
        }
      }
    }
    return values;
  }
}
