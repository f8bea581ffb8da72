package dev.onrush;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The machine's file system, on which operations that need space fail as on a full disk: opening a
 * file for writing, writing, closing a written file, moving, copying, creating a folder. A write
 * that fails writes half of its data. Reading and deleting never fail.
 */
public final class FaultyDisk extends FileSystemProvider {

  private static final String FULL = "No space left on device";

  private final FileSystem system = new DiskSystem();
  private final AtomicInteger operations = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  /** Files for which a write or the close has failed. */
  private final Set<Path> torn = ConcurrentHashMap.newKeySet();

  /** Whether the operation with this number, counted from 1, fails. */
  private final IntPredicate fails;

  /** Whether operations on a file count and can fail. */
  private final Predicate<Path> faulty;

  private FaultyDisk(Predicate<Path> faulty, IntPredicate fails) {
    this.faulty = faulty;
    this.fails = fails;
  }

  /** Returns a disk on which the n-th operation, counted from 1, and all later ones fail. */
  public static FaultyDisk fullFrom(int n) {
    return new FaultyDisk(file -> true, operation -> operation >= n);
  }

  /** Returns a disk on which only the n-th operation fails. */
  public static FaultyDisk failingAt(int n) {
    return failingAt(n, file -> true);
  }

  /** Returns a disk on which only the n-th of the operations on these files fails. */
  public static FaultyDisk failingAt(int n, Predicate<Path> of) {
    return new FaultyDisk(of, operation -> operation == n);
  }

  /** Returns a disk on which operations fail while {@code full} is true. */
  public static FaultyDisk fullWhile(BooleanSupplier full) {
    return new FaultyDisk(file -> true, operation -> full.getAsBoolean());
  }

  /** Returns the same path on this disk. */
  public Path path(Path real) {
    return new DiskPath(real);
  }

  /** Returns whether any operation has failed. */
  public boolean hasFailed() {
    return failed.get() > 0;
  }

  /** Returns the names of files that exist but are incomplete. */
  public Set<String> torn() {
    Set<String> names = new TreeSet<>();
    torn.stream()
        .filter(Files::exists)
        .forEach(file -> names.add(String.valueOf(file.getFileName())));
    return names;
  }

  private void operate(Path file) throws IOException {
    if (faulty.test(file) && fails.test(operations.incrementAndGet())) {
      failed.incrementAndGet();
      throw new FileSystemException(file.toString(), null, FULL);
    }
  }

  private static Path real(Path path) {
    return path instanceof DiskPath onDisk ? onDisk.real : path;
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path file = real(path);
    if (!options.contains(StandardOpenOption.WRITE)
        && !options.contains(StandardOpenOption.APPEND)) {
      return Files.newByteChannel(file, options, attributes);
    }
    operate(file);
    torn.remove(file);
    return new Channel(file, Files.newByteChannel(file, options, attributes));
  }

  private final class Channel implements SeekableByteChannel {
    private final Path file;
    private final SeekableByteChannel channel;

    Channel(Path file, SeekableByteChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      try {
        operate(file);
      } catch (IOException e) {
        torn.add(file);
        channel.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
        throw e;
      }
      return channel.write(bytes);
    }

    @Override
    public void close() throws IOException {
      if (!channel.isOpen()) {
        return;
      }
      channel.close();
      try {
        operate(file);
      } catch (IOException e) {
        torn.add(file);
        throw e;
      }
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
      return channel.read(bytes);
    }

    @Override
    public long position() throws IOException {
      return channel.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
      channel.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      channel.truncate(size);
      return this;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    if (!Files.exists(real(folder))) {
      operate(real(folder));
    }
    Files.createDirectory(real(folder), attributes);
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    try {
      operate(real(to));
    } catch (IOException e) {
      byte[] all = Files.readAllBytes(real(from));
      Files.write(real(to), Arrays.copyOf(all, all.length / 2));
      torn.add(real(to));
      throw e;
    }
    Files.copy(real(from), real(to), options);
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    operate(real(to));
    Files.move(real(from), real(to), options);
    if (torn.remove(real(from))) {
      torn.add(real(to));
    } else {
      torn.remove(real(to));
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.delete(real(path));
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    DirectoryStream<Path> entries =
        Files.newDirectoryStream(real(folder), entry -> filter.accept(new DiskPath(entry)));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        Iterator<Path> real = entries.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return real.hasNext();
          }

          @Override
          public Path next() {
            return new DiskPath(real.next());
          }
        };
      }

      @Override
      public void close() throws IOException {
        entries.close();
      }
    };
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return Files.isSameFile(real(one), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return Files.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    Path real = real(path);
    real.getFileSystem().provider().checkAccess(real, modes);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return Files.getFileAttributeView(real(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return Files.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return Files.readAttributes(real(path), attributes, options);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    Files.setAttribute(real(path), attribute, value, options);
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  /** A path on this disk; all paths that are derived from it are on this disk too. */
  private final class DiskPath implements Path {
    private final Path real;

    DiskPath(Path real) {
      this.real = real;
    }

    private @Nullable Path onDisk(@Nullable Path path) {
      return path == null ? null : new DiskPath(path);
    }

    @Override
    public FileSystem getFileSystem() {
      return system;
    }

    @Override
    public boolean isAbsolute() {
      return real.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
      return onDisk(real.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
      return onDisk(real.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
      return onDisk(real.getParent());
    }

    @Override
    public int getNameCount() {
      return real.getNameCount();
    }

    @Override
    public Path getName(int index) {
      return new DiskPath(real.getName(index));
    }

    @Override
    public Path subpath(int from, int to) {
      return new DiskPath(real.subpath(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
      return real.startsWith(real(other));
    }

    @Override
    public boolean endsWith(Path other) {
      return real.endsWith(real(other));
    }

    @Override
    public Path normalize() {
      return new DiskPath(real.normalize());
    }

    @Override
    public Path resolve(Path other) {
      return new DiskPath(real.resolve(real(other)));
    }

    @Override
    public Path resolve(String other) {
      return new DiskPath(real.resolve(other));
    }

    @Override
    public Path relativize(Path other) {
      return new DiskPath(real.relativize(real(other)));
    }

    @Override
    public URI toUri() {
      return real.toUri();
    }

    @Override
    public Path toAbsolutePath() {
      return new DiskPath(real.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
      return new DiskPath(real.toRealPath(options));
    }

    @Override
    public WatchKey register(
        WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
      return real.compareTo(real(other));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof DiskPath path && real.equals(path.real);
    }

    @Override
    public int hashCode() {
      return real.hashCode();
    }

    @Override
    public String toString() {
      return real.toString();
    }
  }

  private final class DiskSystem extends FileSystem {
    @Override
    public FileSystemProvider provider() {
      return FaultyDisk.this;
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return Set.of("basic");
    }

    @Override
    public Path getPath(String first, String... more) {
      return new DiskPath(Path.of(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
      throw new UnsupportedOperationException();
    }
  }
}
