package dev.onrush.internal.importing.session;

/** Recognises sessions of users that are present nearly all the time, such as monitors. */
final class SteadyUsers {

  /** The shortest session of a steady user, as a part of the length of the log. */
  private static final double SHARE = 0.5;

  private static final int FEWEST_REQUESTS = 10;

  private SteadyUsers() {}

  static boolean isSteady(Session session, double seconds) {
    return session.requests() >= FEWEST_REQUESTS && session.seconds() >= SHARE * seconds;
  }
}
