package dev.onrush.internal.service.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class JvmSourceTest {

  private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

  private static Process jvm() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BlockedThreads.class.getName())
            .redirectErrorStream(true)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("READY");
    return process;
  }

  @Test
  void a_jvm_of_this_machine_tells_its_heap_and_its_blocked_threads_without_flags()
      throws IOException {
    Process process = jvm();
    try (JvmSource source = new JvmSource(String.valueOf(process.pid()), LONG_ENOUGH)) {
      source.check();

      Map<String, Double> series = source.read().series();

      assertThat(series.get("jmx_threads_blocked")).isEqualTo(3);
      assertThat(
              series.get("jmx_threads_at{frame=\"" + BlockedThreads.class.getName() + ".enter\"}"))
          .isEqualTo(3);
      assertThat(series.get("jmx_heap_max_bytes")).isBetween(28e6, 34e6);
      assertThat(series.get("jmx_heap_used_bytes")).isPositive();
      assertThat(series)
          .containsKeys(
              "jmx_threads_live",
              "jmx_heap_after_collection_ratio",
              "rate(jmx_gc_seconds_total)"); // since the reading at the check
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void a_jvm_that_ends_is_an_error_of_reading() throws Exception {
    Process process = jvm();
    try (JvmSource source = new JvmSource(String.valueOf(process.pid()), LONG_ENOUGH)) {
      source.check();
      process.destroyForcibly().waitFor();

      assertThatIOException().isThrownBy(source::read);
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void a_jvm_that_stands_still_is_refused_before_the_run() throws Exception {
    Process process = jvm();
    String id = String.valueOf(process.pid());
    try (JvmSource source = new JvmSource(id, LONG_ENOUGH)) {
      source.check();
      assertThat(new ProcessBuilder("kill", "-STOP", id).start().waitFor()).isZero();

      assertThatIllegalArgumentException()
          .isThrownBy(() -> source.check(Duration.ofMillis(100)))
          .withMessageStartingWith(
              "cannot read the service's JVM from onrush.service.jmx = "
                  + id
                  + ": it did not answer within 100 ms; write ");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void one_that_is_not_there_is_refused_before_the_run() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    try (JvmSource source = new JvmSource("127.0.0.1:" + closed)) {
      assertThatIllegalArgumentException()
          .isThrownBy(source::check)
          .withMessageStartingWith(
              "cannot read the service's JVM from onrush.service.jmx = 127.0.0.1:" + closed + ": ")
          .withMessageEndingWith(
              "; write the id of a Java process of this user on this machine, or host and port of"
                  + " its JMX agent (-Dcom.sun.management.jmxremote.port)");
    }
  }
}
