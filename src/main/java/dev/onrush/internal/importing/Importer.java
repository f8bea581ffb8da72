package dev.onrush.internal.importing;

import dev.onrush.internal.importing.file.UnreadableFile;
import dev.onrush.internal.importing.log.LineFormat;
import dev.onrush.internal.importing.log.LineFormats;
import dev.onrush.internal.importing.source.OutputFolder;
import dev.onrush.internal.library.OptionalLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Imports logs, traces, recordings of a browser or an OpenAPI document. */
public final class Importer {

  private static final OptionalLibrary JAVA_WRITER =
      new OptionalLibrary(
          "com.palantir.javapoet.JavaFile", "com.palantir.javapoet:javapoet:0.22.0");

  private final ImportOptions options;
  private final Consumer<String> progress;

  /**
   * Creates an import that {@link #run} executes.
   *
   * @param progress receives a line of progress every few seconds
   */
  public Importer(ImportOptions options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Returns the format of the files, which is recognised if it is not given.
   *
   * @throws IllegalArgumentException if a file cannot be read, or the format is not recognised
   */
  public InputFormat format() {
    options.files().forEach(Importer::check);
    return options.format().orElseGet(this::recognised);
  }

  /**
   * Checks that the options fit the format.
   *
   * @throws IllegalArgumentException if an option does not apply to it, or names an unknown field
   */
  public void checkOptions(InputFormat format) {
    OptionScope.check(options, format);
    if (format == InputFormat.JSON) {
      LineFormat unused = LineFormats.jsonLines(options.sessions().fields());
    }
  }

  /**
   * Reads the input and writes a simulation with its files.
   *
   * @return a summary of the input, in lines
   * @throws IllegalArgumentException if the input or the output is invalid; then nothing has
   *     changed
   * @throws UncheckedIOException if reading or writing fails
   */
  public List<String> run(InputFormat format) {
    JAVA_WRITER.check("import", "use the executable jar, which contains it");
    OutputFolder folder = new OutputFolder(options.output().folder(), options.output().overwrite());
    folder.check(options.output().name());
    Imported imported = imported(format);
    folder.write(imported.files());
    return imported.text();
  }

  private Imported imported(InputFormat format) {
    return switch (format) {
      case COMBINED -> log(LineFormats.combined());
      case ALB -> log(LineFormats.alb());
      case JSON -> log(LineFormats.jsonLines(options.sessions().fields()));
      case OTLP -> traces();
      case HAR -> new HarImport(options).run();
      case OPENAPI -> new ApiImport(options).run();
    };
  }

  private InputFormat recognised() {
    Path first = options.files().get(0);
    if (!Files.isRegularFile(first)) {
      throw new IllegalArgumentException(
          first
              + " is not a regular file and can be read only once, so its format is not recognised; name it:"
              + " --format combined");
    }
    try {
      return InputFormat.of(first);
    } catch (IOException e) {
      throw UnreadableFile.failure(first, e);
    }
  }

  private Imported log(LineFormat lines) {
    return new LogImport(options, lines, (files, file, to) -> files.read(file, lines, to), progress)
        .run();
  }

  private Imported traces() {
    return new LogImport(options, LineFormats.otlp(), LogFiles::readTraces, progress).run();
  }

  private static void check(Path file) {
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          file + " does not exist; write the name of " + InputFormat.INPUTS);
    }
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          file + " is a folder; write the names of the files in it: " + file + "/access.log");
    }
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          file + " cannot be read by this user; change its permissions, or copy it");
    }
  }
}
