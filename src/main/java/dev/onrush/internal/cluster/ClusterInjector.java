package dev.onrush.internal.cluster;

import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.run.Run;
import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.RunState;
import dev.onrush.internal.run.TimedWait;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.RunEnd;
import dev.onrush.units.Quantity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The side of an injector in a cluster: it follows the commands of its coordinator and sends it
 * each interval. When the coordinator is lost, its run ends, and its log remains.
 */
public final class ClusterInjector implements RunObserver, MessageChannel.Recipient, AutoCloseable {

  /** A coordinator that is there starts the run, or ends it: it may wait for others for long. */
  private static final Duration WHILE_IT_IS_THERE = Duration.ofDays(1);

  /** The longest wait for the last messages to be accepted. */
  private static final Duration FAREWELL = Duration.ofSeconds(8);

  /** Ends the run of this JVM, on whatever thread; one of the two is called, once. */
  public interface Hands {

    /** Ends the load gracefully. */
    void stop(String reason);

    /** The load has not begun, and will not. */
    void refuse(String why);
  }

  private final Transport transport;
  private final String run;
  private final String coordinator;

  /** The coordinator in messages. */
  private final String leader;

  private final MessageChannel channel;
  private final ReliableSender sender;
  private final Duration wait;
  private Message.@Nullable Welcome welcome;
  private Optional<Long> start = Optional.empty();
  private Optional<String> reason = Optional.empty();
  private boolean lost;

  /** Whether the load begins, or has begun: only then is there a run to be ended. */
  private boolean begins;

  private boolean done;

  /** When the run of this JVM began, on its machine's clock. */
  private Instant started = Instant.EPOCH;

  private @Nullable Run load;
  private @Nullable Hands hands;

  /**
   * An injector that has found its coordinator.
   *
   * @param coordinator its name in the transport
   * @param run the id of its run
   * @param wait the longest time until the coordinator gives it a slot
   */
  ClusterInjector(
      Transport transport,
      MessageAuthenticator authenticator,
      String run,
      String coordinator,
      Timeouts timeouts,
      Duration wait) {
    this.transport = transport;
    this.run = run;
    this.coordinator = coordinator;
    this.leader = "the coordinator " + Addresses.of(coordinator);
    this.wait = wait;
    this.channel = new MessageChannel(transport, authenticator, run, timeouts, this);
    this.sender = channel.to(coordinator);
    channel.open();
    new CoordinatorWatch(transport, coordinator, sender, timeouts.silence())
        .start(this::isOver, this::isWaiting, this::lose);
  }

  private synchronized boolean isOver() {
    return done || lost;
  }

  /** Whether it has a slot, and its load has not begun: from then on it tells each interval. */
  private synchronized boolean isWaiting() {
    return welcome != null && !begins && reason.isEmpty();
  }

  /** Asks for a slot. */
  void hello(String version) {
    sender.send(new Message.Hello(ProcessHandle.current().pid(), version));
  }

  /**
   * Its index among the injectors, from 0.
   *
   * @throws IllegalArgumentException if it is refused; the message says why
   */
  public int index() {
    return welcome().index();
  }

  /** How many injectors there are. */
  public int of() {
    return welcome().of();
  }

  /** The settings that shape the run, by their names. */
  public Map<String, String> settings() {
    return welcome().settings();
  }

  /** What is known of the whole run. */
  public RunInfo info() {
    return welcome().info();
  }

  /** Its number and its address, {@code 2 of 3 (10.0.0.6:5701)}. */
  public String place() {
    return (index() + 1) + " of " + of() + " (" + Addresses.of(transport.self()) + ")";
  }

  private synchronized Message.Welcome welcome() {
    if (welcome == null) {
      await(wait, () -> welcome != null);
    }
    if (welcome == null) {
      throw new IllegalArgumentException(leader + " gave no place in " + Quantity.duration(wait));
    }
    return welcome;
  }

  /** Sends its plan; a refusal would come before the start. */
  public void planned(Map<String, String> plan) {
    sender.send(new Message.Planned(plan));
  }

  /** Tells the coordinator that it does not take part, and why, unless that comes from there. */
  public void refuse(String why) {
    if (reason().isPresent()) {
      return;
    }
    sender.send(new Message.Refusal(why));
    boolean unused = sender.await(Duration.ofSeconds(2));
  }

  /**
   * Says that it can begin, and waits for the start message for as long as the coordinator is
   * there: others may come late, and what the plan does before its load takes its time.
   *
   * @param mostUsers that this machine has room for; the coordinator asks for no more
   * @throws IllegalArgumentException if there is no start, or an end before it; the message says
   *     why
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

  /** Waits for the moment at which all begin. */
  public void awaitStart() {
    long at;
    synchronized (this) {
      at = start.orElseThrow(() -> new IllegalStateException("no start was told"));
    }
    sender.send(new Message.Begun(transport.await(at).toMillis()));
  }

  /**
   * Sets the run that the coordinator leads from now on.
   *
   * @param run that follows the coordinator's profiles
   */
  public void lead(Run run, Hands to) {
    synchronized (this) {
      this.load = run;
      this.hands = to;
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
    stop("a message of the coordinator could not be handled (" + e + ")");
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
    // What is still to be sent has no receiver; the log has it.
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

  /** Once there are a reason and a run. With a reason, a load that has not begun does not begin. */
  private void end() {
    Hands to;
    String why;
    boolean hasBegun;
    synchronized (this) {
      if (reason.isEmpty() || hands == null) {
        return;
      }
      to = hands;
      hands = null;
      why = reason.get();
      hasBegun = begins;
    }
    if (hasBegun) {
      to.stop(why);
    } else {
      to.refuse(why);
    }
  }

  /** Why the run ends early, if the coordinator was lost, or stopped or refused it. */
  public synchronized Optional<String> reason() {
    return reason;
  }

  /** Whether the coordinator was lost. */
  public synchronized boolean hasLostCoordinator() {
    return lost;
  }

  @Override
  public void interval(RunState state) {
    sender.send(new Message.Recorded(state.interval(), state.timeline().endOfLoad()));
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl control) {
    started = info.started();
  }

  /** Sends the coordinator what was kept of failed requests. */
  public void kept(List<Exchange> exchanges) {
    long begin = started.toEpochMilli();
    sender.send(
        new Message.Kept(
            exchanges.stream().map(exchange -> exchange.sentAt(exchange.at() - begin)).toList()));
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    sender.send(
        new Message.Finished(
            result.ending().how() == RunEnd.How.COMPLETED,
            result.ending().detail(),
            result.notes()));
    boolean unused = sender.await(FAREWELL);
    synchronized (this) {
      done = true;
    }
  }

  /** The id of the run that it is part of. */
  public String run() {
    return run;
  }

  @Override
  public void close() {
    synchronized (this) {
      done = true;
    }
    channel.close();
    transport.close();
  }
}
