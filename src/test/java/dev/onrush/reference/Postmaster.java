package dev.onrush.reference;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** The PostgreSQL of a reference service, found by its pid file. */
record Postmaster(ProcessHandle process, int port) {

  /**
   * Finds the server by its folder.
   *
   * @param folder the setting postgres.folder
   */
  static Postmaster in(Path folder) throws IOException {
    try (DirectoryStream<Path> services = Files.newDirectoryStream(folder, "onrush-reference-*")) {
      // Its lines: pid, data directory, start time, port, …
      List<String> lines =
          Files.readAllLines(services.iterator().next().resolve("data/postmaster.pid"));
      return new Postmaster(
          ProcessHandle.of(Long.parseLong(lines.get(0))).orElseThrow(),
          Integer.parseInt(lines.get(3)));
    }
  }

  /** Opens a connection in addition to the connections of the service. */
  Connection connection() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:%d/postgres?user=postgres".formatted(port));
  }
}
