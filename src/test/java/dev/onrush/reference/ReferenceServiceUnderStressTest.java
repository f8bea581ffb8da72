package dev.onrush.reference;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.ProgramResult;
import dev.onrush.reference.Client.Answer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The responses of the service when its database has no free connection. */
@Tag("extended")
class ReferenceServiceUnderStressTest {
  @TempDir Path folder;

  @Test
  void an_exhausted_pool_is_503_with_the_words_of_the_pool() throws Exception {
    try (ReferenceProcess service =
            start(Map.of("pool.size", "2", "pool.connection-timeout", "250ms"));
        Connection connection = Postmaster.in(folder).connection();
        Statement statement = connection.createStatement()) {
      Client client = Client.of(service);
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE groups IN ACCESS EXCLUSIVE MODE");

      // Two of the three hold the two connections until the lock is released, so one waits without
      // success.
      List<CompletableFuture<Answer>> answers =
          Stream.generate(() -> client.getAsync("/api/v1/groups")).limit(3).toList();
      CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).get(30, SECONDS);
      Answer health = client.get("/health");
      connection.rollback();

      List<Answer> all = new ArrayList<>();
      for (CompletableFuture<Answer> answer : answers) {
        all.add(answer.get(30, SECONDS));
      }
      assertThat(all).extracting(Answer::status).containsExactlyInAnyOrder(200, 200, 503);
      assertThat(all)
          .filteredOn(answer -> answer.status() == 503)
          .allSatisfy(
              answer ->
                  assertThat(answer.error())
                      .matches(
                          "pool - Connection is not available, request timed out after \\d+ms .*"));
      assertThat(health.status()).isEqualTo(200);
    }
  }

  @Test
  void too_many_clients_is_503_with_the_words_of_PostgreSQL() throws Exception {
    try (ReferenceProcess service =
        start(Map.of("pool.size", "0", "postgres.max-connections", "5"))) {
      Client client = Client.of(service);
      int before = client.get("/ready").status();

      Answer during;
      List<Connection> taken = new ArrayList<>();
      try {
        // The service's own connection may end only when all others are in use.
        long deadline = System.nanoTime() + SECONDS.toNanos(30);
        do {
          taken.addAll(takeAll(Postmaster.in(folder)));
          during = client.get("/ready");
        } while (during.status() == 200 && System.nanoTime() < deadline);
      } finally {
        for (Connection connection : taken) {
          connection.close();
        }
      }

      assertThat(before).isEqualTo(200);
      assertThat(taken).hasSizeLessThanOrEqualTo(5);
      assertThat(during.status()).isEqualTo(503);
      assertThat(during.error()).isEqualTo("FATAL: sorry, too many clients already");
    }
  }

  @Test
  void a_dead_database_is_503_and_the_process_still_healthy() throws Exception {
    try (ReferenceProcess service =
        start(Map.of("pool.size", "1", "pool.connection-timeout", "250ms"))) {
      Client client = Client.of(service);
      ProcessHandle postgres = Postmaster.in(folder).process();
      // Not KILL, after which PostgreSQL would leave shared memory behind.
      assertThat(ProgramResult.of("kill", "-QUIT", Long.toString(postgres.pid())).status())
          .isZero();
      postgres.onExit().get(30, SECONDS);

      Answer ready = client.get("/ready");
      Answer health = client.get("/health");

      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.error()).isNotBlank();
      assertThat(health.status()).isEqualTo(200);
    }
  }

  private ReferenceProcess start(Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put("postgres.folder", folder.toString());
    all.put("seed.users", "1");
    all.put("seed.groups", "1");
    all.put("process.warm-up", "0s"); // its requests would wait for the locks of a test
    return ReferenceProcess.start(folder.resolve("service.log"), all);
  }

  private static List<Connection> takeAll(Postmaster postmaster) {
    List<Connection> taken = new ArrayList<>();
    try {
      while (true) {
        taken.add(postmaster.connection());
      }
    } catch (SQLException e) {
      assertThat(e.getMessage()).contains("too many clients");
      return taken;
    }
  }
}
