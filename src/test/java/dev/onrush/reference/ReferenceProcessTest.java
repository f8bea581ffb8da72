package dev.onrush.reference;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the service ends, nothing of it remains. */
@Tag("extended")
class ReferenceProcessTest {
  @TempDir Path temporary;

  private Path folder;
  private Path log;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("folder"));
    log = temporary.resolve("logs/service.log");
  }

  @Test
  void close_stops_service_and_database() throws Exception {
    ReferenceProcess service = start();
    List<ProcessHandle> processes = processes(service);

    service.close();
    service.close();

    assertThat(processes).hasSizeGreaterThanOrEqualTo(3);
    assertGone(processes);
    // Newer JVMs warn about libraries; the service itself logged nothing.
    assertThat(log).content().doesNotContain(" ERROR ", " WARN ");
  }

  @Test
  void killing_the_service_stops_the_database() throws Exception {
    ReferenceProcess service = start();
    List<ProcessHandle> processes = processes(service);

    ProcessHandle.of(service.pid()).orElseThrow().destroyForcibly();

    assertGone(processes);
  }

  @Test
  void terminating_the_service_stops_the_database() throws Exception {
    ReferenceProcess service = start();
    List<ProcessHandle> processes = processes(service);

    ProcessHandle.of(service.pid()).orElseThrow().destroy();

    assertGone(processes);
  }

  @Test
  void killing_the_starter_stops_service_and_database() throws Exception {
    Process starter =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path", ""),
                Starter.class.getName(),
                log.toString(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    ProcessHandle service;
    try {
      // A read from a pipe cannot be interrupted.
      String pid = CompletableFuture.supplyAsync(() -> firstLine(starter)).get(200, SECONDS);
      service = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    } catch (TimeoutException e) {
      starter.destroyForcibly();
      throw e;
    }
    List<ProcessHandle> processes = processes(service);

    starter.destroyForcibly();

    assertGone(processes);
  }

  private static String firstLine(Process process) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      return lines.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a service, prints its pid and waits to be killed. */
  static final class Starter {
    public static void main(String[] arguments) throws IOException {
      ReferenceProcess service =
          ReferenceProcess.start(Path.of(arguments[0]), Map.of("postgres.folder", arguments[1]));
      System.out.println(service.pid());
      System.in.transferTo(System.out);
    }
  }

  @Test
  void a_wrong_setting_is_told_before_anything_starts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReferenceProcess.start(log, Map.of("pool.size", "many \"x\\y\"")))
        .withMessage(
            "setting reference.pool.size was \"many \"x\\y\"\"; it must be a whole number;"
                + " use 10, for example");
    assertThat(log).doesNotExist();
  }

  @Test
  void a_system_without_a_shell_is_told_in_one_line() {
    assertThatIOException()
        .isThrownBy(() -> ReferenceProcess.requireSystem("Windows 11"))
        .withMessage(
            "the reference service runs on Linux and macOS only, not on Windows 11; start your"
                + " own service and use -Donrush.target=http://127.0.0.1:8080");
    assertThatNoException().isThrownBy(() -> ReferenceProcess.requireSystem("Mac OS X"));
  }

  @Test
  void a_port_in_use_is_one_line_of_the_exception() throws Exception {
    try (ServerSocket other =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      int port = other.getLocalPort();

      assertThatIOException()
          .isThrownBy(
              () -> ReferenceProcess.start(log, Map.of("http.port", Integer.toString(port))))
          .withMessage(
              "the reference service ended with exit code 1 before it was ready; the end of "
                  + log
                  + ":\nreference service: port "
                  + port
                  + " of 127.0.0.1 was not free (Address already in use); stop the process that listens there or use"
                  + " -Dreference.http.port=0");
    }
  }

  @Test
  void another_postgresql_at_the_port_is_not_touched() throws Exception {
    try (ReferenceProcess unused = start()) {
      int port = Postmaster.in(folder).port();

      assertThatIOException()
          .isThrownBy(
              () ->
                  ReferenceProcess.start(
                          log, Map.of("postgres.port", Integer.toString(port), "seed.groups", "7"))
                      .close())
          .withMessage(
              "the reference service ended with exit code 1 before it was ready; the end of "
                  + log
                  + ":\nreference service: port "
                  + port
                  + " of 127.0.0.1 was not free (Address already in use); stop the process that listens there or use"
                  + " -Dreference.postgres.port=0");
      try (Connection connection = Postmaster.in(folder).connection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT count(*) FROM groups")) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(1);
      }
    }
  }

  private ReferenceProcess start() throws IOException {
    return ReferenceProcess.start(
        log, Map.of("postgres.folder", folder.toString(), "seed.groups", "1"));
  }

  private List<ProcessHandle> processes(ReferenceProcess service) throws IOException {
    return processes(ProcessHandle.of(service.pid()).orElseThrow());
  }

  /** Returns the service, its watchdog, PostgreSQL and PostgreSQL's own processes. */
  private List<ProcessHandle> processes(ProcessHandle service) throws IOException {
    ProcessHandle postgres = Postmaster.in(folder).process();
    return Stream.of(Stream.of(service, postgres), service.descendants(), postgres.descendants())
        .flatMap(part -> part)
        .toList();
  }

  private void assertGone(List<ProcessHandle> processes) throws Exception {
    for (ProcessHandle process : processes) {
      process.onExit().get(30, SECONDS);
    }
    assertThat(folder).isEmptyDirectory();
  }
}
