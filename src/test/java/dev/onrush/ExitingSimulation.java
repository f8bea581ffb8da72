package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.onrush.plan.LoadPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A simulation whose own code calls {@code System.exit}, either in its plan or in the second task
 * of its user.
 */
public class ExitingSimulation extends LoadSimulation {

  /** The property with the status of an exit in the plan. */
  static final String IN_PLAN = "exit.inPlan";

  /** The property with the status of an exit in a task. */
  static final String IN_TASK = "exit.inTask";

  /** The property with the file that a slow shutdown hook creates. */
  static final String FILE = "exit.file";

  private static final int NEVER = -1;

  @Override
  protected LoadPlan plan() {
    Runtime.getRuntime().addShutdownHook(new Thread(ExitingSimulation::createFile));
    exit(IN_PLAN);
    return loadPlan("Exiting")
        .users(
            userClass("U")
                .thinkTime(constant(ofMillis(100)))
                .task("Ask", get("/ask"))
                .task(
                    "Exit",
                    exec(get("/exit"))
                        .exec(
                            session -> {
                              exit(IN_TASK);
                              return session;
                            })))
        .profile(concurrentUsers().hold(1, ofSeconds(60)))
        .thresholds(errorCount().atMost(0));
  }

  /** Takes longer than the end of a run, as the end of a database in this JVM may. */
  private static void createFile() {
    try {
      Thread.sleep(2_000);
      Files.createFile(Path.of(System.getProperty(FILE, "")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void exit(String property) {
    int status = Integer.getInteger(property, NEVER);
    if (status != NEVER) {
      System.exit(status);
    }
  }
}
