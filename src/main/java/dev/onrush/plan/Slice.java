package dev.onrush.plan;

import dev.onrush.units.Given;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One injector's part of a load that several send together. Users, arrivals and records are dealt
 * out in turn, like cards: what has ordinal {@code o} (0-based, counted in the whole) belongs to
 * slice {@code o mod of}, and is the slice's own number {@code k = o div of}; so {@code o = k·of +
 * index}. The slices of a load sum to it exactly, whatever it is.
 *
 * <p>10 users dealt to 3 are 4, 3 and 3: slice 0 has ordinals 0, 3, 6 and 9, slice 2 has 2, 5 and
 * 8. With one user more, slice 1 gets it, and no other changes: a slice grows only when the whole
 * grows. (Differences of rounded shares, ⌊t·(i+1)/n⌋ − ⌊t·i/n⌋, sum exactly too, but the third
 * fifth of 2 users is 1 and that of 3 is none.)
 *
 * <p>Immutable.
 *
 * @param index 0-based, below {@code of}
 * @param of the number of slices that make the whole; at least 1
 * @since 0.1.0
 */
public record Slice(int index, int of) {

  /** All of it: the only slice of one. */
  public static final Slice WHOLE = new Slice(0, 1);

  private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,9})\\s*/\\s*(\\d{1,9})\\s*");

  /**
   * A slice of a whole.
   *
   * @throws IllegalArgumentException if there is no such slice
   */
  public Slice {
    if (of < 1 || index < 0 || index >= of) {
      throw new IllegalArgumentException(
          "slice was number "
              + (index + 1)
              + " of "
              + of
              + "; the first of n is 1 of n, the last n of n");
    }
  }

  /**
   * As {@link #toString} writes it: {@code 2/3} is the second of three.
   *
   * @throws IllegalArgumentException if it is not written so
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
        "slice was \"" + text + "\"; write 2/3 for the second of three, from 1/3 to 3/3");
  }

  /** Whether it is the only slice. */
  public boolean isWhole() {
    return of == 1;
  }

  /**
   * The things that it has of {@code total}: ⌈(total − index) / of⌉. Of 10 in 3 slices: 4, 3, 3.
   */
  public int shareOf(int total) {
    return (int) (((long) total + of - 1 - index) / of);
  }

  /** Whether it has the thing with this 0-based ordinal in the whole. */
  public boolean has(long ordinal) {
    return ordinal % of == index;
  }

  /** The ordinal in the whole of its own number; both 0-based. Slice 1 of 3 has 1, 4, 7 … */
  public long ordinal(long own) {
    return own * of + index;
  }

  /** For people, who count from 1: {@code 2/3}. */
  @Override
  public String toString() {
    return (index + 1) + "/" + of;
  }
}
