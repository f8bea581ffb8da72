package dev.onrush.internal.cli;

import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.library.LibraryCheck;
import dev.onrush.internal.library.Version;
import dev.onrush.internal.machine.Machine;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import picocli.CommandLine.Command;

/** Reports the limits of this machine and what is wrong with it. */
@Command(
    name = "doctor",
    description = "Report how much load this machine can generate, and what to fix first.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  private static final int FEW_FILES = 10_000;
  private static final int FEW_PORTS = 20_000;
  private static final List<String> PROXIES =
      List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY");

  /** Picocli creates the command. */
  DoctorCommand() {}

  @Override
  public Integer call() {
    Machine machine = Machine.here();
    List<String> advice = new ArrayList<>();
    tell("onrush", Version.current());
    tell("java", Runtime.version() + ", " + System.getProperty("java.home"));
    if (ToolProvider.getSystemJavaCompiler() == null) {
      advice.add("this Java has no compiler, which the command run needs; use a JDK");
    }
    LibraryCheck libraries = LibraryCheck.ofClassPath();
    tell(
        "libraries",
        libraries.differences().isEmpty() ? "the versions that Onrush was built with" : "differ");
    libraries.differences().forEach(library -> tell("", library));
    libraries.refusal().ifPresent(advice::add);
    tell("processors", Quantity.plain(Machine.processors()));
    if (Machine.processors() < 2) {
      advice.add(
          "with fewer than 2 processors, load generation and measurement slow each other down");
    }
    tell("memory", known(machine.memory() >> 20, "MiB"));
    tell("open files", known(machine.files(), "allowed"));
    if (machine.files() < FEW_FILES) {
      advice.add(
          "each user with its own connection needs an open file; run ulimit -n 65535 in the shell"
              + " that starts the run");
    }
    tell("local ports", known(machine.ports(), "to one address"));
    if (machine.ports() < FEW_PORTS) {
      advice.add(
          "each connection to the service needs a local port; run sysctl -w"
              + " net.ipv4.ip_local_port_range=\"1024 65535\"");
    }
    Map<String, String> variables = System.getenv();
    Stream<String> proxies = PROXIES.stream().filter(variables::containsKey);
    List<String> set = proxies.toList();
    tell("proxy", set.isEmpty() ? "none" : String.join(", ", set));
    if (!set.isEmpty()) {
      advice.add(
          "a run does not use the proxy of "
              + String.join(", ", set)
              + "; if the service is behind it, set it in the plan: .http(http -> http.proxy(…))");
    }
    advice.forEach(line -> Console.out().println("! " + line));
    if (advice.isEmpty()) {
      Console.out().println("No problems found.");
    }
    return advice.isEmpty() ? 0 : 1;
  }

  private static void tell(String what, String value) {
    Console.out().printf("%-12s %s%n", what, value);
  }

  private static String known(long value, String unit) {
    return value >= Long.MAX_VALUE >> 20 ? "unknown" : Quantity.count(value) + " " + unit;
  }
}
