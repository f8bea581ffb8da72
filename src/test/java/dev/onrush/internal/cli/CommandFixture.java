package dev.onrush.internal.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands in this JVM, and reads what they print. */
abstract class CommandFixture {

  private static final PrintStream OUT = System.out;
  private static final PrintStream ERR = System.err;

  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(OUT);
    System.setErr(ERR);
  }

  String told() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
