package dev.onrush.internal.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One of the injectors of a run, as its coordinator knows it. */
final class InjectorSlot {

  /** How far an injector has come. */
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

  /** From when on it has to be heard of: since it has joined, or since it was told to start. */
  long watched = System.nanoTime();

  long late;

  /** When its load was ended, since the run's start; empty if it was not. */
  Optional<Duration> endOfLoad = Optional.empty();

  List<String> notes = List.of();

  /**
   * The slot of an injector that has joined.
   *
   * @param index from 0
   * @param of how many injectors the run has
   * @param member its name in the transport
   */
  InjectorSlot(int index, int of, String member) {
    this.index = index;
    this.member = member;
    this.name = "injector " + (index + 1) + " of " + of + " (" + Addresses.of(member) + ")";
  }

  /**
   * Checks that its machine has room for so many users.
   *
   * @throws IllegalArgumentException if it has not
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

  /** Whether it has neither ended nor been lost. */
  boolean isActive() {
    return state != State.DONE && state != State.LOST;
  }
}
