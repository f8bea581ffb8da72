package dev.onrush.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;

class MachineTest {

  private static final Machine MACHINE = new Machine(20_000, 28_232, 1L << 30);

  @Test
  void users_that_fit_are_let_through() {
    assertThatNoException().isThrownBy(() -> MACHINE.checkFits(19_000));
  }

  @Test
  void too_few_file_descriptors_are_told_with_the_command_that_raises_them() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MACHINE.checkFits(25_000))
        .withMessage(
            "25,000 users need 25,300 file descriptors; this machine allows 20,000; raise it with"
                + " ulimit -n 25300 in the shell that starts the run");
  }

  @Test
  void too_few_ports_are_told_with_the_command_that_raises_them() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Machine(100_000, 28_232, 8L << 30).checkFits(30_000))
        .withMessageStartingWith(
            "30,000 users need 30,000 local ports; this machine allows 28,232; raise it with sysctl"
                + " -w net.ipv4.ip_local_port_range=");
  }

  @Test
  void too_little_heap_is_told_with_the_option_that_raises_it() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Machine(100_000, 64_512, 256L << 20).checkFits(10_000))
        .withMessage(
            "10,000 users need 386 megabytes of heap; this machine allows 256; raise it with"
                + " <jvmArg>-Xmx387m</jvmArg> among the jvmArgs of gatling-maven-plugin");
  }

  @Test
  void this_machine_is_known() {
    assertThat(Machine.here().files()).isPositive();
    assertThat(Machine.here().heap()).isEqualTo(Runtime.getRuntime().maxMemory());
  }
}
