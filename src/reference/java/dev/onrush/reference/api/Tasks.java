package dev.onrush.reference.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.onrush.reference.http.HttpError;
import dev.onrush.reference.http.Request;
import dev.onrush.reference.http.Response;
import dev.onrush.reference.http.Router;
import dev.onrush.reference.http.ServiceMetrics;
import dev.onrush.reference.settings.LiveSettings;
import dev.onrush.reference.settings.ServiceSettings;
import dev.onrush.reference.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * {@code /api/v1/eventstreammonitor/tasks?user=N}: the state of a user's tasks, computed from their
 * events. The header X-Cache tells whether the answer came from the cache.
 */
public final class Tasks {

  private static final int MOST = 10_000;

  private final Database database;
  private final LiveSettings settings;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private volatile Cache<String, List<Task>> cache;

  public Tasks(Database database, LiveSettings settings, ServiceMetrics metrics) {
    this.database = database;
    this.settings = settings;
    this.cache = cache(settings.current());
    settings.follow(changed -> cache = cache(changed));
    metrics.gauge("cache.hits", "Reads answered from the cache", hits::sum);
    metrics.gauge("cache.misses", "Reads answered from the database", misses::sum);
  }

  private record Task(int id, long events, long errors, String lastEvent) {}

  private record All(long user, List<Task> tasks) {}

  public void addTo(Router router) {
    router.get("/api/v1/eventstreammonitor/tasks", this::list);
  }

  private Response list(Request request) throws HttpError, SQLException {
    int user = request.number("user", 1, 1, Integer.MAX_VALUE);
    if (!settings.current().cache().enabled()) {
      misses.increment();
      return Response.ok(new All(user, read(user))).with("X-Cache", "off");
    }
    Cache<String, List<Task>> current = cache;
    List<Task> known = current.getIfPresent("user:" + user);
    if (known != null) {
      hits.increment();
      return Response.ok(new All(user, known)).with("X-Cache", "hit");
    }
    misses.increment();
    List<Task> tasks = read(user);
    current.put("user:" + user, tasks);
    return Response.ok(new All(user, tasks)).with("X-Cache", "miss");
  }

  private List<Task> read(int user) throws SQLException {
    try (Connection connection = database.connection();
        PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT task, count(*), count(*) FILTER (WHERE kind = 'error'), max(occurred_at)
                FROM events WHERE user_id = ? GROUP BY task ORDER BY task
                """)) {
      select.setLong(1, user);
      List<Task> tasks = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          tasks.add(
              new Task(
                  rows.getInt(1),
                  rows.getLong(2),
                  rows.getLong(3),
                  rows.getObject(4, OffsetDateTime.class).toInstant().toString()));
        }
      }
      return tasks;
    }
  }

  /**
   * Creates a cache. There is a new one at each change of the settings, so that entries of earlier
   * settings are dropped.
   */
  private static Cache<String, List<Task>> cache(ServiceSettings settings) {
    return Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(settings.cache().ttl()).build();
  }
}
