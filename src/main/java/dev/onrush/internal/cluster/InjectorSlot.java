package dev.onrush.internal.cluster;

import dev.onrush.internal.cluster.message.Addresses;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** The state of one injector of a run, as its coordinator knows it. */
final class InjectorSlot {

  /** The progress of an injector. */
  enum State {
    JOINED,
    READY,
    RUNNING,
    DONE,
    LOST
  }

  final int index;
  final String member;
  final String name;
  State state = State.JOINED;
  String warmUp = "";
  long mostUsers = Long.MAX_VALUE;

  /**
   * When the injector joined, or was told to start, in terms of {@link System#nanoTime}. Its
   * silence counts from then on.
   */
  long watched = System.nanoTime();

  /** How late the injector began, in milliseconds; empty until it has reported it. */
  OptionalLong late = OptionalLong.empty();

  /** The end of the injector's last interval that has arrived. */
  Duration recorded = Duration.ZERO;

  /** When the load of the injector was ended, since the run's start; empty if it was not ended. */
  Optional<Duration> endOfLoad = Optional.empty();

  List<String> notes = List.of();

  /**
   * Creates the slot of an injector that has joined.
   *
   * @param index from 0
   * @param of the number of injectors of the run
   * @param member the name of the injector in the transport
   */
  InjectorSlot(int index, int of, String member) {
    this.index = index;
    this.member = member;
    this.name = "injector " + (index + 1) + " of " + of + " (" + Addresses.of(member) + ")";
  }

  /**
   * Checks that the injector's machine has room for this number of users.
   *
   * @throws IllegalArgumentException if it does not have enough room
   */
  void checkFits(int users) {
    if (users > mostUsers) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s would have %,d users at this level; its machine allows %,d; choose a lower level,"
                  + " or start the run with more injectors",
              name,
              users,
              mostUsers));
    }
  }

  /** Whether the injector has neither ended nor been lost. */
  boolean isActive() {
    return state != State.DONE && state != State.LOST;
  }
}
