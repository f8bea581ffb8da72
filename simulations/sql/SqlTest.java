package sql;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static java.time.Duration.*;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * SQL sent directly to the PostgreSQL of the reference service, by JDBC, through a pool of eight
 * connections: the load of an application server with 20 users, without the application.
 *
 * <pre>mvn gatling:test -Dsimulation=SqlTest -Denv=sql</pre>
 *
 * <p>Waiting for a connection is a separate request, so that the report shows the pool as well as
 * the statements. Response times are measured around the driver; they do not include the wait for a
 * thread of the generator.
 */
public class SqlTest extends LoadSimulation {

  /** Created by the first call, so that a plan that is only inspected connects to nothing. */
  private static final class Pool {
    static final HikariDataSource CONNECTIONS = open();

    private static HikariDataSource open() {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl("jdbc:postgresql://127.0.0.1:15432/postgres");
      config.setUsername("postgres");
      config.setMaximumPoolSize(8);
      config.setConnectionTimeout(5_000);
      return new HikariDataSource(config);
    }
  }

  private interface Work {
    int on(Connection connection, Session session) throws SQLException;
  }

  /**
   * Takes a connection from the pool, executes a statement on it, and returns the connection to the
   * pool.
   */
  private static ChainBuilder statement(String name, Work work) {
    return exec(
        call("Wait for a connection", session -> Pool.CONNECTIONS.getConnection())
            .saveAs("connection")
            .timeout(ofSeconds(6)),
        exitHereIfFailed(),
        call(
                name,
                session -> {
                  Connection pooled = session.get("connection");
                  try (Connection connection = pooled) {
                    return work.on(connection, session);
                  }
                })
            .check("rows", rows -> rows > 0)
            .timeout(ofSeconds(5)));
  }

  private static int workers(Connection connection, Session session) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, first_name, last_name FROM workers"
                + " WHERE organization = ? AND status = 'active' ORDER BY last_name LIMIT 50")) {
      select.setInt(1, 1 + (int) (session.userId() % 3));
      return rows(select);
    }
  }

  private static int groups(Connection connection, Session session) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT name FROM groups ORDER BY created_at DESC, id DESC LIMIT 20")) {
      return rows(select);
    }
  }

  private static int insert(Connection connection, Session session) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO groups (name) VALUES (?)")) {
      insert.setString(1, "Group of user " + session.userId());
      return insert.executeUpdate();
    }
  }

  private static int rows(PreparedStatement select) throws SQLException {
    int rows = 0;
    try (ResultSet found = select.executeQuery()) {
      while (found.next()) {
        rows++;
      }
    }
    return rows;
  }

  @Override
  protected LoadPlan plan() {
    return loadPlan("SQL")
        .users(
            userClass("Application")
                .thinkTime(between(ofMillis(50), ofMillis(150)))
                .task(6, "Select workers", statement("Select workers", SqlTest::workers))
                .task(3, "List groups", statement("List groups", SqlTest::groups))
                .task(1, "Insert group", statement("Insert group", SqlTest::insert)))
        .profile(load().users(20).rampUp(ofSeconds(5)).holdFor(ofSeconds(20)))
        .thresholds(
            errorCount().atMost(0),
            p95().of("Select workers").during(STEADY).below(ofMillis(500)),
            p95().of("Wait for a connection").during(STEADY).below(ofMillis(500)),
            requestCount().of("Insert group").atLeast(10));
  }
}
