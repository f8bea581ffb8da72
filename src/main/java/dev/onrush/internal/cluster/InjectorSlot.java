package dev.onrush.internal.cluster;

import java.util.List;

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
  long heard = System.nanoTime();
  long late;
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

  /** Whether it has neither ended nor been lost. */
  boolean isActive() {
    return state != State.DONE && state != State.LOST;
  }
}
