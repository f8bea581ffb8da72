package dev.onrush.internal.cluster.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.Config;
import com.hazelcast.config.InterfacesConfig;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.core.IExecutorService;
import dev.onrush.internal.cluster.message.Addresses;
import dev.onrush.internal.cluster.message.SignedMessage;
import dev.onrush.internal.cluster.message.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** A transport over Hazelcast. Each message is a task that the executor of its receiver runs. */
public final class HazelcastTransport implements Transport {

  /** The member attribute that contains the id of the run; only the coordinator has it. */
  private static final String RUN = "onrush.run";

  private static final String EXECUTOR = "onrush";
  private static final long LONGEST_END_MILLIS = 2000;

  private static final ClassFilter OWN_EXCEPTIONS =
      new ClassFilter()
          .addPackages("com.hazelcast.spi.exception", "com.hazelcast.core")
          .addClasses(
              Throwable.class.getName(),
              Exception.class.getName(),
              RuntimeException.class.getName(),
              IllegalStateException.class.getName(),
              StackTraceElement.class.getName(),
              StackTraceElement[].class.getName(),
              "java.util.Collections$EmptyList",
              "java.util.Collections$UnmodifiableCollection",
              "java.util.Collections$UnmodifiableList",
              "java.util.Collections$UnmodifiableRandomAccessList",
              "java.util.ArrayList",
              Object[].class.getName());

  private final HazelcastInstance instance;
  private final IExecutorService executor;

  /** The name of the coordinator when this member joined; empty if there was no coordinator. */
  private final String coordinator;

  private HazelcastTransport(HazelcastInstance instance) {
    this.instance = instance;
    this.executor = instance.getExecutorService(EXECUTOR);
    this.coordinator = leader().map(HazelcastTransport::name).orElse("");
  }

  /**
   * Starts a cluster as its coordinator.
   *
   * @param listen the only interface and port to listen on; port 0 for any free port
   * @throws IllegalArgumentException if it cannot listen there
   */
  public static HazelcastTransport begin(InetSocketAddress listen, String clusterName, String run) {
    Config config = config(listen, clusterName, List.of());
    config.getMemberAttributeConfig().setAttribute(RUN, run);
    return new HazelcastTransport(
        start(config, listen)
            .orElseThrow(
                () -> new IllegalArgumentException(cannotListen(listen, "it did not start"))));
  }

  /**
   * Joins a cluster if one is found. Empty if there are only other waiting injectors, or if the
   * cluster does not answer, for example because its coordinator hangs; it may answer later.
   *
   * @param seeds possible addresses of the cluster, as {@code host:port}
   * @throws IllegalArgumentException if this JVM cannot listen there
   */
  public static Optional<HazelcastTransport> join(
      InetSocketAddress listen, String clusterName, List<String> seeds) {
    Optional<HazelcastTransport> transport =
        start(config(listen, clusterName, seeds), listen).map(HazelcastTransport::new);
    if (transport.isPresent() && transport.get().coordinator.isEmpty()) {
      transport.get().close();
      return Optional.empty();
    }
    return transport;
  }

  /** The member that has started the cluster. */
  private Optional<Member> leader() {
    return instance.getCluster().getMembers().stream()
        .filter(member -> member.getAttribute(RUN) != null)
        .findFirst();
  }

  /** The name of the coordinator. */
  public String coordinator() {
    return coordinator;
  }

  /** The id of the coordinator's run. */
  public String run() {
    return leader().map(member -> member.getAttribute(RUN)).orElse("");
  }

  /** Starts Hazelcast; empty if it has not joined a cluster that should be there. */
  private static Optional<HazelcastInstance> start(Config config, InetSocketAddress listen) {
    checkFree(listen);
    try {
      return Optional.of(Hazelcast.newHazelcastInstance(config));
    } catch (IllegalStateException e) {
      return Optional.empty(); // it could listen: otherwise the exception has another type
    } catch (RuntimeException e) { // Hazelcast throws many types
      throw new IllegalArgumentException(cannotListen(listen, String.valueOf(e.getMessage())), e);
    }
  }

  /**
   * Checks that this JVM can listen there. Otherwise Hazelcast would write a stack trace, and its
   * message mentions settings that users do not have.
   */
  private static void checkFree(InetSocketAddress listen) {
    try (ServerSocket socket = new ServerSocket()) {
      if (NetworkInterface.getByInetAddress(listen.getAddress()) == null) {
        throw new BindException("no network interface of this machine has this address");
      }
      socket.setReuseAddress(true); // as Hazelcast does
      socket.bind(listen);
    } catch (IOException e) {
      throw new IllegalArgumentException(cannotListen(listen, String.valueOf(e.getMessage())), e);
    }
  }

  private static String cannotListen(InetSocketAddress listen, String why) {
    return "cluster.listen was "
        + Addresses.text(listen)
        + ", where this JVM cannot listen ("
        + why
        + "); give an address of this machine and a free port, such as"
        + " -Dcluster.listen=10.0.0.5:5701";
  }

  /** Creates the configuration of Hazelcast, with all features off that are not needed. */
  static Config config(InetSocketAddress listen, String clusterName, List<String> seeds) {
    if (System.getProperty("hazelcast.logging.class") == null) {
      System.setProperty("hazelcast.logging.class", HazelcastLoggerFactory.class.getName());
    }
    Config config = new Config();
    config.setClusterName(clusterName);
    // No member stores data: there are no partitions, and no migration when a member is lost.
    config.setLiteMember(true);
    config.getJetConfig().setEnabled(false);
    config.getMetricsConfig().setEnabled(false);
    config.getManagementCenterConfig().setConsoleEnabled(false).setDataAccessEnabled(false);
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.health.monitoring.level", "OFF");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    if (listen.getAddress() instanceof Inet6Address) {
      config.setProperty("hazelcast.prefer.ipv4.stack", "false"); // otherwise it finds only IPv4
    }
    // Use only the given interface, also for connections to others.
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.socket.client.bind.any", "false");
    // Hazelcast detects connections that end, and Onrush detects silent members by their missing
    // messages, so that heartbeats may be missing for a day. A heartbeat carries the time of day,
    // and counts as missed if it seems to be older than half of this limit: with a short limit,
    // setting the clock would end the run.
    config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "86400");
    config.setProperty("hazelcast.mastership.claim.timeout.seconds", "5");
    config.setProperty("hazelcast.operation.call.timeout.millis", "10000");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.max.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.max.join.seconds", "10");
    // After this time Hazelcast no longer waits for a connection to every member, for example to
    // one that hangs. Injectors need only the connection to the coordinator, through which they
    // have joined.
    config.setProperty("hazelcast.connect.all.wait.seconds", "2");
    // Separated parts of a cluster stay separated: a run that has lost members cannot be restored.
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "1000000");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "1000000");
    config.getExecutorConfig(EXECUTOR).setPoolSize(2).setStatisticsEnabled(false);
    restrictSerialization(config);
    restrictNetwork(config, listen, seeds);
    return config;
  }

  private static void restrictSerialization(Config config) {
    // Only HazelcastMessage is read from the wire. Java serialisation is accepted only for failures
    // of Hazelcast's own operations.
    config
        .getSerializationConfig()
        .addDataSerializableFactory(
            HazelcastMessage.FACTORY,
            type -> {
              if (type != HazelcastMessage.CLASS) {
                throw new IllegalArgumentException("message had the unknown class " + type);
              }
              return new HazelcastMessage();
            })
        .setJavaSerializationFilterConfig(
            new JavaSerializationFilterConfig()
                .setDefaultsDisabled(true)
                .setWhitelist(OWN_EXCEPTIONS));
  }

  private static void restrictNetwork(Config config, InetSocketAddress listen, List<String> seeds) {
    // Only members can connect: no socket answers clients, REST, or memcache.
    JoinConfig join = new JoinConfig();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(3).setMembers(seeds);
    config
        .getAdvancedNetworkConfig()
        .setEnabled(true)
        .setJoin(join)
        .setMemberEndpointConfig(
            new ServerSocketEndpointConfig()
                .setPort(listen.getPort())
                .setPortAutoIncrement(false)
                .setReuseAddress(true)
                .setInterfaces(
                    new InterfacesConfig()
                        .setEnabled(true)
                        .addInterface(listen.getAddress().getHostAddress()))
                .setSocketConnectTimeoutSeconds(3));
  }

  @Override
  public String self() {
    return name(instance.getCluster().getLocalMember());
  }

  private static String name(Member member) {
    return Addresses.member(
        Addresses.text(member.getSocketAddress()), String.valueOf(member.getUuid()));
  }

  @Override
  public void listen(Listener listener) {
    instance.getUserContext().put(HazelcastMessage.LISTENER, listener);
    instance
        .getCluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent event) {}

              @Override
              public void memberRemoved(MembershipEvent event) {
                listener.left(name(event.getMember()));
              }
            });
    // The coordinator may have left before the listener was registered.
    if (!coordinator.isEmpty() && leader().isEmpty()) {
      listener.left(coordinator);
    }
  }

  @Override
  public CompletableFuture<Boolean> send(SignedMessage signed) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    try {
      Optional<Member> to = member(signed.to());
      if (to.isEmpty()) {
        answer.complete(false);
        return answer;
      }
      executor.submitToMember(
          new HazelcastMessage(signed),
          to.get(),
          new ExecutionCallback<Boolean>() {
            @Override
            public void onResponse(Boolean taken) {
              answer.complete(Boolean.TRUE.equals(taken));
            }

            @Override
            public void onFailure(Throwable failure) {
              answer.completeExceptionally(failure);
            }
          });
    } catch (HazelcastInstanceNotActiveException | RejectedExecutionException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  private Optional<Member> member(String name) {
    return instance.getCluster().getMembers().stream()
        .filter(member -> name(member).equals(name))
        .findFirst();
  }

  /**
   * Returns false also if this member has shut itself down, for example because it ran out of
   * memory.
   */
  @Override
  public boolean reaches(String member) {
    try {
      return member(member).isPresent();
    } catch (HazelcastInstanceNotActiveException e) {
      return false;
    }
  }

  @Override
  public long time() {
    return instance.getCluster().getClusterTime();
  }

  @Override
  public void close() {
    // Not gracefully: no member has data to hand over, and the others notice that the connection
    // ends. On a separate thread, because it waits for members that hang for as long as they hang.
    Thread end = new Thread(instance.getLifecycleService()::terminate, "onrush-transport-end");
    end.setDaemon(true);
    end.start();
    try {
      end.join(LONGEST_END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
