package dev.onrush.internal.launch.target;

import dev.onrush.internal.run.Closings;
import dev.onrush.internal.text.FailureText;
import dev.onrush.spi.TargetProvider.Target;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/**
 * The two services of a duet. As a target, they have the address of B, the version under test, and
 * are closed together.
 *
 * @param a the version with which the other is compared
 * @param b the version under test
 */
public record DuetTargets(Target a, Target b) implements Target {

  /**
   * Starts both services. If the second cannot be started, the first is closed again.
   *
   * @param cleanUp deletes what the first service leaves behind, after it was closed
   */
  static DuetTargets started(Supplier<Target> first, Supplier<Target> second, Runnable cleanUp) {
    Target a = first.get();
    try {
      return new DuetTargets(a, second.get());
    } catch (RuntimeException | Error e) {
      Closings.each(List.of(a::close, cleanUp));
      throw e;
    }
  }

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
  public void awaitReady() throws IOException {
    awaitReady("A", a);
    awaitReady("B", b);
  }

  private static void awaitReady(String variant, Target service) throws IOException {
    try {
      service.awaitReady();
    } catch (IOException e) {
      throw new IOException(variant + " of the duet: " + FailureText.of(e), e);
    }
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
