package dev.onrush.internal.gatling.app;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** A program that prints the level of Netty's loggers, which {@link QuietLoggingTest} starts. */
final class LogLevel {

  private LogLevel() {}

  public static void main(String[] arguments) {
    LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
    System.out.print("level " + logback.getLogger("io.netty.channel").getEffectiveLevel());
  }
}
