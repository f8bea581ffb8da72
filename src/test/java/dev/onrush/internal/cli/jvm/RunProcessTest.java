package dev.onrush.internal.cli.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunProcessTest {

  private static final String PASSWORD = "hunter22";

  /** Prints the secret, and ends when its input ends. */
  static final class Echo {
    public static void main(String[] args) throws IOException {
      System.out.println(System.getProperty("onrush.secrets.password"));
      System.out.flush();
      System.in.transferTo(System.out);
    }
  }

  @Test
  void a_run_gets_its_secrets_and_its_command_line_does_not_show_them()
      throws InterruptedException {
    List<String> command =
        RunProcess.command(
            List.of(),
            Map.of("onrush.secrets.password", PASSWORD),
            System.getProperty("java.class.path"),
            "example.None");
    List<String> echo = command.subList(0, command.indexOf("-cp") + 2);
    echo.add(Echo.class.getName());

    int code =
        RunProcess.run(
            new ProcessBuilder(echo).redirectErrorStream(true),
            process -> {
              assertThat(process.info().commandLine())
                  .hasValueSatisfying(shown -> assertThat(shown).doesNotContain(PASSWORD));
              assertThat(printed(process)).contains(PASSWORD);
            });

    assertThat(code).isZero();
  }

  private static String printed(Process process) {
    try {
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
