package dev.onrush.internal.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {

  private static final Machine MACHINE = machine(20_000, 28_232, 1L << 30);
  private static final URI LOOPBACK = URI.create("http://127.0.0.1:8080");

  /** A machine with more memory than any heap. */
  private static Machine machine(long files, long ports, long heap) {
    return new Machine(files, ports, heap, Long.MAX_VALUE);
  }

  @Test
  void users_that_fit_are_let_through() {
    assertThatNoException().isThrownBy(() -> MACHINE.checkFits(19_000, List.of()));
  }

  @Test
  void the_most_users_fit_and_one_more_does_not() {
    List<String> two = List.of("127.0.0.1", "127.0.0.2");
    for (Machine machine :
        List.of(
            MACHINE, // limited by its descriptors
            machine(100_000, 28_232, 8L << 30), // limited by its ports
            machine(100_000, 64_512, 256L << 20), // limited by its heap
            new Machine(100_000, 64_512, 1L << 30, 512L << 20))) { // limited by its memory
      long most = machine.mostUsers(two);

      assertThat(most).isPositive();
      assertThatNoException().isThrownBy(() -> machine.checkFits(most, two));
      assertThatIllegalArgumentException().isThrownBy(() -> machine.checkFits(most + 1, two));
    }
    assertThat(machine(200, 28_232, 1L << 30).mostUsers(two)).isZero();
  }

  @Test
  void where_the_ports_of_one_address_are_not_known_several_addresses_have_no_fewer() {
    Machine machine = machine(100_000, Long.MAX_VALUE, 1L << 30);

    assertThatNoException()
        .isThrownBy(() -> machine.checkFits(1_000, List.of("10.0.0.5", "10.0.0.6")));
  }

  @Test
  void too_few_file_descriptors_are_told_with_the_command_that_raises_them() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MACHINE.checkFits(25_000, List.of()))
        .withMessage(
            "25,000 users need 25,300 file descriptors; this machine allows 20,000; use"
                + " ulimit -n 25300 in the shell that starts the run");
  }

  @Test
  void too_few_ports_are_told_with_the_command_that_raises_them() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> machine(100_000, 28_232, 8L << 30).checkFits(30_000, List.of()))
        .withMessageStartingWith(
            "30,000 users need 30,000 local ports; this machine allows 28,232; use more"
                + " addresses of this machine in onrush.localAddresses, sysctl -w net.ipv4.ip_local_port_range=");
  }

  @Test
  void ports_that_the_system_does_not_tell_are_unlimited_from_each_address() {
    Machine machine = machine(100_000, Long.MAX_VALUE, 8L << 30);

    for (List<String> from : List.of(List.of("a"), List.of("a", "b"), List.of("a", "b", "c"))) {
      assertThatNoException().isThrownBy(() -> machine.checkFits(30_000, from));
      assertThat(machine.shortage(100, Duration.ofSeconds(900), from)).isEmpty();
    }
  }

  @Test
  void too_little_heap_is_told_with_the_option_that_raises_it() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> machine(100_000, 64_512, 256L << 20).checkFits(10_000, List.of()))
        .withMessage(
            "10,000 users need 386 megabytes of heap; this machine allows 256; use"
                + " -Xmx387m in the JVM's options (jvm.options, --jvm=…, withJvmOption(…), or"
                + " JAVA_OPTIONS of the image)");
  }

  @Test
  void a_container_with_less_memory_than_the_heap_may_grow_to_is_told() {
    // 10,000 users of 30,000 bytes are 286 MB, plus 100 in the heap and 150 outside of it
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Machine(100_000, 64_512, 1L << 30, 512L << 20).checkFits(10_000, List.of()))
        .withMessage(
            "10,000 users need 536 megabytes of memory; this machine allows 512; use a"
                + " larger machine, a higher memory limit of its container, or more injectors");
  }

  @Test
  void an_arrival_rate_says_how_slow_responses_may_be() {
    // 20,000 - 300 descriptors at 100/s: 197 s; ports would last longer
    assertThat(MACHINE.shortage(100, Duration.ofSeconds(190), List.of())).isEmpty();
    assertThat(MACHINE.shortage(4_000, Duration.ofSeconds(10), List.of()))
        .hasValue(
            "at 4,000/s, responses that take 4.93 s use up the 19,700 free file descriptors of"
                + " this machine, which makes the run INVALID; raise the limit with ulimit -n in"
                + " the shell"
                + " that starts the run");
    assertThat(machine(20_000, 100, 1L << 30).shortage(100, Duration.ofSeconds(2), List.of()))
        .hasValue(
            "at 100/s, responses that take 1.00 s use up the 100 local ports of this machine,"
                + " which makes the run INVALID; raise the limit with onrush.localAddresses, or"
                + " net.ipv4.ip_local_port_range");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> machine(300, 28_232, 1L << 30).shortage(1, Duration.ofSeconds(1), List.of()))
        .withMessage(
            "1 user needs 301 file descriptors; this machine allows 300; use ulimit -n 301"
                + " in the shell that starts the run");
  }

  @Test
  void users_beyond_the_ports_of_loopback_are_spread_over_its_addresses() {
    // 0.9 of 28,232 ports each: 25,408
    assertThat(MACHINE.sourceAddresses(25_000, LOOPBACK, List.of())).isEmpty();
    assertThat(MACHINE.sourceAddresses(26_000, LOOPBACK, List.of()))
        .containsExactly("127.0.0.1", "127.0.0.2");
    assertThat(MACHINE.sourceAddresses(60_000, LOOPBACK, List.of())).hasSize(3);
    assertThatNoException()
        .isThrownBy(
            () ->
                machine(100_000, 28_232, 8L << 30)
                    .checkFits(60_000, List.of("127.0.0.1", "127.0.0.2", "127.0.0.3")));
  }

  @Test
  void elsewhere_the_system_chooses_the_address_unless_some_are_asked_for() {
    URI elsewhere = URI.create("http://192.0.2.1");

    assertThat(MACHINE.sourceAddresses(60_000, elsewhere, List.of())).isEmpty();
    assertThat(MACHINE.sourceAddresses(5, elsewhere, List.of("127.0.0.1")))
        .containsExactly("127.0.0.1");
  }

  @Test
  void an_address_of_another_machine_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MACHINE.sourceAddresses(5, LOOPBACK, List.of("192.0.2.7")))
        .withMessageStartingWith(
            "onrush.localAddresses has \"192.0.2.7\", which is not an address of this machine (")
        .withMessageContaining("); its addresses are ")
        .withMessageContaining("127.0.0.1");
  }

  @Test
  void this_machine_is_known() {
    assertThat(Machine.here().files()).isPositive();
    assertThat(Machine.here().heap()).isPositive();
  }

  /** A JVM that prints whether 10,000 users fit into its heap. */
  static final class Fits {
    public static void main(String[] args) {
      Machine here = Machine.here();
      machine(100_000, 64_512, here.heap()).checkFits(10_000, List.of());
      System.out.println("they fit");
    }
  }

  @Test
  void the_heap_that_a_refusal_names_is_enough() throws IOException {
    // The parallel collector keeps a third of the young generation free.
    Process started =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC",
                "-Xmn128m",
                "-Xmx387m", // as above
                "-cp",
                System.getProperty("java.class.path"),
                Fits.class.getName())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(started.getInputStream().readAllBytes(), UTF_8).strip())
        .endsWith("they fit");
  }
}
