package dev.onrush.internal.service.host;

import static java.util.stream.Collectors.toSet;

import dev.onrush.internal.proc.ProcFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the processes that listen on a port of this machine, from {@code /proc/net/tcp} and the
 * open descriptors of each process. There are several if a server has forked its workers.
 */
final class ListeningProcesses {

  /** The most processes that are returned. */
  private static final int MOST = 64;

  private static final String LISTENS = "0A";

  /** Columns of a line of {@code /proc/net/tcp}. */
  private static final int ADDRESS = 1;

  private static final int STATE = 3;
  private static final int INODE = 9;

  private ListeningProcesses() {}

  /**
   * Returns the ids of the processes in ascending order. Empty if no process listens, or if the
   * listening process is not visible to this user.
   *
   * @param root the root of the file system, {@code /}
   */
  static List<Long> of(Path root, int port) {
    return owners(root, sockets(root, port), Set.of(), MOST);
  }

  /**
   * Returns the listening processes other than the known ones. Does not search the descriptors of
   * the known processes, of this process, and of the injectors that it has started, since under
   * load they have tens of thousands of descriptors.
   *
   * <p>A service that a test has started is a descendant of this process, too. So descendants are
   * skipped only if some processes are known and none of them is a descendant.
   */
  static List<Long> others(Path root, int port, Set<Long> known) {
    Set<Long> skipped = new HashSet<>(known);
    skipped.add(ProcessHandle.current().pid());
    if (!known.isEmpty()) {
      Set<Long> started =
          ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(toSet());
      if (Collections.disjoint(known, started)) {
        skipped.addAll(started);
      }
    }
    return owners(root, sockets(root, port), skipped, MOST - known.size());
  }

  private static Set<String> sockets(Path root, int port) {
    Set<String> sockets = new HashSet<>();
    String suffix = String.format(":%04X", port);
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : ProcFile.lines(root.resolve("proc/net").resolve(table))) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns.length > INODE
            && columns[ADDRESS].endsWith(suffix)
            && columns[STATE].equals(LISTENS)) {
          sockets.add("socket:[" + columns[INODE] + "]");
        }
      }
    }
    return sockets;
  }

  private static List<Long> owners(Path root, Set<String> sockets, Set<Long> skipped, int most) {
    List<Long> owners = new ArrayList<>();
    if (sockets.isEmpty()) {
      return owners;
    }
    try (DirectoryStream<Path> processes =
        Files.newDirectoryStream(root.resolve("proc"), "[0-9]*")) {
      for (Path process : processes) {
        long id = Long.parseLong(process.getFileName().toString());
        if (owners.size() < most && !skipped.contains(id) && owns(process, sockets)) {
          owners.add(id);
        }
      }
    } catch (IOException | SecurityException e) {
      return List.of();
    }
    Collections.sort(owners);
    return owners;
  }

  private static boolean owns(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : open) {
        if (sockets.contains(opened(descriptor))) {
          return true;
        }
      }
      return false;
    } catch (IOException | RuntimeException e) {
      return false; // the process has ended, or belongs to another user
    }
  }

  /** Returns the target of a descriptor; empty if the descriptor has been closed meanwhile. */
  private static String opened(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
