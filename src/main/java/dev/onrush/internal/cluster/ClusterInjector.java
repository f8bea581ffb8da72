package dev.onrush.internal.cluster;

import dev.onrush.internal.cluster.message.Addresses;
import dev.onrush.internal.cluster.message.Message;
import dev.onrush.internal.cluster.message.MessageChannel;
import dev.onrush.internal.cluster.message.ReliableSender;
import dev.onrush.internal.cluster.message.Transport;
import dev.onrush.internal.concurrent.TimedWait;
import dev.onrush.internal.run.Run;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An injector as a member of a cluster. It follows the commands of its coordinator. When the
 * coordinator is lost, the injector's run ends, and its log remains.
 */
public final class ClusterInjector implements MessageChannel.Recipient, AutoCloseable {

  /**
   * The longest wait for the start of the run. It is long because the coordinator may have to wait
   * for other injectors; if the coordinator ends the run or is lost, the wait ends earlier.
   */
  private static final Duration WHILE_IT_IS_THERE = Duration.ofDays(1);

  /** Ends the run of this JVM. One of the two methods is called, once, on any thread. */
  public interface RunTerminator {

    /** Ends the load gracefully. */
    void stop(String reason);

    /** Refuses the run: its load has not started, and will not start. */
    void refuse(String why);
  }

  private final Transport transport;
  private final String run;
  private final String coordinator;

  /** The name of the coordinator in messages to users. */
  private final String leader;

  private final MessageChannel channel;
  private final ReliableSender sender;
  private final MeasurementSender measurements;
  private final Duration wait;
  private Message.@Nullable Welcome welcome;
  private Optional<Long> start = Optional.empty();
  private Optional<String> reason = Optional.empty();
  private boolean lost;

  /** Whether the load is about to start or has started. Only then is there a run to end. */
  private boolean begins;

  private boolean done;

  private @Nullable Run load;
  private @Nullable RunTerminator terminator;

  /**
   * Creates an injector that has found its coordinator.
   *
   * @param coordinator the name of the coordinator in the transport
   * @param wait the longest time until the coordinator assigns a slot
   */
  ClusterInjector(ClusterLink link, String coordinator, Duration wait) {
    this.transport = link.transport();
    this.run = link.run();
    this.coordinator = coordinator;
    this.leader = "the coordinator " + Addresses.of(coordinator);
    this.wait = wait;
    this.channel = link.channel(this);
    this.sender = channel.to(coordinator);
    this.measurements = new MeasurementSender(sender, this::done);
    channel.open();
    new CoordinatorWatch(transport, coordinator, sender, link.timeouts().silence())
        .start(this::isOver, this::isWaiting, this::lose);
  }

  private synchronized boolean isOver() {
    return done || lost;
  }

  /**
   * Whether the injector has a slot and its load has not started. From the start on, it sends each
   * interval instead of a waiting message.
   */
  private synchronized boolean isWaiting() {
    return welcome != null && !begins && reason.isEmpty();
  }

  private synchronized void done() {
    done = true;
  }

  /** Sends what the run of this injector measures to the coordinator. */
  public MeasurementSender measurements() {
    return measurements;
  }

  /** Asks the coordinator for a slot. */
  void hello(String version) {
    sender.send(new Message.Hello(ProcessHandle.current().pid(), version));
  }

  /**
   * The index of this injector, from 0. Waits until the coordinator has assigned a slot.
   *
   * @throws IllegalArgumentException if the injector is refused, or gets no slot in time; the
   *     message says why
   */
  public int index() {
    return welcome().index();
  }

  /** The number of injectors of the run. */
  public int of() {
    return welcome().of();
  }

  /** The settings that determine the run, by name. */
  public Map<String, String> settings() {
    return welcome().settings();
  }

  /** The description of the whole run. */
  public RunInfo info() {
    return welcome().info();
  }

  /** The number and the address of this injector: {@code 2 of 3 (10.0.0.6:5701)}. */
  public String place() {
    return (index() + 1) + " of " + of() + " (" + Addresses.of(transport.self()) + ")";
  }

  private synchronized Message.Welcome welcome() {
    if (welcome == null) {
      await(wait, () -> welcome != null);
    }
    if (welcome == null) {
      throw new IllegalArgumentException(
          leader + " did not assign a place within " + Quantity.duration(wait));
    }
    return welcome;
  }

  /** Sends the plan of this injector. A refusal arrives before the start of the run. */
  public void planned(Map<String, String> plan) {
    sender.send(new Message.Planned(plan));
  }

  /**
   * Tells the coordinator that this injector does not take part, and why, unless the coordinator
   * itself has ended the run or was lost.
   */
  public void refuse(String why) {
    if (reason().isPresent()) {
      return;
    }
    sender.send(new Message.Refusal(why));
    boolean unused = sender.await(Duration.ofSeconds(2));
  }

  /**
   * Tells the coordinator that this injector is ready, and waits for the start message for as long
   * as the coordinator is there. Other injectors may be late, and the set-up of the plan takes
   * time.
   *
   * @param mostUsers the number of users for which this machine has room; the coordinator assigns
   *     no more
   * @throws IllegalArgumentException if the run is ended or refused before its start, or the wait
   *     is interrupted; the message says why
   */
  public synchronized void ready(String warmUp, long mostUsers) {
    sender.send(new Message.Ready(warmUp, mostUsers));
    await(WHILE_IT_IS_THERE, () -> start.isPresent());
    if (start.isEmpty()) {
      throw new IllegalArgumentException(
          "the wait for " + leader + " to start the run was interrupted");
    }
    begins = true;
  }

  private void await(Duration longest, BooleanSupplier arrived) {
    boolean unused =
        new TimedWait(longest).until(this, () -> arrived.getAsBoolean() || reason.isPresent());
    if (reason.isPresent()) {
      throw new IllegalArgumentException(reason.get());
    }
  }

  /** Waits for the moment at which all injectors start. */
  public void awaitStart() {
    long at;
    synchronized (this) {
      at =
          start.orElseThrow(
              () -> new IllegalStateException("the start of the run is not known yet"));
    }
    sender.send(new Message.Begun(transport.await(at).toMillis()));
  }

  /**
   * Sets the run that the coordinator leads from now on.
   *
   * @param run follows the load profiles of the coordinator
   */
  public void lead(Run run, RunTerminator to) {
    synchronized (this) {
      this.load = run;
      this.terminator = to;
    }
    end();
  }

  @Override
  public void received(String from, Message message) {
    if (!from.equals(coordinator)) {
      return;
    }
    Run led;
    synchronized (this) {
      led = load;
      if (message instanceof Message.Welcome found) {
        welcome = found;
      } else if (message instanceof Message.Start moment) {
        start = Optional.of(moment.at());
      }
      notifyAll();
    }
    if (message instanceof Message.Steer steer && led != null) {
      led.follow(steer.segments(), steer.interventions());
    } else if (message instanceof Message.Stop stop) {
      stop(stop.reason());
    } else if (message instanceof Message.Refusal refused) {
      stop(refused.why());
    }
  }

  @Override
  public void failed(String from, Throwable e) {
    stop("a message from the coordinator could not be handled (" + e + ")");
  }

  @Override
  public void left(String member) {
    if (member.equals(coordinator)) {
      lose();
    }
  }

  private void lose() {
    String when;
    synchronized (this) {
      if (done || lost) {
        return;
      }
      lost = true;
      when = begins ? "" : " before the run began";
    }
    // Messages that have not been sent yet have no receiver any more; the log contains the data.
    sender.close();
    stop(leader + " was lost" + when);
  }

  private void stop(String why) {
    synchronized (this) {
      if (reason.isPresent()) {
        return;
      }
      reason = Optional.of(why);
      notifyAll();
    }
    end();
  }

  /**
   * Ends the run once there are both a reason and a run. A load that has not started is refused
   * instead, so that it never starts.
   */
  private void end() {
    RunTerminator to;
    String why;
    boolean hasBegun;
    synchronized (this) {
      if (reason.isEmpty() || terminator == null) {
        return;
      }
      to = terminator;
      terminator = null;
      why = reason.get();
      hasBegun = begins;
    }
    if (hasBegun) {
      to.stop(why);
    } else {
      to.refuse(why);
    }
  }

  /**
   * Why the run ends early: the coordinator was lost, or has stopped or refused the run; empty
   * otherwise.
   */
  public synchronized Optional<String> reason() {
    return reason;
  }

  /** Whether the coordinator was lost. */
  public synchronized boolean hasLostCoordinator() {
    return lost;
  }

  /** The id of the run to which this injector belongs. */
  public String run() {
    return run;
  }

  @Override
  public void close() {
    done();
    channel.close();
    transport.close();
  }
}
