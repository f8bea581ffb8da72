package dev.onrush.internal.importing.session;

/**
 * Recognises sessions that are too fast for one user: sessions of programs, or of proxies of many
 * users.
 */
final class FastClients {

  /** The highest number of requests per second, on average, that one user sends. */
  private static final double FAST = 20;

  private static final int FEWEST_REQUESTS = 1_000;

  private FastClients() {}

  static boolean isFast(Session session) {
    return session.requests() >= FEWEST_REQUESTS
        && session.requests() > FAST * Math.max(1, session.seconds());
  }
}
