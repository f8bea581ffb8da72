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

/** Lists or deletes everything in a folder. */
public final class FolderTree {

  private FolderTree() {}

  /**
   * Returns the files in a folder and its subfolders. Links are returned, but not followed.
   *
   * @param unread receives each file and folder that cannot be read, with the reason; all others
   *     are still found
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
   * Deletes a folder with everything in it, or a file. The targets of links are not deleted. Does
   * nothing if the path does not exist.
   *
   * @throws IOException if some of it cannot be deleted
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
