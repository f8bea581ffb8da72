package dev.onrush.internal.cluster;

import dev.onrush.internal.cluster.InjectorSlot.State;
import dev.onrush.internal.cluster.message.Message;
import dev.onrush.internal.cluster.message.MessageChannel;
import dev.onrush.internal.cluster.message.Timeouts;
import dev.onrush.units.Quantity;
import java.io.PrintStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends the run of several injectors. It counts injectors that are silent or have left as lost,
 * tells the others to stop if the run cannot go on without them, and reports once when none is
 * active any more. Guarded by its coordinator.
 */
final class ClusterEnd {

  /** The delay after which the last interval of an injector has been added up. */
  private static final Duration AFTERWARDS = ClusterTerms.BEHIND.plusMillis(100);

  /** The failure of the injector with the given index. */
  record Trouble(int injector, String text) {}

  private final InjectorSlots slots;
  private final MessageChannel channel;
  private final ClusterTerms terms;
  private final Timeouts timeouts;
  private final PrintStream out;

  /** Receives the name of each lost injector; null until all injectors are assembled. */
  private @Nullable Consumer<String> losses;

  private Optional<Trouble> trouble = Optional.empty();
  private boolean begun;
  private boolean stopping;
  private long stopped;

  /** When this JVM was last seen running since the begin, in terms of {@link System#nanoTime}. */
  private long alive;

  /** The last standstill of this JVM that was longer than the longest silence, and its end. */
  private Duration standstill = Duration.ZERO;

  private long standstillEnd;
  private boolean over;
  private Runnable whenOver = () -> {};

  /**
   * Creates the end of a run that no injector has joined.
   *
   * @param out receives a line for each injector that leaves before the run
   */
  ClusterEnd(
      InjectorSlots slots,
      MessageChannel channel,
      ClusterTerms terms,
      Timeouts timeouts,
      PrintStream out) {
    this.slots = slots;
    this.channel = channel;
    this.terms = terms;
    this.timeouts = timeouts;
    this.out = out;
  }

  /**
   * From now on, all injectors are known. One that leaves is lost, and its slot stays its own.
   *
   * @param lost receives the name of each lost injector
   */
  void assembled(Consumer<String> lost) {
    losses = lost;
  }

  /**
   * From now on, the injectors are told to start.
   *
   * @param done called once, on a separate thread, when no injector is active any more
   */
  void begin(Runnable done) {
    whenOver = done;
    begun = true;
    alive = System.nanoTime();
  }

  boolean hasBegun() {
    return begun;
  }

  /** Whether the injectors were told to stop. */
  boolean isStopping() {
    return stopping;
  }

  /** The injector failure that ended the run early, if there was one. */
  Optional<Trouble> trouble() {
    return trouble;
  }

  /** Whether the injectors have followed the plan to its end. */
  boolean hasFollowedItsPlan() {
    return begun && !stopping && slots.noneActive() && slots.anyDone();
  }

  /** Stops all injectors gracefully. */
  void stop(String reason) {
    tellToStop(reason);
    check();
  }

  private void tellToStop(String reason) {
    if (!stopping) {
      stopping = true;
      stopped = System.nanoTime();
      slots.active().forEach(slot -> channel.to(slot.member).send(new Message.Stop(reason)));
    }
  }

  /**
   * Handles an injector that has left. Until all injectors are assembled, its slot is released, so
   * that it or another injector can take it.
   */
  void gone(InjectorSlot slot, String why) {
    if (losses != null) {
      lose(slot, why);
    } else {
      slots.release(slot.member);
      out.println("Gone: " + slot.name);
    }
  }

  /** Counts an injector as lost. Its data up to its last message is kept. */
  void lose(InjectorSlot slot, String why) {
    if (!slot.isActive()) {
      return;
    }
    slot.state = State.LOST;
    if (losses != null) {
      losses.accept(slot.name);
    }
    // If others have followed the plan to its end, none of their data is missing.
    boolean nobodyIsLeft = slots.noneActive() && !slots.anyDone();
    if (trouble.isEmpty() && !stopping && (!begun || !terms.goOn() || nobodyIsLeft)) {
      String cause = afterStandstill() + why;
      trouble = Optional.of(new Trouble(slot.index, cause));
      tellToStop(cause);
    }
    check();
  }

  /**
   * Names a standstill of this JVM, during which its injectors have given it up; empty if there was
   * none. The messages that had arrived by then may be read before their losses are noticed.
   */
  private String afterStandstill() {
    noteStandstill();
    return standstill.isZero() || since(standstillEnd).compareTo(timeouts.silence()) > 0
        ? ""
        : "the coordinator stood still for "
            + Quantity.duration(standstill.truncatedTo(ChronoUnit.SECONDS))
            + ", and ";
  }

  private void noteStandstill() {
    Duration gap = since(alive);
    alive = System.nanoTime();
    if (begun && gap.compareTo(timeouts.silence()) > 0) {
      standstill = gap;
      standstillEnd = alive;
    }
  }

  private static Duration since(long moment) {
    return Duration.ofNanos(System.nanoTime() - moment);
  }

  /**
   * Counts silent injectors as lost, because an injector that hangs or is cut off keeps its
   * connection.
   */
  void missSilent() {
    noteStandstill();
    for (InjectorSlot slot : slots.active()) {
      if (silence(slot).compareTo(timeouts.silence()) > 0) {
        gone(
            slot,
            slot.name
                + " was lost (no message from it for "
                + Quantity.duration(timeouts.silence())
                + ")");
      }
    }
  }

  /**
   * Returns how long nothing was received from an injector. Messages count as soon as they are
   * accepted, even if they still wait for this coordinator, for example while the console hangs.
   */
  private Duration silence(InjectorSlot slot) {
    Duration watched = since(slot.watched);
    return channel
        .silence(slot.member)
        .filter(heard -> heard.compareTo(watched) < 0)
        .orElse(watched);
  }

  /** Counts injectors as lost that were told to stop and are active for too long after that. */
  void missUnstopped() {
    Duration stop = timeouts.stop().plus(terms.awaitAnswers());
    if (stopping && System.nanoTime() - stopped > stop.toNanos()) {
      slots.active().forEach(slot -> lose(slot, slot.name + " did not stop"));
    }
  }

  /** Reports the end of the run once no injector is active. */
  void check() {
    if (begun && !over && slots.noneActive()) {
      over = true;
      Thread end =
          new Thread(
              () -> {
                // The coordinator's clock is behind the clocks of the injectors; its last second
                // must include theirs.
                LockSupport.parkNanos(AFTERWARDS.toNanos());
                whenOver.run();
              },
              "onrush-over");
      end.setDaemon(true);
      end.start();
    }
  }
}
