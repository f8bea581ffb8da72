package dev.onrush.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.result.UnwrittenFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** I/O failures: each message states the problem and the file. */
class FailureTextTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new AccessDeniedException("/ro/shop"), "access to /ro/shop is denied"),
        Arguments.of(new NoSuchFileException("/gone"), "/gone does not exist"),
        Arguments.of(new FileAlreadyExistsException("/shop"), "/shop already exists"),
        Arguments.of(new NotDirectoryException("/shop"), "/shop is not a folder"),
        Arguments.of(new DirectoryNotEmptyException("/shop"), "/shop is not empty"),
        Arguments.of(
            new FileSystemException("/shop/a", null, "No space left on device"),
            "/shop/a: No space left on device"),
        Arguments.of(
            new FileSystemLoopException("/a"), "java.nio.file.FileSystemLoopException: /a"),
        Arguments.of(new AccessDeniedException(null), "java.nio.file.AccessDeniedException"),
        Arguments.of(new MalformedInputException(1), "it is not encoded in UTF-8"),
        Arguments.of(new FileNotFoundException("/a (Permission denied)"), "/a (Permission denied)"),
        Arguments.of(new IOException("No space left on device"), "No space left on device"),
        Arguments.of(new IOException(), "java.io.IOException"),
        Arguments.of(new IllegalStateException("boom"), "java.lang.IllegalStateException: boom"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void a_failure_says_what_is_wrong(Throwable failure, String text) {
    assertThat(FailureText.of(failure)).isEqualTo(text);
  }

  @Test
  void a_file_that_was_not_written_does_not_repeat_its_path_beside_a_reason() {
    assertThat(
            UnwrittenFile.missing(
                "report.html", new FileSystemException("/run/report.html", null, "Disk quota")))
        .hasToString("report.html was not written: Disk quota");
    assertThat(UnwrittenFile.missing("report.html", new AccessDeniedException("/run/report.html")))
        .hasToString("report.html was not written: access to /run/report.html is denied");
  }
}
