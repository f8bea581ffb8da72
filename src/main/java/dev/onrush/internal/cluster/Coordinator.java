package dev.onrush.internal.cluster;

import dev.onrush.internal.cluster.InjectorSlot.State;
import dev.onrush.internal.cluster.message.Addresses;
import dev.onrush.internal.cluster.message.Message;
import dev.onrush.internal.cluster.message.MessageChannel;
import dev.onrush.internal.cluster.message.ReliableSender;
import dev.onrush.internal.cluster.message.Timeouts;
import dev.onrush.internal.cluster.message.Transport;
import dev.onrush.internal.concurrent.TimedWait;
import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.metrics.InjectorSum;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.Source;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.profile.Phase;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of the injectors of a run. It waits for them, starts them at the same moment, and
 * adds up their intervals. It generates no load itself.
 */
public final class Coordinator implements Source, MessageChannel.Recipient, AutoCloseable {

  /** The time between the start message and the start. */
  private static final long NOTICE_MILLIS = 500;

  /** The time in which a change of the load reaches injectors whose network causes no delay. */
  private static final Duration DELIVERY = Duration.ofMillis(300);

  /**
   * The longest additional time for a slow network; one slow message must not delay all changes.
   */
  private static final Duration SLOW_DELIVERY = Duration.ofSeconds(1);

  /** How much earlier than the coordinator's second an injector's second may end. */
  private static final Duration TICK = Duration.ofMillis(100);

  private final Transport transport;
  private final MessageChannel channel;
  private final ClusterTerms terms;
  private final Timeouts timeouts;
  private final RunInfo info;
  private final PrintStream out;
  private final InjectorSlots slots;
  private final Assembly assembly;
  private final ClusterEnd end;
  private @Nullable InjectorSum sum;

  /** When the injectors were told to start, according to the clock of this machine. */
  private Instant started = Instant.EPOCH;

  /**
   * When the run's first second started on the coordinator, in terms of {@link System#nanoTime}.
   */
  private volatile long zero;

  private Consumer<Exchange> exchanges = exchange -> {};

  /**
   * Creates a coordinator that waits for injectors.
   *
   * @param plan the plan that all injectors follow; an injector with a different plan is refused
   * @param reserved returns the slot of the injector with the given process id, if this JVM has
   *     started it
   * @param out receives a line for each injector that becomes ready or leaves
   */
  Coordinator(
      ClusterLink link,
      ClusterTerms terms,
      SharedPlan plan,
      LongFunction<OptionalInt> reserved,
      PrintStream out) {
    this.transport = link.transport();
    this.terms = terms;
    this.timeouts = link.timeouts();
    SharedPlan shared = plan.ofRun(link.run());
    this.info = shared.info();
    this.slots = new InjectorSlots(terms.injectors(), reserved);
    Admission admission = new Admission(slots, terms.injectors(), shared);
    this.assembly = new Assembly(slots, admission, terms.injectors(), terms.longestWait());
    this.out = out;
    this.channel = link.channel(this);
    this.end = new ClusterEnd(slots, channel, terms, timeouts, out);
    channel.open();
  }

  /**
   * Waits until all injectors have joined, have created the same plan, and are warmed up.
   *
   * @param failed returns a failure elsewhere, if there is one; called from time to time
   * @return the description of the run as known by then
   * @throws IllegalArgumentException if the injectors are not ready in time, or one cannot take
   *     part
   */
  public synchronized RunInfo assemble(Supplier<Optional<String>> failed) {
    assembly.await(
        this,
        () -> {
          end.missSilent();
          return failed.get();
        },
        Addresses.of(transport.self()));
    InjectorSum added = new InjectorSum(slots.inOrder().stream().map(slot -> slot.name).toList());
    sum = added;
    end.assembled(added::lost);
    return info.with(
        "injectors",
        terms.injectors()
            + ": "
            + String.join(
                ", ", slots.inOrder().stream().map(slot -> Addresses.of(slot.member)).toList()));
  }

  /** Describes how the injectors warmed up. */
  public synchronized String warmUps() {
    return slots.warmUps();
  }

  /**
   * Starts all injectors at the same moment.
   *
   * @param done called once, on a separate thread, when no injector is active any more
   * @param ended returns how the process of the injector with the given index ended, if this JVM
   *     knows
   * @return a function that waits for the moment at which the run's first second starts on the
   *     coordinator, and returns how long ago that moment was; a delay of this JVM does not delay
   *     the injectors
   * @throws IllegalArgumentException if an injector was lost after it was assembled
   */
  public synchronized Supplier<Duration> start(Runnable done, IntFunction<Optional<String>> ended) {
    end.missSilent();
    Optional<ClusterEnd.Trouble> lost = end.trouble();
    if (lost.isPresent()) {
      throw new IllegalArgumentException(
          lost.get().text()
              + " before the load began, so no load was sent; "
              + ended
                  .apply(lost.get().injector())
                  .map(how -> "it " + how)
                  .orElse("start the run again"));
    }
    end.begin(done);
    started = Instant.now();
    long at = transport.time() + NOTICE_MILLIS + 2 * slowestAcknowledgement().toMillis();
    long now = System.nanoTime();
    for (InjectorSlot slot : slots.taken()) {
      if (slot.state == State.READY) {
        slot.state = State.RUNNING;
        slot.watched = now;
        channel.to(slot.member).send(new Message.Start(at));
      }
    }
    end.check();
    return () -> {
      Duration ago = transport.await(at + ClusterTerms.BEHIND.toMillis());
      zero = System.nanoTime() - ago.toNanos();
      return ago;
    };
  }

  private Duration slowestAcknowledgement() {
    return slots.taken().stream()
        .map(slot -> channel.to(slot.member).slowest())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /**
   * The clock of the coordinator is behind the clocks of the injectors, and a change takes time to
   * reach them. Arrivals that an injector has sent after a change took effect count for the new
   * load, so that it would be silent until they are due.
   */
  @Override
  public synchronized Duration notice() {
    Duration slowest = slowestAcknowledgement();
    return ClusterTerms.BEHIND
        .plus(DELIVERY)
        .plus(slowest.compareTo(SLOW_DELIVERY) < 0 ? slowest : SLOW_DELIVERY);
  }

  @Override
  public synchronized void received(String from, Message message) {
    InjectorSlot slot = slots.of(from);
    if (message instanceof Message.Hello hello) {
      channel.to(from).send(assembly.answer(from, hello, end.hasBegun()));
    } else if (slot == null || slot.state == State.LOST) {
      channel
          .to(from)
          .send(
              new Message.Refusal("this injector does not belong to this run, or no longer does"));
    } else {
      follow(slot, message);
    }
    notifyAll();
  }

  private void follow(InjectorSlot slot, Message message) {
    if (message instanceof Message.Planned planned) {
      assembly.refusal(slot, planned).ifPresent(channel.to(slot.member)::send);
    } else if (message instanceof Message.Refusal refused) {
      assembly.fail(slot.name + ": " + refused.why());
      if (sum != null) {
        end.lose(slot, slot.name + " ended (" + refused.why() + ")");
      }
    } else if (message instanceof Message.Ready ready) {
      slot.state = State.READY;
      slot.warmUp = ready.warmUp();
      slot.mostUsers = ready.mostUsers();
      out.println("Ready: " + slot.name);
    } else if (message instanceof Message.Begun started) {
      slot.late = OptionalLong.of(started.late());
    } else if (message instanceof Message.Recorded told && sum != null) {
      sum.add(slot.name, told.interval());
      slot.recorded = told.interval().end();
      slot.endOfLoad = told.endOfLoad();
    } else if (message instanceof Message.Kept kept) {
      long begin = started.toEpochMilli();
      kept.exchanges().forEach(of -> exchanges.accept(of.sentAt(begin + of.at())));
    } else if (message instanceof Message.Finished done) {
      slot.notes = done.notes();
      if (done.completed() || end.isStopping()) {
        slot.state = State.DONE;
        end.check();
      } else {
        end.gone(slot, slot.name + " ended early (" + done.detail() + ")");
      }
    }
  }

  /**
   * Counts the injector as lost. One of its messages may be missing, so that its further intervals
   * must not be counted.
   */
  @Override
  public synchronized void failed(String from, Throwable e) {
    InjectorSlot slot = slots.of(from);
    if (slot != null) {
      String why = slot.name + ": one of its messages could not be handled (" + e + ")";
      if (sum != null) {
        end.lose(slot, why);
      } else {
        assembly.fail(why);
      }
      notifyAll();
    }
  }

  @Override
  public synchronized void left(String member) {
    InjectorSlot slot = slots.of(member);
    if (slot == null || !slot.isActive()) {
      return;
    }
    end.gone(slot, slot.name + " was lost");
    notifyAll();
  }

  @Override
  public synchronized Interval takeInterval(Duration elapsed) {
    end.missSilent();
    end.missUnstopped();
    if (sum == null) {
      throw new IllegalStateException("injectors were not assembled");
    }
    awaitReports(elapsed);
    return sum.take(elapsed);
  }

  /**
   * Waits a moment for injectors whose intervals up to now have not arrived. A rate or a count in
   * this second would be too low without them, and too high in the next one.
   */
  private void awaitReports(Duration elapsed) {
    Duration due = elapsed.truncatedTo(ChronoUnit.SECONDS).minus(TICK);
    boolean unused =
        new TimedWait(timeouts.report())
            .until(
                this,
                () ->
                    slots.taken().stream()
                        .filter(slot -> slot.state == State.RUNNING)
                        .allMatch(slot -> slot.recorded.compareTo(due) >= 0));
  }

  /**
   * The moment, in terms of {@link System#nanoTime}, at which the load was ended before all users
   * had left. The injectors report this moment, no matter who told them to stop. Empty until all of
   * them have reported it.
   */
  public synchronized OptionalLong endOfLoad() {
    return slots.endOfLoad(end.isStopping()).stream()
        .mapToLong(at -> zero + at.toNanos())
        .findAny();
  }

  /**
   * Sets the receiver of the exchanges that injectors keep, of failed and slow requests, from now
   * on. Their times are converted to the clock of this machine.
   */
  public synchronized void keepExchanges(Consumer<Exchange> to) {
    exchanges = to;
  }

  /** Does nothing, because the injectors receive the phases together with the load profile. */
  @Override
  public void phases(List<Phase> phases) {}

  /**
   * Checks that the machine of each injector has room for its users.
   *
   * @param users returns the number of users of the injector with the given index
   * @throws IllegalArgumentException if a machine does not have enough room
   */
  public synchronized void checkFits(IntUnaryOperator users) {
    slots.active().forEach(slot -> slot.checkFits(users.applyAsInt(slot.index)));
  }

  /** Makes all injectors follow this load from now on. */
  public synchronized void follow(EffectiveLoad effective) {
    Message steer = new Message.Steer(effective.segments(), effective.interventions());
    slots.active().forEach(slot -> channel.to(slot.member).send(steer));
  }

  /** Stops all injectors gracefully. */
  public synchronized void stop(String reason) {
    end.stop(reason);
  }

  /**
   * Tells all injectors that there is no run, and why. Waits a moment until they have accepted the
   * message.
   */
  public void refuse(String why) {
    List<ReliableSender> senders;
    synchronized (this) {
      senders = slots.active().stream().map(slot -> channel.to(slot.member)).toList();
    }
    senders.forEach(sender -> sender.send(new Message.Refusal(why)));
    long deadline = System.nanoTime() + timeouts.refusal().toNanos();
    for (ReliableSender sender : senders) {
      boolean unused = sender.await(Duration.ofNanos(deadline - System.nanoTime()));
    }
  }

  /** Waits until no injector is active, at most for this time. */
  public synchronized void awaitEnd(Duration time) {
    boolean unused = new TimedWait(time).until(this, () -> slots.noneActive());
  }

  /** The injector failure that ended the run early, if there was one. */
  public synchronized Optional<String> trouble() {
    return end.trouble().map(ClusterEnd.Trouble::text);
  }

  /**
   * Whether the injectors have followed the plan to its end. An injector that ends before that
   * counts as lost, unless all injectors were told to stop.
   */
  @Override
  public synchronized boolean hasFollowedItsPlan() {
    return end.hasFollowedItsPlan();
  }

  @Override
  public synchronized List<String> notes() {
    List<String> notes = new ArrayList<>(slots.notes());
    long refused = channel.refused();
    if (refused > 0) {
      notes.add(
          Quantity.count(refused, "message")
              + (refused == 1 ? " was" : " were")
              + " refused: not signed with the secret of this cluster, or for another run");
    }
    return notes;
  }

  @Override
  public void close() {
    channel.close();
    transport.close();
  }
}
