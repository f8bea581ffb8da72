package dev.onrush.internal.machine;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.onrush.internal.metrics.JvmOptionPlaces;
import dev.onrush.internal.proc.ControlGroup;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Scanner;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The limits of this machine, checked against a plan before any request is sent.
 *
 * @param files the file descriptors that this process may open
 * @param ports the local ports from which connections to one address can be opened
 * @param heap the heap's limit in bytes, as set with {@code -Xmx}
 * @param memory the memory of the machine in bytes, or of its container if that is less
 */
public record Machine(long files, long ports, long heap, long memory) {

  /** File descriptors in addition to connections: class files, logs, event loops and others. */
  private static final long OTHER_FILES = 300;

  /**
   * The memory for a user with a connection of its own. It is more than the benchmark {@code Scale}
   * prints for 19,000 users, see docs/costs.md.
   */
  private static final long BYTES_PER_USER = 30_000;

  private static final long OTHER_BYTES = 100L << 20;

  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}");

  /**
   * The share of an address's ports that is used before the next address is added, since some ports
   * are still closing.
   */
  private static final double SPREAD = 0.9;

  private static final int MOST_ADDRESSES = 254;

  private static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  /** Returns the limits of this machine. An unknown limit is taken to be unlimited. */
  public static Machine here() {
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Long.MAX_VALUE;
    long memory =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : Long.MAX_VALUE;
    return new Machine(files, portsHere(), HeapLimit.here(), memory);
  }

  /**
   * Returns the local addresses from which the users connect to {@code target}, each with a
   * connection of its own. These are the addresses in {@code asked}. If {@code asked} is empty and
   * the target is on IPv4 loopback, they are as many of 127.0.0.1, 127.0.0.2 … as have enough ports
   * for all users. An empty list leaves the choice to the system.
   *
   * @param asked addresses of this machine, from the settings
   * @throws IllegalArgumentException if one of {@code asked} is not an address of this machine
   */
  public List<String> sourceAddresses(long users, URI target, List<String> asked) {
    for (String address : asked) {
      bind(address);
    }
    if (!asked.isEmpty() || !LOOPBACK.matcher(String.valueOf(target.getHost())).matches()) {
      return asked;
    }
    double each = SPREAD * ports;
    return users <= each
        ? List.of()
        : IntStream.rangeClosed(1, (int) Math.min(MOST_ADDRESSES, Math.ceil(users / each)))
            .mapToObj(n -> "127.0.0." + n)
            .filter(Machine::isOwn)
            .toList();
  }

  private static boolean isOwn(String address) {
    try {
      bind(address);
      return true;
    } catch (IllegalArgumentException e) {
      return false; // if loopback has only one address
    }
  }

  /**
   * Checks that an address belongs to this machine by listening on it. If it cannot be listened on,
   * connections cannot start from it either.
   */
  private static void bind(String address) {
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      // the address belongs to this machine
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "onrush.localAddresses has \""
              + address
              + "\", which is not an address of this machine ("
              + e.getMessage()
              + "); its addresses are "
              + String.join(", ", addresses()),
          e);
    }
  }

  private static List<String> addresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(InetAddress::getHostAddress)
          .sorted()
          .toList();
    } catch (SocketException e) {
      return List.of("unknown");
    }
  }

  /**
   * Checks that this machine has room for a number of users, each with a connection of its own.
   *
   * @param from the addresses among which the users are spread; an empty list counts as one address
   * @throws IllegalArgumentException if the machine has no room for the users; the message contains
   *     the command that raises the limit
   */
  public void checkFits(long users, List<String> from) {
    if (users + OTHER_FILES > files) {
      throw refused(
          users,
          "file descriptors",
          users + OTHER_FILES,
          files,
          "ulimit -n " + (users + OTHER_FILES) + " in the shell that starts the run");
    }
    if (users > ports(from)) {
      throw refused(
          users,
          "local ports",
          users,
          ports(from),
          "more addresses of this machine in onrush.localAddresses, sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\", or shareConnections() in the plan's"
              + " http(…)");
    }
    long needed = users * BYTES_PER_USER + OTHER_BYTES;
    if (needed > heap) {
      throw refused(
          users,
          "megabytes of heap",
          needed >> 20,
          heap >> 20,
          "-Xmx" + ((needed >> 20) + 1) + "m in " + JvmOptionPlaces.TEXT);
    }
    if (needed + InjectorMemory.BESIDE_HEAP > memory) {
      throw refused(
          users,
          "megabytes of memory",
          (needed + InjectorMemory.BESIDE_HEAP) >> 20,
          memory >> 20,
          "a larger machine, a higher memory limit of its container, or more injectors");
    }
  }

  /**
   * Returns the most users, each with a connection of its own, for which this machine has room.
   *
   * @param from the addresses among which the users are spread; an empty list counts as one address
   */
  public long mostUsers(List<String> from) {
    long bytes = Math.min(heap, memory - InjectorMemory.BESIDE_HEAP) - OTHER_BYTES;
    long connections = Math.min(files - OTHER_FILES, ports(from));
    return Math.max(0, Math.min(bytes / BYTES_PER_USER, connections));
  }

  /**
   * Warns if slow responses in an open workload would use up the connections, of which each
   * outstanding response needs one. The actual response times are not known in advance, so this is
   * a warning and not an error.
   *
   * @param rate the highest arrival rate, per second
   * @param longest the longest response time that is expected
   * @param from the addresses among which the connections are spread; an empty list counts as one
   *     address
   * @return a sentence that names the response time that uses up the connections, if it is shorter
   *     than {@code longest}
   * @throws IllegalArgumentException if there is no room for a single connection
   */
  public Optional<String> shortage(double rate, Duration longest, List<String> from) {
    checkFits(1, from);
    boolean byFiles = files - OTHER_FILES < ports(from);
    long room = byFiles ? files - OTHER_FILES : ports(from);
    double seconds = room / rate;
    return seconds >= longest.toNanos() / 1e9
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "at %s, responses that take %s use up the %,d %s of this machine, which makes the"
                    + " run INVALID; raise the limit with %s",
                Quantity.FREQUENCY.text(rate),
                Quantity.TIME.text(1_000 * seconds),
                room,
                byFiles ? "free file descriptors" : "local ports",
                byFiles
                    ? "ulimit -n in the shell that starts the run"
                    : "onrush.localAddresses, or net.ipv4.ip_local_port_range"));
  }

  /**
   * Returns the number of local ports of all these addresses. An empty list counts as one address.
   */
  private long ports(List<String> from) {
    int addresses = Math.max(1, from.size());
    return ports > Long.MAX_VALUE / addresses ? Long.MAX_VALUE : ports * addresses;
  }

  /**
   * Returns the number of processors that this JVM may use: the quota of its container, if that is
   * less than the machine's processors.
   */
  public static double processors() {
    return ControlGroup.processors(ControlGroup.find(Path.of("/"), "self"));
  }

  private static IllegalArgumentException refused(
      long users, String what, long needed, long allowed, String remedy) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            users == 1
                ? "%,d user needs %,d %s; this machine allows %,d; use %s"
                : "%,d users need %,d %s; this machine allows %,d; use %s",
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
      return Long.MAX_VALUE; // not Linux, or the range is unknown
    }
  }
}
