package dev.onrush.internal.cluster.hazelcast;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.OutOfMemoryErrorDispatcher;
import dev.onrush.internal.cluster.message.Addresses;
import dev.onrush.internal.cluster.message.Message;
import dev.onrush.internal.cluster.message.MessageAuthenticator;
import dev.onrush.internal.cluster.message.Peer;
import dev.onrush.internal.cluster.message.SignedMessage;
import dev.onrush.internal.cluster.message.Timeouts;
import dev.onrush.internal.cluster.message.Transport;
import dev.onrush.internal.cluster.message.Until;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HazelcastTransportTest {

  private static final String SECRET = "a secret of some length";
  private static final MessageAuthenticator AUTHENTICATOR = new MessageAuthenticator(SECRET);
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  private HazelcastTransport begin() {
    HazelcastTransport transport =
        HazelcastTransport.begin(LOOPBACK, AUTHENTICATOR.clusterName(), "run-1");
    opened.add(transport);
    return transport;
  }

  private Optional<HazelcastTransport> join(
      HazelcastTransport with, String clusterName, InetSocketAddress listen) {
    Optional<HazelcastTransport> transport =
        HazelcastTransport.join(listen, clusterName, List.of(Addresses.of(with.self())));
    transport.ifPresent(opened::add);
    return transport;
  }

  /** Tries again, like an injector, while the cluster is too slow or a port is not free. */
  private HazelcastTransport joined(HazelcastTransport with, InetSocketAddress listen) {
    List<HazelcastTransport> joined = new ArrayList<>();
    Until.so(
        "it has joined",
        () -> {
          try {
            join(with, AUTHENTICATOR.clusterName(), listen).ifPresent(joined::add);
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("where this JVM cannot listen");
          }
          return !joined.isEmpty();
        });
    return joined.get(0);
  }

  private static int port(HazelcastTransport of) {
    return Integer.parseInt(Addresses.of(of.self()).replaceAll(".*:", ""));
  }

  /** Returns a member that knows only the cluster's name. */
  private HazelcastInstance stranger(HazelcastTransport with) {
    Config config =
        HazelcastTransport.config(
            LOOPBACK, AUTHENTICATOR.clusterName(), List.of(Addresses.of(with.self())));
    config
        .getSerializationConfig()
        .setJavaSerializationFilterConfig(new JavaSerializationFilterConfig());
    HazelcastInstance instance = Hazelcast.newHazelcastInstance(config);
    opened.add(
        () ->
            CompletableFuture.runAsync(instance.getLifecycleService()::terminate)
                .get(30, TimeUnit.SECONDS)); // it waits for members that hang
    return instance;
  }

  private static final class Heard implements Transport.Listener {
    final BlockingQueue<SignedMessage> waiting = new LinkedBlockingQueue<>();
    final BlockingQueue<String> left = new LinkedBlockingQueue<>();

    @Override
    public boolean take(SignedMessage signed) {
      return waiting.add(signed);
    }

    @Override
    public void left(String member) {
      left.add(member);
    }
  }

  @Test
  void messages_go_both_ways_and_an_end_is_noticed() throws Exception {
    HazelcastTransport coordinator = begin();
    HazelcastTransport injector = joined(coordinator, LOOPBACK);
    Heard there = new Heard();
    Heard here = new Heard();
    coordinator.listen(there);
    injector.listen(here);

    SignedMessage up =
        AUTHENTICATOR.sign("run-1", injector.self(), coordinator.self(), 1, "ä \"up\"");
    SignedMessage down =
        AUTHENTICATOR.sign("run-1", coordinator.self(), injector.self(), 1, "down");
    assertThat(injector.send(up).get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(coordinator.send(down).get(30, TimeUnit.SECONDS)).isTrue();

    assertThat(there.waiting).containsExactly(up);
    assertThat(here.waiting).containsExactly(down);
    assertThat(injector.coordinator()).isEqualTo(coordinator.self());
    assertThat(injector.run()).isEqualTo("run-1");
    assertThat(Math.abs(injector.time() - coordinator.time())).isLessThan(5_000);
    String gone = injector.self();
    injector.close();
    assertThat(there.left.poll(30, TimeUnit.SECONDS)).isEqualTo(gone);
    assertThat(
            coordinator
                .send(AUTHENTICATOR.sign("run-1", coordinator.self(), gone, 2, "x"))
                .get(30, TimeUnit.SECONDS))
        .isFalse();
  }

  /**
   * Heartbeats contain the time of day; a clock may be wrong by half of the longest time without
   * one.
   */
  @Test
  void a_clock_that_is_set_by_hours_ends_no_membership() {
    Config config = HazelcastTransport.config(LOOPBACK, AUTHENTICATOR.clusterName(), List.of());

    assertThat(Integer.parseInt(config.getProperty("hazelcast.max.no.heartbeat.seconds")))
        .isGreaterThanOrEqualTo(10 * 60 * 60);
  }

  /** Injectors need no connection to each other, and an injector that hangs accepts none. */
  @Test
  void one_that_joins_does_not_wait_long_for_a_member_that_hangs() {
    Config config = HazelcastTransport.config(LOOPBACK, AUTHENTICATOR.clusterName(), List.of());

    assertThat(config.getProperty("hazelcast.connect.all.wait.seconds")).isEqualTo("2");
  }

  @Test
  void a_jvm_that_is_started_again_at_the_same_address_is_another_one() {
    Timeouts timeouts =
        new Timeouts(ofSeconds(1), ofMillis(0), ofSeconds(60), ofSeconds(60), ofSeconds(60));
    HazelcastTransport coordinator = begin();
    Peer lead = new Peer(coordinator, SECRET, "run-1", timeouts);
    HazelcastTransport injector = joined(coordinator, LOOPBACK);
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port(injector));
    new Peer(injector, SECRET, "run-1", timeouts).say(lead.name, new Message.Begun(1));
    Until.so("it is heard", () -> !lead.heard.isEmpty());
    lead.say(injector.self(), new Message.Stop("first"));
    injector.close();

    HazelcastTransport next = joined(coordinator, address);
    Peer again = new Peer(next, SECRET, "run-1", timeouts);
    again.say(lead.name, new Message.Begun(2));
    lead.say(next.self(), new Message.Stop("second"));

    assertThat(Addresses.of(next.self())).isEqualTo("127.0.0.1:" + address.getPort());
    Until.so("it is heard too", () -> lead.heard.size() == 2);
    Until.so("it hears", () -> !again.heard.isEmpty());
    assertThat(lead.heard).containsExactly(new Message.Begun(1), new Message.Begun(2));
    assertThat(again.heard).containsExactly(new Message.Stop("second"));
  }

  @Test
  void a_member_that_ends_itself_for_want_of_memory_reaches_nobody_any_more() {
    HazelcastTransport coordinator = begin();
    HazelcastTransport injector = joined(coordinator, LOOPBACK);
    injector.listen(new Heard());
    String leader = injector.coordinator();
    assertThat(injector.reaches(leader)).isTrue();

    OutOfMemoryErrorDispatcher.onOutOfMemory(new OutOfMemoryError("GC overhead limit exceeded"));

    assertThat(injector.reaches(leader)).isFalse();
    injector.close();
    assertThat(injector.reaches(leader)).isFalse();
  }

  @Test
  void who_does_not_know_the_secret_does_not_come_in() {
    HazelcastTransport coordinator = begin();
    Heard there = new Heard();
    coordinator.listen(there);

    assertThat(
            join(
                coordinator,
                new MessageAuthenticator("another secret, as long").clusterName(),
                LOOPBACK))
        .isEmpty();
    assertThat(there.waiting).isEmpty();
    assertThat(there.left).isEmpty();
  }

  static final AtomicBoolean RAN = new AtomicBoolean();

  /**
   * An object as an attacker would send it: its class executes code when it is deserialised or run.
   */
  static final class Foreign implements Callable<Boolean>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean call() {
      RAN.set(true);
      return true;
    }
  }

  @Test
  void an_object_of_a_foreign_class_is_not_read() {
    HazelcastTransport coordinator = begin();
    coordinator.listen(new Heard());
    HazelcastInstance stranger = stranger(coordinator);

    Future<Boolean> answer =
        stranger
            .getExecutorService("onrush")
            .submitToMember(
                new Foreign(),
                stranger.getCluster().getMembers().stream()
                    .filter(member -> !member.localMember())
                    .findFirst()
                    .orElseThrow());

    assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
    assertThat(RAN).isFalse();
  }

  @Test
  void a_stranger_who_knows_the_name_of_the_cluster_alone_is_not_believed() throws Exception {
    HazelcastTransport coordinator = begin();
    Peer lead =
        new Peer(
            coordinator,
            SECRET,
            "run-1",
            new Timeouts(ofMillis(100), ofMillis(0), ofSeconds(1), ofSeconds(1), ofSeconds(1)));
    HazelcastInstance stranger = stranger(coordinator);
    SignedMessage forged =
        new SignedMessage("run-1", "x", coordinator.self(), 1, new Message.Begun(1).text(), "0");

    Future<Boolean> answer =
        stranger
            .getExecutorService("onrush")
            .submitToMember(
                new HazelcastMessage(forged),
                stranger.getCluster().getMembers().stream()
                    .filter(member -> !member.localMember())
                    .findFirst()
                    .orElseThrow());

    assertThat(answer.get(30, TimeUnit.SECONDS)).isFalse();
    assertThat(lead.refused()).isEqualTo(1);
    lead.close();
    assertThat(lead.heard).isEmpty();
  }

  @Test
  void a_client_is_not_answered() {
    HazelcastTransport coordinator = begin();
    ClientConfig config = new ClientConfig();
    config.setClusterName(AUTHENTICATOR.clusterName());
    config
        .getNetworkConfig()
        .addAddress(Addresses.of(coordinator.self()))
        .setConnectionTimeout(1000);
    config
        .getConnectionStrategyConfig()
        .getConnectionRetryConfig()
        .setClusterConnectTimeoutMillis(500);

    assertThatThrownBy(() -> HazelcastClient.newHazelcastClient(config))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void only_the_stated_interface_is_listened_on() {
    HazelcastTransport coordinator = begin();
    int port = port(coordinator);

    assertThat(Addresses.of(coordinator.self())).isEqualTo("127.0.0.1:" + port);
    assertThat(Addresses.answers(new InetSocketAddress("127.0.0.1", port))).isTrue();
    assertThat(Addresses.answers(new InetSocketAddress("127.0.0.2", port))).isFalse();
  }

  @Test
  void an_address_of_another_machine_cannot_be_listened_on() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                HazelcastTransport.begin(
                    new InetSocketAddress("192.0.2.1", 5701), AUTHENTICATOR.clusterName(), "run-1"))
        .withMessage(
            "cluster.listen was 192.0.2.1:5701, where this JVM cannot listen (no network interface"
                + " of this machine has this address); give an address of this machine and a free"
                + " port, such as -Dcluster.listen=10.0.0.5:5701");
  }

  @Test
  void a_port_that_is_taken_cannot_be_listened_on_and_no_stack_trace_is_written() {
    int taken = port(begin());
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger hazelcast = (Logger) LoggerFactory.getLogger("com.hazelcast");
    log.start();
    hazelcast.addAppender(log);

    try {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  HazelcastTransport.begin(
                      new InetSocketAddress("127.0.0.1", taken),
                      AUTHENTICATOR.clusterName(),
                      "run-1"))
          .withMessage(
              "cluster.listen was 127.0.0.1:"
                  + taken
                  + ", where this JVM cannot listen (Address already in use); give an address of"
                  + " this machine and a free port, such as -Dcluster.listen=10.0.0.5:5701");
    } finally {
      hazelcast.detachAppender(log);
    }

    assertThat(log.list).noneMatch(event -> event.getThrowableProxy() != null);
  }

  @Test
  void a_server_that_is_no_coordinator_is_not_joined_and_may_become_one() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Optional<HazelcastTransport> joined =
          HazelcastTransport.join(
              LOOPBACK, AUTHENTICATOR.clusterName(), List.of("127.0.0.1:" + silent.getLocalPort()));

      assertThat(joined).isEmpty();
    }
  }

  @Test
  void members_meet_at_an_ipv6_address() throws Exception {
    InetAddress loopback = InetAddress.getByName("::1");
    assumeThat(NetworkInterface.getByInetAddress(loopback)).isNotNull();
    InetSocketAddress listen = new InetSocketAddress(loopback, 0);
    HazelcastTransport coordinator =
        HazelcastTransport.begin(listen, AUTHENTICATOR.clusterName(), "run-1");
    opened.add(coordinator);

    HazelcastTransport injector = joined(coordinator, listen);

    assertThat(injector.coordinator()).isEqualTo(coordinator.self());
    assertThat(Addresses.of(coordinator.self())).isEqualTo("[::1]:" + port(coordinator));
  }
}
