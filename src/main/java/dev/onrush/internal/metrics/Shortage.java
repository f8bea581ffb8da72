package dev.onrush.internal.metrics;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A resource that the generator can run out of. A request that fails for lack of it says nothing
 * about the service, since nothing was sent. A shortage is recognised by the text of the error, as
 * Linux and macOS write it in English, or by the error number that Netty adds on Linux, which does
 * not depend on the language.
 */
public enum Shortage {
  FILES(
      "ran out of file descriptors",
      "Too many open files|UnknownHostException: .*System error|error\\(-2[34]\\)",
      "raise the limit with ulimit -n in the shell that starts the run"),
  PORTS(
      "ran out of local ports",
      // The JVM throws the same exception if a firewall or a policy forbids the connection.
      "Can(?:no|')t assign requested address|Address already in use"
          + "|BindException(?!: Permission denied)|error\\(-9[89]\\)",
      "list more addresses of this machine in onrush.localAddresses, or widen"
          + " net.ipv4.ip_local_port_range; on macOS, lower net.inet.ip.portrange.first"),
  BUFFERS(
      "ran out of network buffers",
      "No buffer space available|error\\(-105\\)",
      "raise the limits of this machine's network, for example net.ipv4.tcp_mem"),
  THREADS(
      "ran out of threads",
      "unable to create (?:new )?native thread",
      "raise the limit with ulimit -u, or the limit of the container"),
  MEMORY(
      "ran out of memory",
      "OutOfMemoryError|OutOfDirectMemoryError|Cannot allocate memory",
      "give the JVM more memory with -Xmx in " + JvmOptionPlaces.TEXT),
  NETWORK(
      "had no network",
      "Network is unreachable|Network is down",
      "check the network interfaces and routes of this machine"),
  EXECUTORS(
      "lost its event loops",
      "RejectedExecutionException",
      "check the log of this JVM for the cause");

  /**
   * The name of an exception, which Gatling shortens. The message of a check does not begin with
   * one.
   */
  private static final String EXCEPTION = "[\\w.$]*(?:Exception|Error)\\b";

  private final String description;
  private final Pattern pattern;
  private final String remedy;

  Shortage(String description, String says, String remedy) {
    this.description = description;
    this.pattern = Pattern.compile("(?=" + EXCEPTION + ").*(?:" + says + ").*", Pattern.DOTALL);
    this.remedy = remedy;
  }

  /** Returns the resource that was missing; empty if the failure is not the generator's own. */
  public static Optional<Shortage> of(Failure failure) {
    // A failure with a status code was answered by a server.
    return failure.code().isEmpty()
        ? Arrays.stream(values())
            .filter(s -> s.pattern.matcher(failure.text()).matches())
            .findFirst()
        : Optional.empty();
  }

  /** What happened to the generator: {@code ran out of file descriptors}. */
  public String description() {
    return description;
  }

  /** Advice on how to end the shortage. */
  public String remedy() {
    return remedy;
  }
}
