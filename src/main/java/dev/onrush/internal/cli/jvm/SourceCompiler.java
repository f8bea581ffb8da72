package dev.onrush.internal.cli.jvm;

import com.sun.source.util.Trees;
import dev.onrush.internal.settings.table.Spelling;
import dev.onrush.internal.text.FailureText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a simulation, and the sources next to it that it uses. */
public final class SourceCompiler {

  private static final String SIMULATION = "io.gatling.javaapi.core.Simulation";

  private static final String MEASURED = "dev.onrush.MeteredSimulation";

  /**
   * The package declaration, as the first code of a file. The group is possessive: the JDK repeats
   * other groups by recursion, and the text before the declaration may be long.
   */
  private static final Pattern PACKAGE =
      Pattern.compile("\\A(?:\\s++|//.*|/\\*(?s:.*?)\\*/)*+package\\s+([\\w.]+)\\s*;");

  private SourceCompiler() {}

  /**
   * Compiles a file.
   *
   * @param more jars and folders that the file needs, in addition to {@code lib/*.jar}
   * @throws IllegalArgumentException if the file is not a Java source, or cannot be compiled; the
   *     message contains the messages of the compiler
   */
  public static CompiledSource compile(Path file, List<Path> more) {
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "simulation was "
              + file
              + ", which does not exist; "
              + nearest(file)
                  .map(near -> "the nearest is " + near)
                  .orElse("name a Java source file"));
    }
    if (!Files.isRegularFile(file) || !file.toString().endsWith(".java")) {
      throw new IllegalArgumentException(
          "simulation was "
              + file
              + ", which is not a Java source file; write one such as SpikeTest.java");
    }
    Path root = root(file);
    List<Path> needed = new ArrayList<>();
    for (Path entry : more) {
      if (!Files.exists(entry)) {
        throw new IllegalArgumentException(
            "class path has " + entry + ", which does not exist; write existing jars and folders");
      }
      needed.add(entry.toAbsolutePath());
    }
    needed.addAll(jars(root.resolve("lib")));
    try {
      Path classes = ClassFolder.create();
      List<Path> classPath = new ArrayList<>(List.of(classes, root));
      classPath.addAll(needed);
      try {
        Simulations found = compile(file, root, needed, classes);
        ClassFolder.deleteAtExit(classes);
        return new CompiledSource(
            file,
            classes,
            List.copyOf(classPath),
            List.copyOf(found.files.keySet()),
            Set.copyOf(found.unmeasured));
      } catch (IllegalArgumentException e) {
        ClassFolder.delete(classes);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be compiled: " + FailureText.of(e), e);
    }
  }

  private static Simulations compile(Path file, Path root, List<Path> needed, Path classes)
      throws IOException {
    List<Path> classPath = new ArrayList<>(ClassPath.own());
    classPath.addAll(needed);
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    Simulations simulations = new Simulations();
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "-cp",
            ClassPath.text(classPath),
            "-sourcepath",
            root.toString(),
            "-parameters",
            "-nowarn");
    if (!isCompiled(List.of(file), options, found, simulations)) {
      throw new IllegalArgumentException(
          file + " cannot be compiled:\n" + errors(found.getDiagnostics()));
    }
    return simulations;
  }

  /** Runs the JDK's compiler, and returns whether it found no error. */
  private static boolean isCompiled(
      List<Path> sources,
      List<String> options,
      DiagnosticCollector<JavaFileObject> found,
      Simulations simulations)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalArgumentException(
          "the Java at "
              + System.getProperty("java.home")
              + " has no compiler; start onrush with a JDK, 17 or newer");
    }
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              new StringWriter(),
              files,
              found,
              options,
              null,
              files.getJavaFileObjectsFromPaths(sources));
      task.setProcessors(List.of(simulations));
      return task.call();
    }
  }

  /**
   * Returns the full names of the simulations in some files, each with its file. A file that is not
   * Java, and a simulation that Onrush does not measure, are left out.
   *
   * @param troubles receives the reason
   */
  public static Map<String, Path> simulations(List<Path> sources, Consumer<String> troubles) {
    if (sources.isEmpty()) {
      return Map.of();
    }
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    Simulations simulations = new Simulations();
    try {
      boolean unused =
          isCompiled(
              sources,
              List.of("-proc:only", "-cp", ClassPath.text(ClassPath.own())),
              found,
              simulations);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot search for simulations: " + FailureText.of(e), e);
    }
    if (simulations.hasLooked) {
      for (String name : simulations.unmeasured) {
        troubles.accept(
            "skipped "
                + name
                + ", which extends Gatling's Simulation; extend dev.onrush.MeteredSimulation");
        simulations.files.remove(name);
      }
      return simulations.files;
    }
    // The compiler does not call the processor if a file cannot be parsed.
    Set<Path> wrong =
        found.getDiagnostics().stream()
            .filter(d -> d.getKind() == Diagnostic.Kind.ERROR && d.getSource() != null)
            .map(d -> Path.of(d.getSource().toUri()))
            .collect(Collectors.toSet());
    List<Path> others =
        sources.stream()
            .filter(file -> !wrong.contains(file.toAbsolutePath().normalize()))
            .toList();
    if (wrong.isEmpty() || others.size() == sources.size()) {
      throw new IllegalArgumentException(
          "cannot search for simulations:\n" + errors(found.getDiagnostics()));
    }
    troubles.accept("skipped files that cannot be compiled:\n" + errors(found.getDiagnostics()));
    return simulations(others, troubles);
  }

  private static String errors(List<Diagnostic<? extends JavaFileObject>> found) {
    return found.stream()
        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
        .map(
            d ->
                (d.getSource() == null
                        ? ""
                        : d.getSource().getName() + line(d.getLineNumber()) + ": ")
                    + d.getMessage(Locale.ROOT))
        .collect(Collectors.joining("\n"));
  }

  /** Returns a line for messages; empty for an error of the whole file. */
  private static String line(long number) {
    return number == Diagnostic.NOPOS ? "" : ":" + number;
  }

  /** Returns the folder that contains the packages. */
  private static Path root(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Matcher declared = PACKAGE.matcher(read(file));
    if (folder == null || !declared.find()) {
      return folder == null ? Path.of("") : folder;
    }
    Path inside = Path.of("", declared.group(1).split("\\."));
    Path root = folder;
    for (int i = 0; folder.endsWith(inside) && i < inside.getNameCount(); i++) {
      root = root.getParent() == null ? root : root.getParent();
    }
    return root;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + FailureText.of(e), e);
    }
  }

  /** Returns the Java source file that a wrong name most likely means, in the same folder. */
  private static Optional<Path> nearest(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return Optional.empty();
    }
    String given = file.getFileName().toString();
    String name = given.endsWith(".java") ? given : given + ".java";
    try (Stream<Path> files = Files.list(folder)) {
      List<String> sources =
          files
              .map(other -> other.getFileName().toString())
              .filter(other -> other.endsWith(".java"))
              .sorted()
              .toList();
      return (sources.contains(name) ? Optional.of(name) : Spelling.nearest(name, sources))
          .map(file::resolveSibling);
    } catch (IOException e) {
      return Optional.empty(); // that the file does not exist is said anyway
    }
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be listed: " + FailureText.of(e), e);
    }
  }

  /** An annotation processor that records which of the compiled classes are simulations. */
  private static final class Simulations extends AbstractProcessor {
    private final Map<String, Path> files = new LinkedHashMap<>();
    private final Set<String> unmeasured = new LinkedHashSet<>();
    private boolean hasLooked;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      hasLooked = true;
      Trees trees = Trees.instance(processingEnv);
      TypeElement simulation = processingEnv.getElementUtils().getTypeElement(SIMULATION);
      TypeElement measured = processingEnv.getElementUtils().getTypeElement(MEASURED);
      for (Element type : ElementFilter.typesIn(round.getRootElements())) {
        if (!type.getModifiers().contains(Modifier.ABSTRACT)
            && processingEnv.getTypeUtils().isSubtype(type.asType(), simulation.asType())) {
          JavaFileObject file = trees.getPath(type).getCompilationUnit().getSourceFile();
          String name = ((TypeElement) type).getQualifiedName().toString();
          files.put(name, Path.of(file.toUri()));
          if (!processingEnv.getTypeUtils().isSubtype(type.asType(), measured.asType())) {
            unmeasured.add(name);
          }
        }
      }
      return false;
    }
  }
}
