package dev.onrush.reference.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        .isThrownBy(() -> PostgresTemplate.adopt(data, template))
        .withMessage("PostgreSQL in " + data + " did not stop");
    assertThat(template).doesNotExist();

    Files.delete(pid);
    PostgresTemplate.adopt(data, template);
    assertThat(template).isDirectory();
  }
}
