package dev.onrush;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The schema of result.json, as the jar contains it. */
public final class ResultSchema {

  private static final Path FILE =
      Path.of("src/main/resources/dev/onrush/internal/report/result.schema.json");

  private ResultSchema() {}

  /** Returns what is wrong with a result.json; empty if it conforms. */
  public static List<String> errors(String json) {
    return schema().validate(json, InputFormat.JSON).stream().map(Error::toString).toList();
  }

  /** Returns what is wrong with the result.json in the folder of a run. */
  public static List<String> errors(Path run) throws IOException {
    return errors(Files.readString(run.resolve("result.json")));
  }

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(FILE), InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
