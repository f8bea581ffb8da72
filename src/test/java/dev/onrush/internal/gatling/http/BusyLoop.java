package dev.onrush.internal.gatling.http;

import io.gatling.javaapi.core.Session;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/** An event loop of Gatling's client that never sleeps, because it always has a short task. */
final class BusyLoop {

  private BusyLoop() {}

  /** Keeps the event loop of a session busy from now on. */
  static Session keepBusy(Session session) {
    work(session.asScala().eventLoop());
    return session;
  }

  private static void work(EventLoop loop) {
    if (!loop.isShuttingDown()) {
      var unused = loop.schedule(() -> work(loop), 1, TimeUnit.NANOSECONDS);
    }
  }
}
