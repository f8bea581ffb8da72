package dev.onrush.internal.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ParentProcessTest {

  private static final String PROPERTY = "dev.onrush.parent";

  /** A JVM that ends when its input is closed. */
  static final class Waits {
    public static void main(String[] args) throws IOException {
      int unused = System.in.read();
    }
  }

  /**
   * A JVM that prints whether its parent exists: at its start, and when it cannot open any file.
   */
  static final class WithoutDescriptors {
    public static void main(String[] args) {
      String before = "there: " + ParentProcess.isThere();
      List<FileInputStream> open = new ArrayList<>();
      try {
        while (true) {
          open.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException e) {
        boolean after = ParentProcess.isThere();
        System.out.println(before + ", with no descriptor left: " + after);
      }
    }
  }

  @AfterEach
  void forget() {
    System.clearProperty(PROPERTY);
  }

  private static List<String> java(Class<?> main, String... options) throws URISyntaxException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classes(main) + File.pathSeparator + classes(Machine.class)));
    command.add(main.getName());
    return command;
  }

  private static Path classes(Class<?> of) throws URISyntaxException {
    return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void where_no_parent_is_known_nobody_is_missing() {
    assertThat(ParentProcess.isThere()).isTrue();
  }

  @Test
  void a_parent_that_is_killed_is_missed() throws Exception {
    Process parent = new ProcessBuilder(java(Waits.class)).start();
    System.setProperty(PROPERTY, String.valueOf(parent.pid()));
    CountDownLatch ended = new CountDownLatch(1);
    try {
      assertThat(ParentProcess.isThere()).isTrue();
      ParentProcess.onEnd(ended::countDown);
    } finally {
      parent.destroyForcibly().waitFor();
    }

    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ParentProcess.isThere()).isFalse();
  }

  /** On Linux, the JDK reads a file of /proc to detect a process. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void a_jvm_without_a_file_descriptor_left_does_not_take_its_parent_for_ended() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -n 200 && exec \"$@\"", "sh"));
    command.addAll(java(WithoutDescriptors.class, ParentProcess.option()));

    Process limited = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(limited.getInputStream().readAllBytes(), UTF_8);

    assertThat(printed.strip()).isEqualTo("there: true, with no descriptor left: true");
    assertThat(limited.waitFor()).isZero();
  }
}
