package dev.onrush.internal.metrics;

import dev.onrush.internal.settings.JvmOptionPlaces;
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
      "file descriptors",
      "Too many open files|UnknownHostException: .*System error|error\\(-2[34]\\)",
      "raise the limit with ulimit -n in the shell that starts the run"),
  PORTS(
      "local ports",
      // The JVM throws the same exception if a firewall or a policy forbids the connection.
      "Can(?:no|')t assign requested address|Address already in use"
          + "|BindException(?!: Permission denied)|error\\(-9[89]\\)",
      "name more addresses of this machine in onrush.localAddresses, or widen"
          + " net.ipv4.ip_local_port_range; on macOS, lower net.inet.ip.portrange.first"),
  BUFFERS(
      "network buffers",
      "No buffer space available|error\\(-105\\)",
      "raise the limits of this machine's network, such as net.ipv4.tcp_mem"),
  THREADS(
      "threads",
      "unable to create (?:new )?native thread",
      "raise the limit with ulimit -u, or that of the container"),
  MEMORY(
      "memory",
      "OutOfMemoryError|OutOfDirectMemoryError|Cannot allocate memory",
      "give the JVM more with -Xmx among " + JvmOptionPlaces.TEXT),
  NETWORK(
      "a network",
      "Network is unreachable|Network is down",
      "look at this machine's interfaces and routes"),
  EXECUTORS(
      "event loops",
      "RejectedExecutionException",
      "look at what has ended them in the log of this JVM");

  /**
   * The name of an exception, which Gatling shortens. The message of a check does not begin with
   * one.
   */
  private static final String EXCEPTION = "[\\w.$]*(?:Exception|Error)\\b";

  private final String what;
  private final Pattern pattern;
  private final String remedy;

  Shortage(String what, String says, String remedy) {
    this.what = what;
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

  /** The name of the resource: {@code file descriptors}. */
  public String what() {
    return what;
  }

  /** Advice on how to end the shortage. */
  public String remedy() {
    return remedy;
  }
}
