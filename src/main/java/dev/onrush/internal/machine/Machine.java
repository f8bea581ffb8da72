package dev.onrush.internal.machine;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.onrush.internal.proc.ControlGroup;
import dev.onrush.internal.settings.JvmOptionPlaces;
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
 * @param files file descriptors allowed to this process
 * @param ports local ports from which connections to one address can be opened
 * @param heap the heap's limit in bytes, as {@code -Xmx} has it
 * @param memory of the machine, or of its container if that is less, in bytes
 */
public record Machine(long files, long ports, long heap, long memory) {

  /** Class files, logs, event loops and whatever else is open beside connections. */
  private static final long OTHER_FILES = 300;

  /** Gatling's own, measured with 19,000 users: 27.5 KB each with a connection of its own. */
  private static final long BYTES_PER_USER = 30_000;

  private static final long OTHER_BYTES = 100L << 20;

  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}");

  /** So much of an address's ports are taken before the next one is; some are still closing. */
  private static final double SPREAD = 0.9;

  private static final int MOST_ADDRESSES = 254;

  private static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  /** A machine with more memory than any heap. */
  Machine(long files, long ports, long heap) {
    this(files, ports, heap, Long.MAX_VALUE);
  }

  /** This one; what it does not tell is taken for unlimited. */
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
   * The addresses from which so many users, each with a connection of its own, go to {@code
   * target}: those that are asked for; else, to IPv4 loopback, as many of 127.0.0.1, 127.0.0.2 … as
   * have ports for all; else none, which leaves the choice to the system.
   *
   * @param asked addresses of this machine
   * @throws IllegalArgumentException if one of those is not of this machine
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
      return false; // where loopback has one address only
    }
  }

  /** An address from which connections cannot go out cannot be listened on either. */
  private static void bind(String address) {
    try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      // it is ours
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "onrush.localAddresses has \""
              + address
              + "\", which is no address of this machine ("
              + e.getMessage()
              + "); it has "
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
      return List.of("none that can be listed");
    }
  }

  /**
   * Whether so many users, each with a connection of its own, fit.
   *
   * @param from the addresses among which they are spread; none is one
   * @throws IllegalArgumentException if they do not; the message has the command that mends it
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
          "-Xmx" + ((needed >> 20) + 1) + "m among " + JvmOptionPlaces.TEXT);
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
   * The most users, each with a connection of its own, that fit.
   *
   * @param from the addresses among which they are spread; none is one
   */
  public long mostUsers(List<String> from) {
    long bytes = Math.min(heap, memory - InjectorMemory.BESIDE_HEAP) - OTHER_BYTES;
    long connections = Math.min(files - OTHER_FILES, ports(from));
    return Math.max(0, Math.min(bytes / BYTES_PER_USER, connections));
  }

  /**
   * How slow responses of an open workload may be until its connections, one for each that is
   * waited for, use up what there is. How slow they will be nobody knows, so it is told and not
   * refused.
   *
   * @param rate arrivals each second, the most
   * @param longest response time that is expected
   * @param from the addresses among which connections are spread; none is one
   * @return a sentence, if {@code longest} is too slow
   * @throws IllegalArgumentException if there is not one connection's worth
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
                "at %s, responses that take %s use up the %,d %s of this machine, and the run is"
                    + " INVALID; raise them with %s",
                Quantity.FREQUENCY.text(rate),
                Quantity.TIME.text(1_000 * seconds),
                room,
                byFiles ? "file descriptors that are left" : "local ports",
                byFiles
                    ? "ulimit -n in the shell that starts the run"
                    : "onrush.localAddresses, or net.ipv4.ip_local_port_range"));
  }

  /** The local ports of all these addresses; an empty list counts as one address. */
  private long ports(List<String> from) {
    int addresses = Math.max(1, from.size());
    return ports > Long.MAX_VALUE / addresses ? Long.MAX_VALUE : ports * addresses;
  }

  /** The processors that this JVM may use: the quota of its container, if that is less. */
  public static double processors() {
    return ControlGroup.processors(ControlGroup.find(Path.of("/"), "self"));
  }

  private static IllegalArgumentException refused(
      long users, String what, long needed, long allowed, String remedy) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            users == 1
                ? "%,d user needs %,d %s; this machine allows %,d; raise it with %s"
                : "%,d users need %,d %s; this machine allows %,d; raise it with %s",
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
