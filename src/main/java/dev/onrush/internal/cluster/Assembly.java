package dev.onrush.internal.cluster;

import dev.onrush.internal.cluster.message.Message;
import dev.onrush.internal.concurrent.TimedWait;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Assembles the injectors of a run. It admits them, and waits until all of them have created the
 * same plan and are warmed up, or until one of them cannot take part. Guarded by their coordinator.
 */
final class Assembly {

  /** The interval between two checks for other failures. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private final InjectorSlots slots;
  private final Admission admission;
  private final int injectors;
  private final Duration longestWait;
  private Optional<String> failure = Optional.empty();

  /**
   * Creates an assembly that no injector has joined.
   *
   * @param injectors the number of injectors of the run
   * @param longestWait the longest time until all injectors are ready
   */
  Assembly(InjectorSlots slots, Admission admission, int injectors, Duration longestWait) {
    this.slots = slots;
    this.admission = admission;
    this.injectors = injectors;
    this.longestWait = longestWait;
  }

  /**
   * Returns a welcome with a slot, or a refusal.
   *
   * @param begun whether the run has started
   */
  Message answer(String from, Message.Hello hello, boolean begun) {
    Message answer = admission.answer(from, hello, begun);
    if (answer instanceof Message.Refusal refused && !begun && admission.hasSlot(hello)) {
      // The slot of the refused injector stays empty, and the run would wait for it in vain.
      fail(refused.why());
    }
    return answer;
  }

  /**
   * Returns the refusal of an injector that has created a different plan; empty if the plan is the
   * same.
   */
  Optional<Message> refusal(InjectorSlot slot, Message.Planned planned) {
    Optional<String> why = admission.planDifference(slot, planned);
    why.ifPresent(this::fail);
    return why.map(Message.Refusal::new);
  }

  /** Records that an injector cannot take part, which ends the wait. */
  void fail(String why) {
    failure = Optional.of(why);
  }

  /**
   * Waits until all injectors are ready.
   *
   * @param monitor the monitor of the coordinator, held by the caller, and notified of each message
   * @param failed returns a failure elsewhere, if there is one; called from time to time
   * @param address the address at which injectors join
   * @throws IllegalArgumentException if the injectors are not ready in time, or one cannot take
   *     part
   */
  void await(Object monitor, Supplier<Optional<String>> failed, String address) {
    long deadline = System.nanoTime() + longestWait.toNanos();
    while (true) {
      // First of all, since an injector that is ready may refuse to take part as well.
      Optional<String> wrong = failure.or(failed);
      if (wrong.isPresent()) {
        throw new IllegalArgumentException(wrong.get());
      }
      if (slots.ready() >= injectors) {
        return;
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new IllegalArgumentException(
            "injectors was "
                + injectors
                + "; "
                + slots.taken().size()
                + " had joined and "
                + slots.ready()
                + (slots.ready() == 1 ? " was" : " were")
                + " ready after "
                + Quantity.duration(longestWait)
                + "; start the others with -Dcluster.join="
                + address
                + " and the same secret, or set a longer wait with -Dcluster.wait");
      }
      boolean unused =
          new TimedWait(LOOK)
              .until(monitor, () -> failure.isPresent() || slots.ready() == injectors);
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalArgumentException("the wait for injectors was interrupted");
      }
    }
  }
}
