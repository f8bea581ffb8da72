package dev.onrush.internal.launch.target;

import dev.onrush.internal.launch.target.ProviderStep.TimeLimits;
import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.internal.text.FailureText;
import dev.onrush.spi.TargetProvider;
import dev.onrush.spi.TargetProvider.Target;
import dev.onrush.units.Given;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A service that a provider has started. Code of the provider that does not return cannot keep the
 * run from ending.
 */
final class StartedTarget implements Target {

  /** The beginning of the message about a service that does not start. */
  static final String NOT_STARTED = "the service could not be started: ";

  /** Starts a service. */
  interface Start {
    Target target() throws IOException;
  }

  private final Target service;
  private final Steps steps;
  private @Nullable URI uri;
  private @Nullable String description;

  private StartedTarget(Target service, Steps steps) {
    this.service = service;
    this.steps = steps;
  }

  /**
   * Starts a service.
   *
   * @param by the provider, whose name is shown
   * @param console prints a line
   * @throws IOException if code of the provider fails or does not return
   */
  static Target by(TargetProvider by, Start start, TimeLimits limits, Consumer<String> console)
      throws IOException {
    Steps steps = new Steps(by.getClass().getName(), limits, console);
    Target service = steps.step("start(…)", start::target).await(steps::close);
    return new StartedTarget(Given.value(service, "the target of " + steps.provider()), steps);
  }

  /** The full name of the provider's class. */
  String provider() {
    return steps.provider();
  }

  /**
   * The address that the provider gives. The provider is asked once.
   *
   * @throws IllegalArgumentException if it cannot be the address of a target
   * @throws UncheckedIOException if the provider's code fails or does not return
   */
  @Override
  public synchronized URI uri() {
    URI known = uri;
    if (known == null) {
      known = answered(() -> steps.uri(service));
      uri = known;
    }
    return known;
  }

  @Override
  public synchronized String description() {
    String known = description;
    if (known == null) {
      known = answered(() -> steps.description(service));
      description = known;
    }
    return known;
  }

  private interface Asked<T> {
    T answer() throws IOException;
  }

  private static <T> T answered(Asked<T> asked) {
    try {
      return asked.answer();
    } catch (IOException e) {
      throw new UncheckedIOException(NOT_STARTED + FailureText.of(e), e);
    }
  }

  /** Waits until the service is ready, which takes bounded time. */
  @Override
  public void awaitReady() throws IOException {
    try {
      steps.of("awaitReady()", service::awaitReady).await(unused -> {});
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e); // a refusal, of which this is enough
    }
  }

  /** Closes the service. If that fails or does not end in time, the run ends without it. */
  @Override
  public void close() {
    steps.close(service);
  }

  /** The steps of one provider's code. */
  private record Steps(String provider, TimeLimits limits, Consumer<String> console) {

    private interface Code {
      void run() throws IOException;
    }

    <T> ProviderStep<T> step(String method, Callable<T> code) {
      return new ProviderStep<>(method + " of " + provider, code, limits, console);
    }

    ProviderStep<Boolean> of(String method, Code code) {
      return step(
          method,
          () -> {
            code.run();
            return true;
          });
    }

    URI uri(Target service) throws IOException {
      String what = "uri() of the target of " + provider;
      String given = Given.value(step("uri()", service::uri).await(unused -> {}), what).toString();
      try {
        return HttpAddress.base(given);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            what + " was " + HttpAddress.withoutCredentials(given) + ", " + e.getMessage(), e);
      }
    }

    String description(Target service) throws IOException {
      return Given.value(
          step("description()", service::description).await(unused -> {}),
          "description() of the target of " + provider);
    }

    void close(Target service) {
      of("close()", service::close).close();
    }
  }
}
