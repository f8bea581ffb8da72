package dev.onrush.plan;

import dev.onrush.units.Given;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One injector's part of a load that several injectors send together. Users, arrivals and records
 * are dealt out in turn, like cards: the item with the ordinal {@code o} (0-based, counted in the
 * whole) belongs to slice {@code o mod of}, and has the number {@code k = o div of} within this
 * slice; so {@code o = k·of + index}. The slices of a load add up to it exactly, whatever its size.
 *
 * <p>3 slices of 10 users have 4, 3 and 3 users: slice 0 has the ordinals 0, 3, 6 and 9, slice 2
 * has 2, 5 and 8. If there is one user more, slice 1 gets it, and no other slice changes: a slice
 * grows only when the whole grows. (Differences of rounded shares, ⌊t·(i+1)/n⌋ − ⌊t·i/n⌋, add up
 * exactly too, but the third fifth of 2 users would be 1 user, and the third fifth of 3 users no
 * user.)
 *
 * <p>Immutable.
 *
 * @param index the index of the slice; 0-based, below {@code of}
 * @param of the number of slices that make the whole; at least 1
 * @since 0.1.0
 */
public record Slice(int index, int of) {

  /** The whole load: the only slice of one. */
  public static final Slice WHOLE = new Slice(0, 1);

  private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,9})\\s*/\\s*(\\d{1,9})\\s*");

  /**
   * Creates a slice of a whole.
   *
   * @throws IllegalArgumentException if {@code of} is below 1, or {@code index} is negative or not
   *     below {@code of}
   */
  public Slice {
    if (of < 1 || index < 0 || index >= of) {
      throw new IllegalArgumentException(
          "slice was number "
              + (index + 1)
              + " of "
              + of
              + "; slices are numbered from 1 to their count");
    }
  }

  /**
   * Parses a slice as {@link #toString} writes it: {@code 2/3} is the second of three.
   *
   * @throws IllegalArgumentException if {@code text} is not a slice that is written in this way
   */
  public static Slice parse(String text) {
    Matcher parts = TEXT.matcher(Given.value(text, "slice"));
    if (parts.matches()) {
      int number = Integer.parseInt(parts.group(1));
      int of = Integer.parseInt(parts.group(2));
      if (number >= 1 && number <= of) {
        return new Slice(number - 1, of);
      }
    }
    throw new IllegalArgumentException(
        "slice was \"" + text + "\"; write 2/3 for the second of three slices");
  }

  /** Whether this slice is the whole load. */
  public boolean isWhole() {
    return of == 1;
  }

  /**
   * The number of items of {@code total} that belong to this slice: ⌈(total − index) / of⌉. Of 10
   * items, three slices have 4, 3 and 3.
   */
  public int shareOf(int total) {
    return (int) (((long) total + of - 1 - index) / of);
  }

  /** Whether the item with this 0-based ordinal in the whole belongs to this slice. */
  public boolean has(long ordinal) {
    return ordinal % of == index;
  }

  /**
   * The ordinal, in the whole, of the item with the number {@code own} within this slice; both are
   * 0-based. The slice with the index 1 of 3 has the ordinals 1, 4, 7 …
   */
  public long ordinal(long own) {
    return own * of + index;
  }

  /** The slice as text for people, who count from 1: {@code 2/3}. */
  @Override
  public String toString() {
    return (index + 1) + "/" + of;
  }
}
