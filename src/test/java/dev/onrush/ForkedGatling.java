package dev.onrush;

import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gatling's own main class in a separate JVM, as the Maven plugin starts it. */
public final class ForkedGatling {

  /** Longer than most runs here take on a busy machine, and shorter than a test's time limit. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * Options for a JVM that lives for seconds: with only the C1 compiler, it starts in half the
   * time.
   */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final ClassArchive CLASSES = ClassArchive.ofThisJvm();

  /** SIGHUP, SIGINT, SIGQUIT and SIGTERM in a signal mask. */
  private static final long ENDING = 1 | 1 << 1 | 1 << 2 | 1 << 14;

  private final Process process;
  private final Path folder;

  private ForkedGatling(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** Returns options with which the generator is judged as strictly as a user's generator. */
  static String[] strict() {
    return GeneratorLimits.DEFAULT.texts().entrySet().stream()
        .map(limit -> "-Donrush.generator." + limit.getKey() + "=" + limit.getValue())
        .toArray(String[]::new);
  }

  /** Starts a simulation that writes its results to {@code folder}. */
  public static ForkedGatling start(Class<?> simulation, Path folder, String... options) {
    return startWith(Map.of(), simulation, folder, options);
  }

  /**
   * Starts a simulation in a JVM with these options and without the options for a short life, so
   * that its costs can be measured.
   */
  public static ForkedGatling startAs(
      List<String> jvm, Class<?> simulation, Path folder, String... options) {
    return startOn(jvm, System.getProperty("java.class.path"), simulation, folder, options);
  }

  /** Starts a simulation with additional environment variables. */
  static ForkedGatling startWith(
      Map<String, String> environment, Class<?> simulation, Path folder, String... options) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command(simulation, folder, options));
      builder.environment().putAll(environment);
      return start(folder, builder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a simulation in a network namespace. */
  static ForkedGatling startIn(
      String namespace, Class<?> simulation, Path folder, String... options) {
    try {
      List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
      all.addAll(command(simulation, folder, options));
      return start(folder, new ProcessBuilder(all));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a simulation with a class path other than the class path of this JVM. */
  public static ForkedGatling startOn(
      String classPath, Class<?> simulation, Path folder, String... options) {
    return startOn(SHORT_LIVED, classPath, simulation, folder, options);
  }

  private static ForkedGatling startOn(
      List<String> jvm, String classPath, Class<?> simulation, Path folder, String... options) {
    try {
      return start(
          folder, new ProcessBuilder(command(jvm, classPath, simulation, folder, options)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a simulation on its own terminal of 80 by 24 characters, created by util-linux's script;
   * the terminal's settings before and after are in {@code before.txt} and {@code after.txt}.
   */
  public static ForkedGatling startOnTerminal(
      Class<?> simulation, Path folder, Map<String, String> environment, String... options) {
    try {
      String java =
          command(false, simulation, folder, options).stream()
              .map(word -> "'" + word.replace("'", "'\\''") + "'")
              .collect(Collectors.joining(" "));
      Path commands =
          Files.writeString(
              folder.resolve("commands.sh"),
              """
              PATH=/usr/bin:/bin stty cols 80 rows 24
              PATH=/usr/bin:/bin stty -a > %1$s/before.txt
              %2$s
              status=$?
              PATH=/usr/bin:/bin stty -a > %1$s/after.txt
              exit $status
              """
                  .formatted(folder, java));
      ProcessBuilder script =
          new ProcessBuilder(
              program("script").orElseThrow().toString(),
              "-qfec",
              "/bin/sh " + commands,
              "/dev/null");
      script.environment().keySet().removeAll(Set.of("CI", "NO_COLOR"));
      script.environment().putAll(Map.of("TERM", "xterm-256color", "LC_ALL", "C.UTF-8"));
      script.environment().putAll(environment);
      return start(folder, script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(Class<?> simulation, Path folder, String... options)
      throws IOException {
    return command(true, simulation, folder, options);
  }

  private static List<String> command(
      boolean direct, Class<?> simulation, Path folder, String... options) throws IOException {
    List<String> jvm = new ArrayList<>(SHORT_LIVED);
    jvm.addAll(direct ? CLASSES.recordingOptions() : CLASSES.options());
    return command(jvm, CLASSES.classPath(), simulation, folder, options);
  }

  private static List<String> command(
      List<String> jvm, String classPath, Class<?> simulation, Path folder, String... options)
      throws IOException {
    Files.createDirectories(folder);
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(jvm);
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.add("-Djava.util.prefs.PreferencesFactory=dev.onrush.NoVersionCheck");
    command.add("-Dlogback.configurationFile=" + quietLogging(folder));
    command.add("-Donrush.reports=" + folder);
    command.add("-Donrush.warmUp=0 s"); // tests that need a warm-up set it in the options
    command.add("-Dreference.process.warm-up=0s");
    // The load of the machine must not decide a test; later options override these.
    WithSettings.PATIENT.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            classPath,
            "io.gatling.app.Gatling",
            "-s",
            simulation.getName(),
            "-rf",
            folder.toString()));
    return command;
  }

  /** Returns the path of a program on this JVM's PATH, if it exists. */
  static Optional<Path> program(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Returns whether signals that end a process are ignored here. A script that starts the tests
   * with {@code &} or {@code nohup} causes this; each child inherits it, and a JVM then never
   * receives Ctrl-C.
   */
  private static boolean ignoresSignals() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.isReadable(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.split("\\s+")[1], 16) & ENDING) != 0);
  }

  private static ForkedGatling start(Path folder, ProcessBuilder builder) throws IOException {
    if (ignoresSignals()) {
      List<String> heeding = new ArrayList<>();
      heeding.addAll(List.of("env", "--default-signal=HUP,INT,QUIT,TERM"));
      heeding.addAll(builder.command());
      builder.command(heeding);
    }
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    var unused = process.onExit().thenAccept(ended -> CLASSES.ended(builder.command()));
    return new ForkedGatling(process, folder);
  }

  /** Presses keys on the process's terminal. */
  public void press(String keys) {
    try {
      process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end of the process, two minutes at most; returns its exit status. */
  public int exitStatus() {
    return exitStatus(PATIENCE);
  }

  /** Waits for the end of a run with another time limit; returns its exit status. */
  public int exitStatus(Duration patience) {
    try {
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(
            "Gatling did not end within "
                + patience.toSeconds()
                + " s; it printed:\n"
                + lastWords());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      kill();
      throw new IllegalStateException("interrupted while Gatling was waited for", e);
    }
  }

  /** Returns the output of the process and a dump of its threads; then kills it. */
  private String lastWords() throws InterruptedException {
    List<Long> jvms =
        Stream.concat(Stream.of(process.toHandle()), process.descendants())
            .filter(p -> p.info().command().orElse("").endsWith("java"))
            .map(ProcessHandle::pid)
            .toList();
    jvms.forEach(pid -> signal("QUIT", pid)); // prints its thread dump
    TimeUnit.SECONDS.sleep(2);
    kill();
    return output();
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  public Process process() {
    return process;
  }

  /** Sends the process a signal, such as {@code TERM}. */
  public void signal(String name) {
    signal(name, process.pid());
  }

  /** Sends a process a signal. */
  static void signal(String name, long pid) {
    ProgramResult kill = ProgramResult.of("kill", "-" + name, String.valueOf(pid));
    if (kill.status() != 0) {
      throw new AssertionError("kill -" + name + " " + pid + " failed: " + kill.output());
    }
  }

  /** Waits until the run's log has this number of lines: its header, and one for each second. */
  public void awaitLines(int lines) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (System.nanoTime() < deadline) {
      if (logLines() >= lines) {
        return;
      }
      LockSupport.parkNanos(10_000_000);
    }
    throw new AssertionError("the run did not get to its line " + lines + ":\n" + output());
  }

  /** Returns the number of lines in the run's log; 0 before the log exists. */
  public long logLines() {
    try (Stream<Path> entries = Files.list(folder)) {
      Optional<Path> log =
          entries.map(p -> p.resolve(IntervalLog.FILE)).filter(Files::exists).findFirst();
      return log.isEmpty() ? 0 : Files.readString(log.get()).lines().count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the output so far. */
  public String output() {
    try {
      return Files.readString(folder.resolve("output.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the folder of the only run. */
  public Path runFolder() {
    List<Path> folders = runFolders();
    if (folders.size() != 1) {
      throw new AssertionError(folders + "\n" + output());
    }
    return folders.get(0);
  }

  /** Returns the folders of all runs. */
  List<Path> runFolders() {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path quietLogging(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("logback.xml"), "<configuration><root level=\"OFF\"/></configuration>");
  }
}
