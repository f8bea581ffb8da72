package dev.onrush.run;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Scanner;

/**
 * What this machine lets a generator do, held against a plan before anything is sent.
 *
 * @param files file descriptors allowed to this process
 * @param ports local ports from which connections to one address can be opened
 * @param heap the heap's limit in bytes
 */
public record Machine(long files, long ports, long heap) {

  /** Class files, logs, event loops and whatever else is open beside connections. */
  private static final long OTHER_FILES = 300;

  /** Gatling's own, measured with 19,000 users: 27.5 KB each with a connection of its own. */
  private static final long BYTES_PER_USER = 30_000;

  private static final long OTHER_BYTES = 100L << 20;

  private static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  /** This one; what it does not tell is taken for unlimited. */
  public static Machine here() {
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Long.MAX_VALUE;
    return new Machine(files, portsHere(), Runtime.getRuntime().maxMemory());
  }

  /**
   * Whether so many users, each with a connection of its own, fit.
   *
   * @throws IllegalArgumentException if they do not; the message has the command that mends it
   */
  public void checkFits(long users) {
    if (users + OTHER_FILES > files) {
      throw refused(
          users,
          "file descriptors",
          users + OTHER_FILES,
          files,
          "ulimit -n " + (users + OTHER_FILES) + " in the shell that starts the run");
    }
    if (users > ports) {
      throw refused(
          users,
          "local ports",
          users,
          ports,
          "sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\", or shareConnections() in the plan's"
              + " http(…)");
    }
    long needed = users * BYTES_PER_USER + OTHER_BYTES;
    if (needed > heap) {
      throw refused(
          users,
          "megabytes of heap",
          needed >> 20,
          heap >> 20,
          "<jvmArg>-Xmx"
              + ((needed >> 20) + 1)
              + "m</jvmArg> among the jvmArgs of gatling-maven-plugin");
    }
  }

  private static IllegalArgumentException refused(
      long users, String what, long needed, long allowed, String remedy) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%,d users need %,d %s; this machine allows %,d; raise it with %s",
            users,
            needed,
            what,
            allowed,
            remedy));
  }

  private static long portsHere() {
    try (Scanner range = new Scanner(PORT_RANGE, StandardCharsets.US_ASCII)) {
      long first = range.nextLong();
      return range.nextLong() - first + 1;
    } catch (IOException | NoSuchElementException e) {
      return Long.MAX_VALUE; // no Linux, or one that does not tell
    }
  }
}
