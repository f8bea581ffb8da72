package dev.onrush.internal.gatling.http;

import dev.onrush.internal.gatling.field.GatlingField;
import io.gatling.commons.util.Clock;
import io.gatling.core.session.Session;
import io.gatling.core.util.cache.SessionCacheHandler;
import io.gatling.http.cache.ContentCacheEntry;
import io.gatling.http.cache.ContentCacheKey;
import io.gatling.http.cache.HttpCaches;
import io.gatling.http.cache.HttpContentCacheSupport$;
import scala.Function0;
import scala.Option;

/**
 * The cache of answers that each user has. Gatling does not send a request whose answer is in the
 * cache and has not expired, and does not report the request to its statistics. Therefore this
 * cache reports it.
 *
 * <p>Gatling looks up the cache when it builds a request, and again before it sends the request.
 */
final class UserCache extends SessionCacheHandler<ContentCacheKey, ContentCacheEntry> {

  private static final GatlingField HANDLER =
      GatlingField.of(
          HttpCaches.class,
          "io$gatling$http$cache$HttpContentCacheSupport$$httpContentCacheHandler");

  private final Clock clock;
  private final Runnable answers;

  private UserCache(HttpCaches of, Runnable answers) {
    super(
        HttpContentCacheSupport$.MODULE$.HttpContentCacheAttributeName(),
        of.configuration().http().perUserCacheMaxCapacity());
    this.clock = of.clock();
    this.answers = answers;
  }

  /**
   * Puts this cache in place of Gatling's own.
   *
   * @param answers called when an answer is in the cache, on the event loop of its user
   */
  static HttpCaches in(HttpCaches caches, Runnable answers) {
    HANDLER.set(caches, new UserCache(caches, answers));
    return caches;
  }

  @Override
  public Option<ContentCacheEntry> getEntry(Session session, Function0<ContentCacheKey> key) {
    Option<ContentCacheEntry> found = super.getEntry(session, key);
    if (found.isDefined() && isFresh(found.get())) {
      answers.run();
    }
    return found;
  }

  private boolean isFresh(ContentCacheEntry entry) {
    Option<Object> expires = entry.expires();
    return expires.isDefined() && clock.nowMillis() <= (Long) expires.get();
  }
}
