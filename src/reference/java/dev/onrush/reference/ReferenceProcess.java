package dev.onrush.reference;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The reference service in a JVM of its own, on a free loopback port. */
public final class ReferenceProcess implements AutoCloseable {

  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 10;

  private final Process process;
  private final URI uri;

  private ReferenceProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * Starts the service and returns when it can answer, in about 3 s.
   *
   * @param log gets its standard error
   * @param settings by key, as in {@code pool.size}; see reference-service.conf
   * @throws IOException if it does not start; the message has the end of its log
   */
  public static ReferenceProcess start(Path log, Map<String, String> settings) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(
        ProcessHandle.current()
            .info()
            .command()
            .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC"));
    settings.forEach((key, value) -> command.add("-Dreference." + key + "=" + value));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ReferenceService.class.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    CompletableFuture<URI> ready = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, ready), "reference-service-output");
    reader.setDaemon(true);
    reader.start();
    try {
      return new ReferenceProcess(process, ready.get(START_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      process.destroy();
      throw new IOException("the reference service did not start: " + end(log), e);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the reference service started", e);
    }
  }

  public URI uri() {
    return uri;
  }

  public long pid() {
    return process.pid();
  }

  /** Completed when the process has ended. */
  public CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** Asks it to end, and waits for that; at most ten seconds, then it is killed. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  /** Reads on after READY, so that the service never waits for a full pipe. */
  private static void read(Process process, CompletableFuture<URI> ready) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(ReferenceService.READY)) {
          ready.complete(URI.create(line.substring(ReferenceService.READY.length())));
        }
      }
      ready.completeExceptionally(new IOException("it ended"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  private static String end(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
  }
}
