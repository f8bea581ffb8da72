package dev.onrush.plan;

import io.gatling.javaapi.core.exec.Executable;

/**
 * A step of a chain that has a name of its own, so that it can be used as a task without giving the
 * task a name.
 *
 * @since 0.1.0
 */
public interface NamedStep extends Executable {

  /** The name in statistics; not blank. */
  String name();
}
