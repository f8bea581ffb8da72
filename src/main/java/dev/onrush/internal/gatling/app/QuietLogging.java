package dev.onrush.internal.gatling.app;

import ch.qos.logback.classic.BasicConfigurator;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.OptionHelper;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Logback's level where nobody has configured it: warnings. Logback's own default is everything, at
 * which Netty alone prints dozens of lines for each request.
 *
 * <p>Logback finds this by its service file before the first line is logged, whatever entry a run
 * has. It asks configurators before it looks for files, so this one looks for them itself and
 * leaves everything to them.
 */
public final class QuietLogging extends ContextAwareBase implements Configurator {

  private static final List<String> FILES =
      List.of("logback-test.xml", "logback.xml", "logback-test.scmo", "logback.scmo");

  /** Gatling's Maven plugin is on the class path of each run, with a file for its own main. */
  private static final String OF_THE_PLUGIN = "/gatling-maven-plugin-";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    // Gatling's main uses Netty before it loads a simulation, and logback before it uses Netty.
    ExitStatus.refuseWrongLibraries();
    if (ExitStatus.underGatlingMain()) {
      UnknownSimulation.watch(context); // nothing else of Onrush is called before the simulation
    }
    if (isConfigured()) {
      return ExecutionStatus.NEUTRAL;
    }
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    BasicConfigurator console = new BasicConfigurator();
    console.setContext(context);
    console.configure(context);
    // Logback would find the plugin's file, and print what it thinks of that.
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static boolean isConfigured() {
    ClassLoader loader = Configurator.class.getClassLoader();
    return OptionHelper.getSystemProperty("logback.configurationFile") != null
        || FILES.stream()
            .map(loader::getResource)
            .anyMatch(found -> found != null && !found.getPath().contains(OF_THE_PLUGIN))
        || ServiceLoader.load(Configurator.class, loader).stream()
            .anyMatch(other -> other.type() != QuietLogging.class);
  }
}
