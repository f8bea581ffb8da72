package dev.onrush.internal.duet;

/** One of the two versions of a service in a duet; its name is that of the flow of its users. */
public enum Variant {
  /** The version that the other is compared with. */
  A,
  /** The version on trial: the target. */
  B;

  /** The name of its users of a class: {@code Browsing (A)}. */
  String of(String userClass) {
    return userClass + " (" + this + ")";
  }
}
