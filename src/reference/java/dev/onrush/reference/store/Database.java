package dev.onrush.reference.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import dev.onrush.reference.settings.LiveSettings;
import dev.onrush.reference.settings.ServiceSettings;
import dev.onrush.reference.settings.ServiceSettings.Pool;
import dev.onrush.reference.trace.Tracing;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections to PostgreSQL, pooled as the settings say, with schema and seed data in place. */
public final class Database {

  private final LiveSettings settings;
  private final DataSource postgres;
  private final MetricsTrackerFactory metrics;
  private final Tracing tracing;

  /**
   * A connection that no request uses; it counts the connections of requests, even if PostgreSQL
   * accepts no more.
   */
  private final Connection own;

  private volatile @Nullable HikariDataSource pool;
  private boolean workersIndex;

  private Database(
      LiveSettings settings, DataSource postgres, MetricsTrackerFactory metrics, Tracing tracing)
      throws SQLException {
    this.settings = settings;
    this.postgres = postgres;
    this.metrics = metrics;
    this.tracing = tracing;
    this.own = postgres.getConnection();
  }

  /**
   * Creates tables and rows, and opens the pool.
   *
   * @param seedPassword the hash of every seed user's password
   */
  public static Database open(
      LiveSettings settings,
      DataSource postgres,
      String seedPassword,
      MetricsTrackerFactory metrics,
      Tracing tracing)
      throws IOException, SQLException {
    Database database = new Database(settings, postgres, metrics, tracing);
    database.run(resource("/reference-service-schema.sql"));
    Seeds.plant(database.own, settings.current().seed(), seedPassword);
    database.follow(settings.current());
    settings.follow(database::follow);
    return database;
  }

  /**
   * Returns a connection that the caller closes; waits for a free one as long as the settings say.
   */
  public Connection connection() throws SQLException {
    HikariDataSource pooled = pool;
    DataSource from = pooled == null ? postgres : pooled;
    Connection connection = tracing.connection(from::getConnection);
    Duration hold = settings.current().pool().hold();
    return hold.isZero() ? connection : held(connection, hold);
  }

  /**
   * Returns the same connection, but given back this much later than its user closes it, or when
   * the user's thread is interrupted.
   */
  static Connection held(Connection connection, Duration hold) {
    return (Connection)
        Proxy.newProxyInstance(
            Database.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                hold(hold);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void hold(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns the number of connections that PostgreSQL has open for clients, without its own one; -1
   * if PostgreSQL does not answer.
   */
  public synchronized int clients() {
    try (PreparedStatement select =
            own.prepareStatement(
                "SELECT count(*) FROM pg_stat_activity"
                    + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      return -1; // PostgreSQL is gone
    }
  }

  /**
   * Returns whether {@code failure} means that the database could not be reached, rather than that
   * the statement was wrong.
   */
  public static boolean isUnavailable(SQLException failure) {
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    // 08: connection lost or refused; 53: out of connections, memory, disk; 57P: shutting down or
    // starting.
    return failure instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57P");
  }

  /**
   * Returns the message of PostgreSQL, after the message of the pool if the pool reported the
   * failure.
   */
  public static String message(SQLException failure) {
    String said = String.valueOf(failure.getMessage());
    return failure.getCause() instanceof SQLException cause
        ? said + ": " + cause.getMessage()
        : said;
  }

  private synchronized void follow(ServiceSettings settings) throws SQLException {
    if (workersIndex != settings.workersIndex()) {
      // PostgreSQL runs both statements in one transaction, so that a failure leaves the index as
      // it was.
      run(
          (settings.workersIndex()
                  ? "CREATE INDEX workers_options ON workers (organization, status, last_name)"
                  : "DROP INDEX workers_options")
              + "; ANALYZE workers");
      workersIndex = settings.workersIndex();
    }
    follow(settings.pool());
  }

  private void follow(Pool wanted) {
    HikariDataSource before = pool;
    if (wanted.size() == 0) {
      pool = null;
      if (before != null) {
        before.close();
      }
    } else if (before == null) {
      HikariConfig config = new HikariConfig();
      config.setPoolName("pool");
      config.setDataSource(postgres);
      config.setMaximumPoolSize(wanted.size());
      config.setConnectionTimeout(wanted.timeout().toMillis());
      // The pool may be larger than PostgreSQL allows; requests are to find this out.
      config.setInitializationFailTimeout(-1);
      config.setMetricsTrackerFactory(metrics);
      pool = new HikariDataSource(config);
    } else {
      before.getHikariConfigMXBean().setMaximumPoolSize(wanted.size());
      before.getHikariConfigMXBean().setMinimumIdle(wanted.size());
      before.getHikariConfigMXBean().setConnectionTimeout(wanted.timeout().toMillis());
      before.getHikariPoolMXBean().softEvictConnections();
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = own.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream file = Database.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
