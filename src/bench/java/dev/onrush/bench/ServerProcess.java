package dev.onrush.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A server in a JVM of its own. It prints its address on standard output, and ends with its
 * standard input.
 */
final class ServerProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader lines;
  private final URI uri;
  private final HttpClient client = HttpClient.newHttpClient();

  private ServerProcess(Process process, BufferedReader lines, URI uri) {
    this.process = process;
    this.lines = lines;
    this.uri = uri;
  }

  /**
   * Starts a server; returns when it has printed its address.
   *
   * @throws IOException if the server ends before
   */
  static ServerProcess start(List<String> command, ProcessBuilder.Redirect errors)
      throws IOException {
    Process process = new ProcessBuilder(command).redirectError(errors).start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String address = lines.readLine();
    if (address == null) {
      throw new IOException("the server cannot be started by " + command);
    }
    return new ServerProcess(process, lines, URI.create(address));
  }

  URI uri() {
    return uri;
  }

  /** Returns the server's answer to a question such as {@code /count}. */
  String ask(String path) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(uri.resolve(path)).build(), BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() throws IOException {
    lines.close();
    process.destroy();
  }

  /** Returns when the standard input has ended; called in the server's JVM. */
  static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // the input contains no commands
    }
  }
}
