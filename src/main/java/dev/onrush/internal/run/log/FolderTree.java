package dev.onrush.internal.run.log;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A folder with all that is in it. */
public final class FolderTree {

  private FolderTree() {}

  /**
   * The files in a folder and in those within it; what a link leads to is none of them.
   *
   * @param unread is told of each file and folder that cannot be read, and why; all else is found
   */
  public static List<Path> files(Path tree, BiConsumer<Path, IOException> unread) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              found.add(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) {
              unread.accept(file, why);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed) {
              if (failed != null) {
                unread.accept(visited, failed);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      unread.accept(tree, e);
    }
    return found;
  }

  /**
   * Deletes a folder with all that is in it, or a file; what a link leads to stays. Does nothing
   * where there is nothing.
   *
   * @throws IOException if not all of it can be deleted
   */
  public static void delete(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed)
              throws IOException {
            if (failed != null) {
              throw failed;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
