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
 * Sets logback's level to warnings if logback is not configured. By default, logback logs
 * everything, and Netty alone prints dozens of lines for each request.
 *
 * <p>Logback finds this class by its service file before the first line is logged, however a run is
 * started. It calls configurators before it looks for files. So this configurator looks for files
 * itself and, if there is one, leaves the configuration to it.
 */
public final class QuietLogging extends ContextAwareBase implements Configurator {

  private static final List<String> FILES =
      List.of("logback-test.xml", "logback.xml", "logback-test.scmo", "logback.scmo");

  /**
   * Part of the path of Gatling's Maven plugin, which is on the class path of each run, with a
   * logback file for its own main.
   */
  private static final String OF_THE_PLUGIN = "/gatling-maven-plugin-";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    // Gatling's main uses logback before Netty, and Netty before it loads a simulation.
    ExitStatus.refuseWrongLibraries();
    if (ExitStatus.underGatlingMain()) {
      UnknownSimulation.watch(context); // no other class of Onrush is called before the simulation
    }
    if (isConfigured()) {
      return ExecutionStatus.NEUTRAL;
    }
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    BasicConfigurator console = new BasicConfigurator();
    console.setContext(context);
    console.configure(context);
    // Otherwise logback would find the plugin's file and print its status messages.
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
