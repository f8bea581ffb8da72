package dev.onrush.reference;

import com.typesafe.config.ConfigFactory;
import dev.onrush.internal.machine.ArgumentFile;
import dev.onrush.reference.settings.ServiceSettings;
import dev.onrush.reference.settings.ServiceSettings.Jvm;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The reference service in another JVM, started from this one; it ends with {@link #close()} and
 * never outlives this JVM.
 */
public final class ReferenceProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final int LOG_LINES = 20;

  /** Libraries in Maven's local repository that the service does not use. */
  private static final Pattern OF_OTHERS =
      Pattern.compile("/(io/gatling|io/grpc|io/netty|org/scala-lang|org/junit|com/tngtech)/");

  private final Process process;
  private final Path log;
  private final Announcements announced;
  private final URI uri;

  private ReferenceProcess(Process process, Path log, Announcements announced, URI uri) {
    this.process = process;
    this.log = log;
    this.announced = announced;
    this.uri = uri;
  }

  /**
   * Starts the service with {@link #startListening} and waits until it is ready, at most 60 s.
   *
   * @throws IllegalArgumentException if a setting is unknown or out of range
   * @throws IOException if the service did not start; the message contains the end of its log
   */
  public static ReferenceProcess start(Path log, Map<String, String> settings) throws IOException {
    ReferenceProcess started = startListening(log, settings);
    started.awaitReady();
    return started;
  }

  /**
   * Starts the service with this JVM's java and class path, and waits until it accepts connections,
   * at most 60 s. Requests wait until it is ready.
   *
   * @param log the file that receives what the service writes; it is replaced if it exists
   * @param settings the settings, by the names of {@code reference-service.conf}, such as {@code
   *     pool.size}
   * @throws IllegalArgumentException if a setting is unknown or out of range
   * @throws IOException if the service did not start; the message contains the end of its log
   */
  static ReferenceProcess startListening(Path log, Map<String, String> settings)
      throws IOException {
    requireSystem(System.getProperty("os.name", ""));
    Map<String, String> named = new TreeMap<>();
    settings.forEach((name, value) -> named.put("reference." + name, value));
    Jvm jvm = ServiceSettings.from(ConfigFactory.parseMap(named)).jvm();
    Files.createDirectories(log.toAbsolutePath().getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command(named, jvm)).redirectError(Redirect.to(log.toFile()));
    try (ArgumentFile unused = ArgumentFile.of(builder)) {
      Process process = builder.start();
      Announcements announced = Announcements.of(process);
      URI uri = await(announced.listening(), process, log);
      return new ReferenceProcess(process, log, announced, uri);
    }
  }

  /**
   * Checks the operating system: PostgreSQL is stopped by a shell, and its processes are found as
   * on Linux and macOS.
   */
  static void requireSystem(String name) throws IOException {
    if (name.startsWith("Windows")) {
      throw new IOException(
          "the reference service runs on Linux and macOS only, not on "
              + name
              + "; start your own service and use -Donrush.target=http://127.0.0.1:8080");
    }
  }

  /**
   * Waits until the service answers all requests, at most 60 s.
   *
   * @throws IOException if the service has ended; the message contains the end of its log
   */
  public void awaitReady() throws IOException {
    URI unused = await(announced.ready(), process, log);
  }

  /** The address of the service, such as {@code http://127.0.0.1:40123}. */
  public URI uri() {
    return uri;
  }

  public long pid() {
    return process.pid();
  }

  /**
   * Stops the service and its database and returns when both are gone. Closing again does nothing.
   */
  @Override
  public void close() {
    stop(process);
  }

  private static List<String> command(Map<String, String> settings, Jvm jvm) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    // The default was measured: 5,000 connections fit, and more heap does not serve more requests.
    // One collector thread leaves the cores to the generator.
    command.add("-Xmx" + jvm.heap() + "m");
    if (jvm.processors() > 0) {
      command.add("-XX:ActiveProcessorCount=" + jvm.processors());
    }
    command.add("-XX:+UseSerialGC");
    // Large objects go to the old generation immediately: a leak shows there as it happens, and not
    // only at the next collection, of which a short run may see only one.
    command.add("-XX:PretenureSizeThreshold=256k");
    command.add("-XX:-UsePerfData");
    command.add("-XX:+ExitOnOutOfMemoryError");
    // Standard output is reserved for the service's announcements.
    command.add("-XX:+DisplayVMOutputToStderr");
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-cp");
    command.add(classPath(System.getProperty("java.class.path", "")));
    command.add(ReferenceService.class.getName());
    return command;
  }

  /**
   * Returns the class path without the libraries of the load generator and of tests. A JVM looks
   * through every library for what it does not find, so it starts sooner without them.
   */
  private static String classPath(String whole) {
    return Arrays.stream(whole.split(File.pathSeparator, -1))
        .filter(entry -> !OF_OTHERS.matcher(entry).find())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static URI await(Future<Optional<URI>> announcement, Process process, Path log)
      throws IOException {
    String failure;
    try {
      Optional<URI> address = announcement.get(START.toSeconds(), TimeUnit.SECONDS);
      if (address.isPresent()) {
        return address.get();
      }
      stop(process);
      failure =
          "the reference service ended with exit code %d before it was ready"
              .formatted(process.exitValue());
    } catch (TimeoutException e) {
      stop(process);
      failure = "the reference service was not ready after %d s".formatted(START.toSeconds());
    } catch (ExecutionException e) {
      stop(process);
      throw new IOException("the reference service's stdout could not be read", e.getCause());
    } catch (InterruptedException e) {
      stop(process);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the reference service started");
    }
    throw new IOException("%s; the end of %s:\n%s".formatted(failure, log, end(log)));
  }

  private static void stop(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The process has already ended.
    }
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static String end(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  /**
   * The addresses that the service announces on stdout; empty if it ended before.
   *
   * @param listening completed when it accepts connections
   * @param ready completed when it answers all requests
   */
  private record Announcements(
      CompletableFuture<Optional<URI>> listening, CompletableFuture<Optional<URI>> ready) {

    private static final String LISTENING = "LISTENING ";
    private static final String READY = "READY ";

    /**
     * Reads the announcements on a thread of its own. Continues to read afterwards, so that the
     * service can never block on a full pipe.
     */
    static Announcements of(Process process) {
      Announcements announcements =
          new Announcements(new CompletableFuture<>(), new CompletableFuture<>());
      Thread reader =
          new Thread(() -> announcements.read(process), "stdout of the reference service");
      reader.setDaemon(true);
      reader.start();
      return announcements;
    }

    private void read(Process process) {
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        lines
            .lines()
            .forEach(
                line -> {
                  complete(listening, LISTENING, line);
                  complete(ready, READY, line);
                });
        listening.complete(Optional.empty());
        ready.complete(Optional.empty());
      } catch (IOException | RuntimeException e) {
        listening.completeExceptionally(e);
        ready.completeExceptionally(e);
      }
    }

    private static void complete(
        CompletableFuture<Optional<URI>> announcement, String name, String line) {
      if (line.startsWith(name)) {
        announcement.complete(Optional.of(URI.create(line.substring(name.length()))));
      }
    }
  }
}
