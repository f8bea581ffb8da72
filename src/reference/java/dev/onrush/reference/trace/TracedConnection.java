package dev.onrush.reference.trace;

import io.opentelemetry.api.trace.SpanKind;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Wraps connections so that their statements are traced. */
final class TracedConnection {

  private static final Pattern TABLE =
      Pattern.compile("\\b(?:FROM|INTO|UPDATE)\\s+([a-z_]+)", Pattern.CASE_INSENSITIVE);

  private TracedConnection() {}

  static Connection of(Connection connection, Tracing tracing) {
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          Object made = invoke(method, connection, arguments);
          String sql = sql(arguments);
          if (made instanceof PreparedStatement statement) {
            return statement(PreparedStatement.class, statement, sql, tracing);
          }
          return made instanceof Statement statement
              ? statement(Statement.class, statement, sql, tracing)
              : made;
        });
  }

  private static <T extends Statement> T statement(
      Class<T> type, T statement, String prepared, Tracing tracing) {
    return proxy(
        type,
        (proxy, method, arguments) -> {
          if (!method.getName().startsWith("execute")) {
            return invoke(method, statement, arguments);
          }
          String given = sql(arguments);
          String text = (given.isEmpty() ? prepared : given).strip().replaceAll("\\s+", " ");
          return tracing
              .run(
                  name(text),
                  SpanKind.CLIENT,
                  text,
                  () -> Optional.ofNullable(invoke(method, statement, arguments)))
              .orElse(null);
        });
  }

  /** Returns the operation and its table: {@code SELECT workers}. */
  private static String name(String sql) {
    String verb = sql.split("\\s", 2)[0].toUpperCase(Locale.ROOT);
    Matcher table = TABLE.matcher(sql);
    return table.find() ? verb + " " + table.group(1) : verb;
  }

  private static String sql(Object @Nullable [] arguments) {
    return arguments != null && arguments.length > 0 && arguments[0] instanceof String sql
        ? sql
        : "";
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            TracedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object invoke(
      Method method, Object target, Object @Nullable [] arguments) throws SQLException {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
