package dev.onrush.internal.launch.role;

import dev.onrush.internal.launch.role.ProviderStep.TimeLimits;
import dev.onrush.internal.run.ServiceProviders;
import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.spi.TargetProvider;
import dev.onrush.spi.TargetProvider.Target;
import dev.onrush.units.Given;
import java.io.IOException;
import java.net.URI;
import java.util.function.Consumer;

/**
 * A service that a provider has started. Code of the provider that does not return cannot keep the
 * run from ending.
 */
final class StartedTarget implements Target {

  /** Starts a service. */
  interface Start {
    Target target() throws IOException;
  }

  private final Target service;
  private final String provider;
  private final TimeLimits limits;
  private final Consumer<String> console;

  private StartedTarget(
      Target service, String provider, TimeLimits limits, Consumer<String> console) {
    this.service = service;
    this.provider = provider;
    this.limits = limits;
    this.console = console;
  }

  /**
   * Starts a service.
   *
   * @param by the provider, whose name is shown
   * @param console prints a line
   */
  static Target by(TargetProvider by, Start start, TimeLimits limits, Consumer<String> console)
      throws IOException {
    String name = by.getClass().getName();
    Target service =
        new ProviderStep<>("start(…) of " + name, start::target, limits, console)
            .await(late -> new StartedTarget(late, name, limits, console).close());
    return new StartedTarget(Given.value(service, "the target of " + name), name, limits, console);
  }

  /** The full name of the provider's class. */
  String provider() {
    return provider;
  }

  /**
   * The address that the provider gives.
   *
   * @throws IllegalArgumentException if it cannot be the address of a target
   */
  @Override
  public URI uri() {
    String what = "uri() of the target of " + provider;
    String given = Given.value(service.uri(), what).toString();
    try {
      return HttpAddress.base(given);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          what + " was " + HttpAddress.withoutCredentials(given) + ", " + e.getMessage(), e);
    }
  }

  @Override
  public String description() {
    return Given.value(service.description(), "description() of the target of " + provider);
  }

  /** Waits until the service is ready, which takes bounded time. */
  @Override
  public void awaitReady() throws IOException {
    try {
      step("awaitReady()", service::awaitReady).await(unused -> {});
    } catch (IllegalArgumentException e) {
      if (ServiceProviders.refused(e) == e) {
        throw e;
      }
      throw new IOException(e.getMessage(), e); // a refusal, of which this is enough
    }
  }

  /** Closes the service. If that does not end in time, the run ends without it. */
  @Override
  public void close() {
    step("close()", service::close).close();
  }

  private interface Code {
    void run() throws IOException;
  }

  private ProviderStep<Boolean> step(String method, Code code) {
    return new ProviderStep<>(
        method + " of " + provider,
        () -> {
          code.run();
          return true;
        },
        limits,
        console);
  }
}
