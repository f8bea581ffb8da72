package dev.onrush.internal.launch.target;

import static dev.onrush.internal.run.file.RunFolder.SERVICE_LOG;
import static dev.onrush.internal.run.file.RunFolder.SERVICE_LOG_OF_A;
import static dev.onrush.internal.run.file.RunFolder.SERVICE_LOG_OF_B;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.run.ServiceProviders;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.internal.text.FailureText;
import dev.onrush.internal.trace.SpanReceiver;
import dev.onrush.spi.TargetProvider;
import dev.onrush.spi.TargetProvider.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Chooses the service under test: the given service, or one that is started for the run. */
public final class TargetChoice {

  /** A placeholder address, which never resolves. */
  private static final URI NONE = URI.create("http://none.invalid");

  private static final String NO_TARGET = "no target";

  private TargetChoice() {}

  /**
   * Returns the target from the settings, or the service that a provider on the class path starts.
   *
   * @param needed whether anything is sent to it
   * @param files where a service that is started writes its log
   */
  public static Target choose(Settings settings, boolean needed, ServiceFiles files) {
    if (settings.target().isPresent()) {
      URI uri = settings.target().get();
      settings.allowedHosts().check(uri);
      return new GivenTarget(uri);
    }
    Optional<TargetProvider> found = provider();
    if (found.isEmpty() && !needed) {
      return new NoTarget();
    }
    TargetProvider provider =
        found.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no target is set, and no TargetProvider is on the class path to start one;"
                        + " set it with -Dtarget=http://127.0.0.1:8080"));
    Consumer<String> console = Console.out(settings)::println;
    ServiceStart start = ServiceStart.by(provider, settings, files);
    console.accept("No target is set; starting the service that is on the class path …");
    return start.target(SERVICE_LOG, settings.config(), StartedTarget.NOT_STARTED);
  }

  /**
   * Returns the two services of a duet: the given services, or two services that the provider on
   * the class path starts, each with the settings of its variant.
   *
   * @param files where each service that is started writes its log
   */
  public static DuetTargets chooseTwo(Settings settings, Settings.Duet duet, ServiceFiles files) {
    if (duet.against().isPresent()) {
      return new DuetTargets(new GivenTarget(duet.against().get()), choose(settings, true, files));
    }
    TargetProvider provider =
        provider()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "against was started, and no TargetProvider is on the class path to start"
                            + " the two services of a duet; set their addresses with"
                            + " -Dagainst=http://127.0.0.1:8080 -Dtarget=http://127.0.0.1:8081"));
    Consumer<String> console = Console.out(settings)::println;
    ServiceStart start = ServiceStart.by(provider, settings, files);
    console.accept("Starting the service that is on the class path twice, as A and as B …");
    return DuetTargets.started(
        () ->
            start.target(
                SERVICE_LOG_OF_A,
                duet.a().config(),
                "service A of the duet could not be started: "),
        () ->
            start.target(
                SERVICE_LOG_OF_B,
                duet.b().config(),
                "service B of the duet could not be started: "),
        () -> RunFolder.discard(files.folder(), SERVICE_LOG_OF_A));
  }

  private static Optional<TargetProvider> provider() {
    return ServiceProviders.first(TargetProvider.class, "a target provider");
  }

  /**
   * Starts services for a run.
   *
   * @param folder the folder for the logs of services
   * @param spans the receiver of the services' spans, which is already listening, so that its port
   *     is known
   * @param limits how long the provider is waited for
   * @param console prints a line
   */
  private record ServiceStart(
      TargetProvider provider,
      Path folder,
      Optional<SpanReceiver> spans,
      ProviderStep.TimeLimits limits,
      Consumer<String> console) {

    static ServiceStart by(TargetProvider provider, Settings settings, ServiceFiles files) {
      return new ServiceStart(
          provider,
          files.folder(),
          files.spans(),
          ProviderStep.TimeLimits.ready(settings.readyAtMost()),
          Console.out(settings)::println);
    }

    Target target(String log, Config config, String failed) {
      try {
        return StartedTarget.by(
            provider,
            () ->
                provider.start(
                    folder.resolve(log), spans.map(to -> sent(config, to)).orElse(config)),
            limits,
            console);
      } catch (IOException e) {
        String why = FailureText.of(e);
        String printed = RunFolder.printed(folder, log).map(where -> "; " + where).orElse("");
        // A provider may have already named the log in its message.
        boolean named = why.contains(folder.toString());
        throw new UncheckedIOException(failed + why + (named ? "" : printed), e);
      }
    }

    /**
     * Returns the configuration with the port on which the receiver listens, even if the setting
     * was 0 for any port.
     */
    private static Config sent(Config config, SpanReceiver to) {
      return config.withValue(
          Setting.TRACES_PORT.property(), ConfigValueFactory.fromAnyRef(to.port()));
    }
  }

  /**
   * Returns the full name of the provider's class that gave this address; empty if the address is
   * not that of a service that was started.
   */
  public static Optional<String> provider(Target target, URI address) {
    if (target instanceof DuetTargets two) {
      return provider(two.a(), address).or(() -> provider(two.b(), address));
    }
    return target instanceof StartedTarget started
            && HttpAddress.isSameHostAndPort(started.uri(), address)
        ? Optional.of(started.provider())
        : Optional.empty();
  }

  /** Whether a service was started, or at least one of the two of a duet. */
  public static boolean isStarted(Target target) {
    return target instanceof StartedTarget
        || (target instanceof DuetTargets two && (isStarted(two.a()) || isStarted(two.b())));
  }

  /** Whether there is a target. Without a target, no base address must be declared. */
  public static boolean isThere(Target target) {
    return !(target instanceof NoTarget);
  }

  /** The target as a fact of a run. */
  public static String fact(Target target) {
    return isThere(target) ? target.uri().toString() : NO_TARGET;
  }

  private record NoTarget() implements Target {
    @Override
    public URI uri() {
      return NONE;
    }

    @Override
    public String description() {
      return "none: the plan sends no HTTP";
    }

    @Override
    public void close() {}
  }

  private record GivenTarget(URI uri) implements Target {
    @Override
    public String description() {
      return "given";
    }

    @Override
    public void close() {}
  }
}
