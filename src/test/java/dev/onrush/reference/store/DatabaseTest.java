package dev.onrush.reference.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DatabaseTest {

  @Test
  void a_held_connection_is_given_back_when_its_thread_is_interrupted() throws SQLException {
    List<String> called = new ArrayList<>();
    Connection connection =
        (Connection)
            Proxy.newProxyInstance(
                DatabaseTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  called.add(method.getName());
                  return null;
                });
    Connection held = Database.held(connection, Duration.ofHours(1));

    Thread.currentThread().interrupt();
    held.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(called).containsExactly("close");
  }
}
