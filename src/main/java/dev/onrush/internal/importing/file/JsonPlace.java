package dev.onrush.internal.importing.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.onrush.units.Quantity;

/** Formats the position of an error in JSON for messages. */
public final class JsonPlace {

  private JsonPlace() {}

  /** Returns the position of an error, such as {@code line 3, column 64}. */
  public static String of(JsonProcessingException error) {
    JsonLocation at = error.getLocation();
    return at == null
        ? "an unknown line"
        : "line " + Quantity.count(at.getLineNr()) + ", column " + Quantity.count(at.getColumnNr());
  }
}
