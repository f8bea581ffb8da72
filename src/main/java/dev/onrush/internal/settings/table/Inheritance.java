package dev.onrush.internal.settings.table;

/** Where an injector gets the setting from. */
enum Inheritance {
  /** Each JVM has its own value. A JVM that the coordinator starts gets the coordinator's value. */
  OWN,
  /**
   * Each JVM has its own value. A JVM that the coordinator starts does not get the coordinator's
   * value.
   */
  OWN_ALONE,
  /** The coordinator sends the value to its injectors, since the setting shapes the run. */
  SENT,
  /**
   * The setting has no effect on an injector. A JVM that the coordinator starts does not get it.
   */
  COORDINATOR_ONLY
}
