package dev.onrush.reference.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTemplateTest {

  @TempDir Path folder;

  @Test
  void the_folder_of_a_server_that_did_not_stop_is_no_template() throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path template = folder.resolve("template");
    Path pid = Files.createFile(data.resolve("postmaster.pid"));

    assertThatIOException()
        .isThrownBy(() -> PostgresTemplate.move(data, template))
        .withMessage("PostgreSQL in " + data + " did not stop");
    assertThat(template).doesNotExist();

    Files.delete(pid);
    PostgresTemplate.move(data, template);
    assertThat(template).isDirectory();
  }

  /** A folder without nearly all of its files, as a clean-up of old files leaves it. */
  @Test
  @Tag("extended")
  void a_template_from_which_no_server_starts_is_deleted_and_the_server_starts_without()
      throws IOException {
    Path template = Files.createDirectory(folder.resolve("template"));
    Files.writeString(template.resolve("PG_VERSION"), "18\n");
    Files.createFile(template.resolve("postgresql.conf"));
    Path data = folder.resolve("data");

    try (EmbeddedPostgres server =
        PostgresServer.startCopy(builder(data), data, template, builder(data))) {
      assertThat(server.getPort()).isPositive();
      assertThat(template).doesNotExist();
    }
  }

  @Test
  @Tag("load")
  void a_template_that_is_not_whole_is_made_again() throws IOException {
    Path template = Files.createDirectory(folder.resolve("template"));
    Files.createFile(template.resolve("postgresql.conf"));
    Path data = folder.resolve("data");

    assertThat(PostgresTemplate.copyTo(data, template, builder(data))).isTrue();

    assertThat(template.resolve("PG_VERSION")).isNotEmptyFile();
    assertThat(data.resolve("PG_VERSION")).isNotEmptyFile();
  }

  private static EmbeddedPostgres.Builder builder(Path data) {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false);
  }
}
