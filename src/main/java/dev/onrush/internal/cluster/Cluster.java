package dev.onrush.internal.cluster;

import dev.onrush.internal.cluster.hazelcast.HazelcastLibrary;
import dev.onrush.internal.cluster.hazelcast.HazelcastTransport;
import dev.onrush.internal.cluster.message.Addresses;
import dev.onrush.internal.cluster.message.MessageAuthenticator;
import dev.onrush.internal.cluster.message.Timeouts;
import dev.onrush.internal.library.Version;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Opens the cluster of a run, for its coordinator or for one of its injectors. */
public final class Cluster {

  /** The minimum length of a secret; a shorter one could be guessed. */
  private static final int SHORTEST_SECRET = 16;

  private static final long AGAIN_MILLIS = 500;
  private static final Duration END = Duration.ofSeconds(5);

  private Cluster() {}

  /**
   * How the JVMs of injectors are started on this machine.
   *
   * @param command returns the command of an injector, given its index and the address to join
   * @param secretVariable the environment variable that passes the secret to the injectors
   * @param folder the folder for their output
   */
  public record LocalStart(
      BiFunction<Integer, String, List<String>> command, String secretVariable, Path folder) {}

  /** A coordinator, and the injectors that were started for it, if any. */
  public static final class ClusterHandle {
    private final Coordinator coordinator;
    private final Optional<LocalInjectors> local;

    private ClusterHandle(Coordinator coordinator, Optional<LocalInjectors> local) {
      this.coordinator = coordinator;
      this.local = local;
    }

    /** The coordinator. */
    public Coordinator coordinator() {
      return coordinator;
    }

    /** Waits for all injectors; see {@link Coordinator#assemble}. */
    public RunInfo assemble() {
      Supplier<Optional<String>> failed = () -> local.flatMap(LocalInjectors::failed);
      RunInfo known = coordinator.assemble(failed);
      local.ifPresent(LocalInjectors::awaitAtEnd);
      return known;
    }

    /** Starts all injectors; see {@link Coordinator#start}. */
    public Supplier<Duration> start(Runnable done) {
      return coordinator.start(done, index -> local.flatMap(injectors -> injectors.ended(index)));
    }

    /**
     * Closes the coordinator and ends its local injectors.
     *
     * @param begun whether the run has started; its injectors then get a moment to end by
     *     themselves
     */
    public void close(boolean begun) {
      coordinator.close();
      local.ifPresent(injectors -> injectors.close(begun ? END : Duration.ZERO));
    }

    /**
     * Deletes what the local injectors of a refused run have written, unless the reason names it.
     * They are closed.
     */
    public void discard(String reason) {
      local.ifPresent(injectors -> injectors.discard(reason));
    }
  }

  /** The folder for the folders of injectors that are started here, in the folder of the run. */
  public static Path reports(Path folder) {
    return LocalInjectors.reports(folder);
  }

  /**
   * Creates the coordinator of a run whose injectors are started elsewhere and join it.
   *
   * @param listen interface and port
   * @throws IllegalArgumentException if that is not possible; the message says why
   */
  public static ClusterHandle lead(
      InetSocketAddress listen,
      Optional<String> secret,
      ClusterTerms terms,
      SharedPlan plan,
      PrintStream out) {
    HazelcastLibrary.check("onrush.injectors");
    InetSocketAddress interfaceOf = checked(listen);
    MessageAuthenticator authenticator = new MessageAuthenticator(given(secret));
    String run = random();
    HazelcastTransport transport =
        HazelcastTransport.begin(interfaceOf, authenticator.clusterName(), run);
    Coordinator coordinator =
        new Coordinator(
            new ClusterLink(transport, authenticator, run, Timeouts.USUAL),
            terms,
            plan,
            process -> OptionalInt.empty(),
            out);
    out.println(
        "Waiting for "
            + Quantity.count(terms.injectors(), "injector")
            + " at "
            + Addresses.of(transport.self())
            + ", up to "
            + Quantity.duration(terms.longestWait())
            + " …");
    return new ClusterHandle(coordinator, Optional.empty());
  }

  /**
   * Creates the coordinator of a run whose injectors are started by this JVM on the same machine,
   * with the loopback interface.
   *
   * @param start how the JVMs of the injectors are started
   */
  public static ClusterHandle leadLocal(
      LocalStart start, ClusterTerms terms, SharedPlan plan, PrintStream out) {
    HazelcastLibrary.check("onrush.injectors");
    String secret = random();
    MessageAuthenticator authenticator = new MessageAuthenticator(secret);
    String run = random();
    HazelcastTransport transport =
        HazelcastTransport.begin(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            authenticator.clusterName(),
            run);
    out.println("Starting " + Quantity.count(terms.injectors(), "injector") + " on this machine …");
    String address = Addresses.of(transport.self());
    LocalInjectors local =
        LocalInjectors.start(
            terms.injectors(),
            index -> start.command().apply(index, address),
            // Not as an argument: every process on this machine can read the arguments of others.
            Map.of(start.secretVariable(), secret),
            start.folder(),
            terms.awaitAnswers());
    Coordinator coordinator =
        new Coordinator(
            new ClusterLink(transport, authenticator, run, Timeouts.USUAL),
            terms,
            plan,
            local::place,
            out);
    return new ClusterHandle(coordinator, Optional.of(local));
  }

  /**
   * Joins a run as an injector.
   *
   * @param join possible addresses of the coordinator
   * @param listen interface and port; empty for any free port of loopback
   * @param wait the longest time until the coordinator is found, and then until it assigns a slot
   * @param awaited returns whether the coordinator may still be running; called repeatedly
   * @throws IllegalArgumentException if the coordinator is not found, or refuses this JVM
   */
  public static ClusterInjector join(
      List<InetSocketAddress> join,
      Optional<InetSocketAddress> listen,
      Optional<String> secret,
      Duration wait,
      BooleanSupplier awaited) {
    HazelcastLibrary.check("onrush.cluster.join");
    MessageAuthenticator authenticator = new MessageAuthenticator(given(secret));
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      List<InetSocketAddress> seeds = Addresses.resolved(join);
      InetSocketAddress mine = mine(listen, seeds);
      if (seeds.stream().anyMatch(Addresses::answers)) {
        Optional<HazelcastTransport> transport =
            HazelcastTransport.join(
                mine, authenticator.clusterName(), seeds.stream().map(Addresses::text).toList());
        if (transport.isPresent()) {
          ClusterInjector injector =
              new ClusterInjector(
                  new ClusterLink(
                      transport.get(), authenticator, transport.get().run(), Timeouts.USUAL),
                  transport.get().coordinator(),
                  wait);
          injector.hello(Version.current());
          return injector;
        }
      }
      if (!awaited.getAsBoolean()) {
        throw new IllegalArgumentException(
            "the coordinator that has started this injector ended before it was found");
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new IllegalArgumentException(
            "cluster.join was "
                + String.join(",", join.stream().map(Cluster::named).toList())
                + "; no coordinator that knows this secret was found there in "
                + Quantity.duration(wait)
                + "; start it with -Dinjectors=N -Dcluster.listen=HOST:PORT, and give both the same"
                + " ONRUSH_CLUSTER_SECRET");
      }
      pause();
    }
  }

  private static String named(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  private static void pause() {
    try {
      Thread.sleep(AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalArgumentException("the search for the coordinator was interrupted", e);
    }
  }

  /**
   * Returns the interface and port to listen on. Beyond loopback, an injector listens only on an
   * interface that the user has named.
   */
  private static InetSocketAddress mine(
      Optional<InetSocketAddress> listen, List<InetSocketAddress> seeds) {
    if (listen.isPresent()) {
      return checked(listen.get());
    }
    if (seeds.stream().allMatch(seed -> seed.getAddress().isLoopbackAddress())) {
      boolean version6 = !seeds.isEmpty() && seeds.get(0).getAddress() instanceof Inet6Address;
      return new InetSocketAddress(
          version6 ? seeds.get(0).getAddress() : InetAddress.getLoopbackAddress(), 0);
    }
    throw new IllegalArgumentException(
        "cluster.join was "
            + Addresses.text(seeds.get(0))
            + ", which is not a loopback address; set the interface on which this injector listens,"
            + " as in -Dcluster.listen=10.0.0.6:5701");
  }

  private static InetSocketAddress checked(InetSocketAddress listen) {
    try {
      InetAddress address = InetAddress.getByName(listen.getHostString());
      if (address.isAnyLocalAddress()) {
        throw new IllegalArgumentException(
            "cluster.listen was "
                + named(listen)
                + ", which means every interface; give one address of this machine, such as"
                + " 10.0.0.5:5701");
      }
      return new InetSocketAddress(address, listen.getPort());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "cluster.listen was "
              + named(listen)
              + ", an unknown host name; give an address of this machine, such as 10.0.0.5:5701",
          e);
    }
  }

  private static String given(Optional<String> secret) {
    if (secret.isEmpty() || secret.get().length() < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          "onrush.cluster.secret "
              + (secret.isEmpty() ? "is not set" : "has " + secret.get().length() + " characters")
              + "; give coordinator and injectors the same secret of at least "
              + SHORTEST_SECRET
              + " characters, best as the environment variable ONRUSH_CLUSTER_SECRET; \"openssl"
              + " rand -hex 16\" prints a suitable one");
    }
    return secret.get();
  }

  private static String random() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
