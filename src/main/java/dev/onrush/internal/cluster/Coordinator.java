package dev.onrush.internal.cluster;

import dev.onrush.internal.cluster.InjectorSlot.State;
import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.metrics.InjectorSum;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.Source;
import dev.onrush.internal.run.TimedWait;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.plan.Phase;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Leads the injectors of a run: it waits for them, starts them at one moment, and adds up their
 * intervals for the run. It sends no load itself.
 */
public final class Coordinator implements Source, MessageChannel.Recipient, AutoCloseable {

  /** The delay after which the injectors' intervals have arrived here. */
  private static final Duration BEHIND = Duration.ofMillis(200);

  /** The time from the start message to the start. */
  private static final long NOTICE_MILLIS = 500;

  /** The delay after which the last interval of an injector has been added. */
  private static final Duration AFTERWARDS = BEHIND.plusMillis(100);

  /**
   * The terms of a run over several injectors.
   *
   * @param injectors how many
   * @param longestWait limit until all are ready
   * @param goOn whether the run goes on after it has lost one
   * @param awaitAnswers how long an injector that is told to stop may wait for answers
   */
  public record Terms(int injectors, Duration longestWait, boolean goOn, Duration awaitAnswers) {}

  /** The failure of an injector, by its index. */
  private record Trouble(int injector, String text) {}

  private final Transport transport;
  private final MessageChannel channel;
  private final Terms terms;
  private final Timeouts timeouts;
  private final RunInfo info;
  private final PrintStream out;
  private final InjectorSlots slots;
  private final Assembly assembly;
  private @Nullable InjectorSum sum;
  private Optional<Trouble> trouble = Optional.empty();
  private boolean begun;

  /** When it told the injectors to begin, on this machine's clock. */
  private Instant started = Instant.EPOCH;

  /** When the run's first second began here, by {@link System#nanoTime}. */
  private volatile long zero;

  private boolean stopping;
  private long stopped;
  private boolean over;
  private Runnable whenOver = () -> {};
  private Consumer<Exchange> exchanges = exchange -> {};

  /**
   * A coordinator that waits for injectors.
   *
   * @param run its id
   * @param info of the whole run
   * @param plan the parts that identify the plan; an injector with another plan is refused
   * @param settings that injectors take over
   * @param reserved the slot of the injector with this process id, if this JVM has started it
   * @param out prints which injectors have joined
   */
  Coordinator(
      Transport transport,
      MessageAuthenticator authenticator,
      String run,
      Terms terms,
      Timeouts timeouts,
      RunInfo info,
      Map<String, String> plan,
      Map<String, String> settings,
      LongFunction<OptionalInt> reserved,
      PrintStream out) {
    this.transport = transport;
    this.terms = terms;
    this.timeouts = timeouts;
    this.info = info.with(RunInfo.CLUSTER_RUN, run);
    this.slots = new InjectorSlots(terms.injectors(), reserved);
    Admission admission = new Admission(slots, terms.injectors(), this.info, plan, settings);
    this.assembly = new Assembly(slots, admission, terms.injectors(), terms.longestWait());
    this.out = out;
    this.channel = new MessageChannel(transport, authenticator, run, timeouts, this);
    channel.open();
  }

  /**
   * Waits until all injectors are there, have made the same plan, and are warm.
   *
   * @param failed a failure elsewhere, if there is one; called from time to time
   * @return what is known of the run by then
   * @throws IllegalArgumentException if they are not in time, or one cannot take part
   */
  public synchronized RunInfo assemble(Supplier<Optional<String>> failed) {
    assembly.await(
        this,
        () -> {
          missSilent();
          return failed.get();
        },
        Addresses.of(transport.self()));
    sum = new InjectorSum(slots.inOrder().stream().map(slot -> slot.name).toList());
    return info.with(
        "injectors",
        terms.injectors()
            + ": "
            + String.join(
                ", ", slots.inOrder().stream().map(slot -> Addresses.of(slot.member)).toList()));
  }

  /** How the injectors warmed up. */
  public synchronized String warmUps() {
    return slots.warmUps();
  }

  /**
   * Starts all injectors at one moment.
   *
   * @param done called once, on a thread of its own, when no injector is active any more
   * @param end how the process of an injector, by its index, has ended, if this JVM knows it
   * @return waits for the moment at which the run's first second begins here, and says how long ago
   *     that was: injectors have begun, whatever has held up this JVM
   * @throws IllegalArgumentException if one was lost since they were assembled
   */
  public synchronized Supplier<Duration> start(Runnable done, IntFunction<Optional<String>> end) {
    missSilent();
    if (trouble.isPresent()) {
      throw new IllegalArgumentException(
          trouble.get().text()
              + " before the load began, so no load was sent; "
              + end.apply(trouble.get().injector())
                  .map(how -> "it " + how)
                  .orElse("start the run again"));
    }
    whenOver = done;
    begun = true;
    started = Instant.now();
    Duration slowest =
        slots.taken().stream()
            .map(slot -> channel.to(slot.member).slowest())
            .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
    long at = transport.time() + NOTICE_MILLIS + 2 * slowest.toMillis();
    long now = System.nanoTime();
    for (InjectorSlot slot : slots.taken()) {
      if (slot.state == State.READY) {
        slot.state = State.RUNNING;
        slot.watched = now;
        channel.to(slot.member).send(new Message.Start(at));
      }
    }
    checkOver();
    return () -> {
      Duration ago = transport.await(at + BEHIND.toMillis());
      zero = System.nanoTime() - ago.toNanos();
      return ago;
    };
  }

  @Override
  public synchronized void received(String from, Message message) {
    InjectorSlot slot = slots.of(from);
    if (message instanceof Message.Hello hello) {
      channel.to(from).send(assembly.answer(from, hello, begun));
    } else if (slot == null || slot.state == State.LOST) {
      channel.to(from).send(new Message.Refusal("it is no part of this run, or not any more"));
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
        lose(slot, slot.name + " ended (" + refused.why() + ")");
      }
    } else if (message instanceof Message.Ready ready) {
      slot.state = State.READY;
      slot.warmUp = ready.warmUp();
      slot.mostUsers = ready.mostUsers();
      out.println("Ready: " + slot.name);
    } else if (message instanceof Message.Begun started) {
      slot.late = started.late();
    } else if (message instanceof Message.Recorded told && sum != null) {
      sum.add(slot.name, told.interval());
      slot.endOfLoad = told.endOfLoad();
    } else if (message instanceof Message.Kept kept) {
      long begin = started.toEpochMilli();
      kept.exchanges().forEach(of -> exchanges.accept(of.sentAt(begin + of.at())));
    } else if (message instanceof Message.Finished done) {
      slot.notes = done.notes();
      if (done.completed() || stopping) {
        slot.state = State.DONE;
        checkOver();
      } else {
        gone(slot, slot.name + " ended early (" + done.detail() + ")");
      }
    }
  }

  /** A message of it may be lost, so its further intervals are not counted. */
  @Override
  public synchronized void failed(String from, Throwable e) {
    InjectorSlot slot = slots.of(from);
    if (slot != null) {
      String why = slot.name + ": a message of it could not be handled (" + e + ")";
      if (sum != null) {
        lose(slot, why);
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
    gone(slot, slot.name + " was lost");
    notifyAll();
  }

  /** Until all are assembled, it or another may still take the slot. */
  private void gone(InjectorSlot slot, String why) {
    if (sum != null) {
      lose(slot, why);
    } else {
      slots.release(slot.member);
      out.println("Gone: " + slot.name);
    }
  }

  /** Its data up to its last message is kept. */
  private void lose(InjectorSlot slot, String why) {
    if (!slot.isActive()) {
      return;
    }
    slot.state = State.LOST;
    if (sum != null) {
      sum.lost(slot.name);
    }
    // Where others have followed the plan to its end, nothing of theirs is missing.
    boolean nobodyIsLeft = slots.noneActive() && !slots.anyDone();
    if (trouble.isEmpty() && !stopping && (!begun || !terms.goOn() || nobodyIsLeft)) {
      trouble = Optional.of(new Trouble(slot.index, why));
      tellToStop(why);
    }
    checkOver();
  }

  /** An injector that hangs, or is cut off, keeps its connection. */
  private void missSilent() {
    for (InjectorSlot slot : slots.active()) {
      if (silence(slot).compareTo(timeouts.silence()) > 0) {
        gone(
            slot,
            slot.name
                + " was lost (nothing was heard of it for "
                + Quantity.duration(timeouts.silence())
                + ")");
      }
    }
  }

  /** Messages of it may be there and wait for this coordinator, as while the console hangs. */
  private Duration silence(InjectorSlot slot) {
    Duration watched = Duration.ofNanos(System.nanoTime() - slot.watched);
    return channel
        .silence(slot.member)
        .filter(heard -> heard.compareTo(watched) < 0)
        .orElse(watched);
  }

  @Override
  public synchronized Interval flip(Duration elapsed) {
    missSilent();
    Duration stop = timeouts.stop().plus(terms.awaitAnswers());
    if (stopping && System.nanoTime() - stopped > stop.toNanos()) {
      slots.active().forEach(slot -> lose(slot, slot.name + " did not stop"));
    }
    if (sum == null) {
      throw new IllegalStateException("injectors were not assembled");
    }
    return sum.take(elapsed);
  }

  /**
   * When the load was ended before all users had left, by {@link System#nanoTime}: the injectors
   * know that, and not who has told them to stop. Empty until all have said so.
   */
  public synchronized OptionalLong endOfLoad() {
    return slots.endOfLoad(stopping).stream().mapToLong(at -> zero + at.toNanos()).findAny();
  }

  /** Hands on what injectors keep of failed requests, from now on, by this machine's clock. */
  public synchronized void keepExchanges(Consumer<Exchange> to) {
    exchanges = to;
  }

  /** Injectors get phases with the profile. */
  @Override
  public void phases(List<Phase> phases) {}

  /**
   * Checks that the machine of each injector has room for its users.
   *
   * @param users of an injector, by its index
   * @throws IllegalArgumentException if one has not
   */
  public synchronized void checkFits(IntUnaryOperator users) {
    slots.active().forEach(slot -> slot.checkFits(users.applyAsInt(slot.index)));
  }

  /** Has all injectors follow this profile from now on. */
  public synchronized void follow(EffectiveLoad effective) {
    Message steer = new Message.Steer(effective.segments(), effective.interventions());
    slots.active().forEach(slot -> channel.to(slot.member).send(steer));
  }

  /** Ends all injectors gracefully. */
  public synchronized void stop(String reason) {
    tellToStop(reason);
    checkOver();
  }

  private void tellToStop(String reason) {
    if (!stopping) {
      stopping = true;
      stopped = System.nanoTime();
      slots.active().forEach(slot -> channel.to(slot.member).send(new Message.Stop(reason)));
    }
  }

  /** Tells all injectors that there is no run, and why; waits a moment until they have heard it. */
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

  /** Waits until no injector is active, for at most this time. */
  public synchronized void awaitEnd(Duration time) {
    boolean unused = new TimedWait(time).until(this, () -> slots.noneActive());
  }

  private void checkOver() {
    if (begun && !over && slots.noneActive()) {
      over = true;
      Thread end =
          new Thread(
              () -> {
                // This run's clock is behind theirs: its last second has to include theirs.
                LockSupport.parkNanos(AFTERWARDS.toNanos());
                whenOver.run();
              },
              "onrush-over");
      end.setDaemon(true);
      end.start();
    }
  }

  /** The injector failure that ended the run early, if there was one. */
  public synchronized Optional<String> trouble() {
    return trouble.map(Trouble::text);
  }

  /** One that ends before its plan is lost, unless all were told to stop. */
  @Override
  public synchronized boolean hasFollowedItsPlan() {
    return begun && !stopping && slots.noneActive() && slots.anyDone();
  }

  @Override
  public synchronized List<String> notes() {
    List<String> notes = new ArrayList<>(slots.notes());
    if (channel.refused() > 0) {
      notes.add(
          channel.refused()
              + " messages were refused, of senders who do not know the cluster's secret");
    }
    return notes;
  }

  @Override
  public void close() {
    channel.close();
    transport.close();
  }
}
