package dev.onrush.internal.importing.session;

/** Which sessions are too fast for one user: those of programs, or of proxies of many users. */
final class FastClients {

  /** Such requests a second, on average, are not those of one user. */
  private static final double FAST = 20;

  private static final int FEWEST_REQUESTS = 1_000;

  private FastClients() {}

  static boolean isFast(Session session) {
    return session.requests() >= FEWEST_REQUESTS
        && session.requests() > FAST * Math.max(1, session.seconds());
  }
}
