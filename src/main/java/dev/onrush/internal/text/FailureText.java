package dev.onrush.internal.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Describes the cause of failed I/O in words. The message of most file system exceptions is only
 * the path; their type alone says what is wrong with it.
 */
public final class FailureText {

  private FailureText() {}

  /**
   * Returns the cause for a message that has already said what failed: {@code access to /srv is
   * denied}.
   */
  public static String of(Throwable failure) {
    if (failure instanceof FileSystemException of) {
      return ofFile(of);
    }
    if (failure instanceof CharacterCodingException) {
      return "it is not encoded in UTF-8";
    }
    return failure instanceof IOException && failure.getMessage() != null
        ? failure.getMessage()
        : failure.toString();
  }

  private static String ofFile(FileSystemException failure) {
    String file = failure.getFile();
    if (file == null || failure.getReason() != null) {
      return failure.getReason() == null
          ? failure.toString()
          : String.valueOf(failure.getMessage());
    }
    if (failure instanceof AccessDeniedException) {
      return "access to " + file + " is denied";
    }
    if (failure instanceof NoSuchFileException) {
      return file + " does not exist";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return file + " already exists";
    }
    if (failure instanceof NotDirectoryException) {
      return file + " is not a folder";
    }
    return failure instanceof DirectoryNotEmptyException
        ? file + " is not empty"
        : failure.toString();
  }
}
