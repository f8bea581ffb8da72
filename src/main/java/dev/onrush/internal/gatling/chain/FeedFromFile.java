package dev.onrush.internal.gatling.chain;

import dev.onrush.plan.Slice;
import io.gatling.core.feeder.FeederOptions;
import io.gatling.core.feeder.FeederStrategy;
import io.gatling.core.feeder.NamedFeederBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import scala.Function1;
import scala.Option;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.collection.immutable.Map;
import scala.runtime.AbstractFunction0;

/**
 * A feeder of one slice's records from a file that is too large to be held in memory. Records are
 * read when they are needed, as Gatling does with such a file. If the order is to be random, the
 * records are shuffled in blocks.
 */
final class FeedFromFile extends AbstractFunction0<Iterator<Map<String, Object>>>
    implements NamedFeederBuilder {

  /** The number of records that are shuffled with each other; the same as in Gatling. */
  private static final int BLOCK = 2_000;

  private final Supplier<Iterator<Map<String, Object>>> file;
  private final Slice slice;
  private final String name;
  private final boolean again;
  private final boolean mixed;

  /** The seed of shuffling; empty if each reading has an order of its own. */
  private final OptionalLong seed;

  private final Function1<Map<String, Object>, Map<String, Object>> conversion;

  /**
   * Creates a feeder from a file.
   *
   * @param file opens the file, which contains at least one record of the slice
   * @param seed the seed of shuffling; empty if the order is to differ each time
   */
  @SuppressWarnings("unchecked") // the conversion gets the records as they were read
  <T> FeedFromFile(
      Supplier<Iterator<Map<String, Object>>> file,
      Slice slice,
      String name,
      FeederOptions<T> options,
      OptionalLong seed) {
    this.file = file;
    this.slice = slice;
    this.name = name;
    this.seed = seed;
    FeederStrategy strategy = options.strategy();
    boolean random = strategy.equals(FeederStrategy.Random$.MODULE$);
    this.again = random || strategy.equals(FeederStrategy.Circular$.MODULE$);
    this.mixed = random || strategy.equals(FeederStrategy.Shuffle$.MODULE$);
    Option<Function1<Map<String, T>, Map<String, Object>>> conversion = options.conversion();
    this.conversion =
        conversion.isEmpty()
            ? record -> record
            : (Function1<Map<String, Object>, Map<String, Object>>)
                (Function1<?, ?>) conversion.get();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Iterator<Map<String, Object>> apply() {
    return new Records();
  }

  static void close(Iterator<?> file) {
    if (file instanceof AutoCloseable open) {
      try {
        open.close();
      } catch (Exception e) {
        throw new IllegalStateException("a feeder's file could not be closed", e);
      }
    }
  }

  /** The records of the slice, in random order if the feeder says so. Called by one actor only. */
  private final class Records extends AbstractIterator<Map<String, Object>>
      implements AutoCloseable {

    private final Random random = seed.isPresent() ? new Random(seed.getAsLong()) : new Random();
    private Iterator<Map<String, Object>> open = file.get();
    private long ordinal;

    /** The records that have been read, in reverse: the last one is the next to be returned. */
    private final List<Map<String, Object>> block = new ArrayList<>();

    @Override
    public boolean hasNext() {
      if (block.isEmpty()) {
        fill();
      }
      return !block.isEmpty();
    }

    @Override
    public Map<String, Object> next() {
      if (!hasNext()) {
        throw new NoSuchElementException(name + " has no more records");
      }
      return conversion.apply(block.remove(block.size() - 1));
    }

    private void fill() {
      int size = mixed ? BLOCK : 1;
      while (block.size() < size) {
        if (open.hasNext()) {
          Map<String, Object> record = open.next();
          if (slice.has(ordinal++)) {
            block.add(record);
          }
        } else if (again) {
          close();
          open = file.get();
          ordinal = 0;
        } else {
          break;
        }
      }
      if (mixed) {
        Collections.shuffle(block, random);
      }
    }

    @Override
    public void close() {
      FeedFromFile.close(open);
    }
  }
}
