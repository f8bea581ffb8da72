package dev.onrush.internal.launch.role;

import dev.onrush.spi.TargetProvider.Target;
import java.net.URI;

/**
 * The two services of a duet. As a target they are B, which is on trial, and are closed together.
 *
 * @param a the version that the other is compared with
 * @param b the version on trial
 */
public record DuetTargets(Target a, Target b) implements Target {

  @Override
  public URI uri() {
    return b.uri();
  }

  @Override
  public String description() {
    return a.description().equals(b.description())
        ? "two, each " + a.description()
        : "A: " + a.description() + "; B: " + b.description();
  }

  @Override
  public void close() {
    try {
      a.close();
    } finally {
      b.close();
    }
  }
}
