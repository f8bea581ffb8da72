package dev.onrush.internal.gatling.chain;

import io.gatling.core.action.builder.FeedBuilder;
import io.gatling.core.feeder.FeederSource;
import io.gatling.core.feeder.JsonFileFeederSource;
import io.gatling.core.feeder.SeparatedValuesFeederSource;
import io.gatling.core.feeder.SourceFeederBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reads the feeders of a simulation before anything is sent. Gatling reads some files only when the
 * users are about to start, and notices that there is no record when the first user asks for one.
 */
final class FeederCheck {

  private final Set<Long> checked = new HashSet<>();
  private final List<String> notes = new ArrayList<>();

  private FeederCheck() {}

  /**
   * Refuses feeders that cannot be read, or that have no record.
   *
   * @return one sentence for each file of separated values with a line that is too short
   * @throws IllegalArgumentException for the first feeder that cannot be used
   */
  static List<String> check(Collection<FeedBuilder> feeds) {
    FeederCheck check = new FeederCheck();
    feeds.forEach(check::add);
    return List.copyOf(check.notes);
  }

  private void add(FeedBuilder feed) {
    if (checked.add(Feeds.key(feed)) && Feeds.feeder(feed) instanceof SourceFeederBuilder<?> of) {
      read(of, "feeder " + of.name() + Feeds.at(feed));
    }
  }

  private void read(SourceFeederBuilder<?> feeder, String name) {
    boolean empty;
    try {
      var records = Feeds.inOrder(feeder);
      empty = !records.hasNext();
      if (records instanceof AutoCloseable) {
        FeedFromFile.close(records); // the run reads a large file while it uses it
      } else if (!empty && feeder.source() instanceof SeparatedValuesFeederSource) {
        compare(records, name);
      }
    } catch (Exception e) { // Scala throws checked exceptions without declaring them
      throw new IllegalArgumentException(
          name
              + " cannot be read: "
              + String.valueOf(e.getMessage())
                  .replaceFirst("^requirement failed: ", "")
                  .replaceFirst("(?s)\\R.*", "")
              + "; "
              + needed(feeder.source()),
          e);
    }
    if (empty) {
      throw new IllegalArgumentException(name + " has no records; " + needed(feeder.source()));
    }
  }

  private static String needed(FeederSource<?> source) {
    if (source instanceof SeparatedValuesFeederSource) {
      return "the file needs a line with the names of its columns, and at least one more line";
    }
    return source instanceof JsonFileFeederSource
        ? "the file needs an array of at least one object"
        : "give it at least one record";
  }

  /**
   * Compares the columns of all records with those of the first. A user keeps a value of an earlier
   * record if its next record has none.
   */
  private void compare(
      Iterator<scala.collection.immutable.Map<String, Object>> records, String name) {
    Set<String> columns = new LinkedHashSet<>();
    CollectionConverters.asJava(records.next().keys()).forEach(columns::add);
    for (int number = 2; records.hasNext(); number++) {
      var record = records.next();
      List<String> missing = columns.stream().filter(c -> !record.contains(c)).toList();
      if (!missing.isEmpty()) {
        notes.add(
            name
                + " has no \""
                + missing.get(0)
                + "\" in record "
                + number
                + "; a user keeps the value of the record before");
        return;
      }
    }
  }
}
