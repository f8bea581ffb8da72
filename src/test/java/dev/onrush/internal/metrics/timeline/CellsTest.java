package dev.onrush.internal.metrics.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.internal.metrics.histogram.Buckets;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.timeline.Cells.Cell;
import dev.onrush.units.Percentile;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellsTest {

  private static Cells<Integer> ones(int limit, int intervals) {
    Cells<Integer> cells = new Cells<>(limit, Integer::sum);
    for (int i = 0; i < intervals; i++) {
      cells.add(Duration.ofSeconds(i), Duration.ofSeconds(i + 1), 1);
    }
    return cells;
  }

  private static List<Integer> contents(List<Cell<Integer>> cells) {
    return cells.stream().map(Cell::content).toList();
  }

  @Test
  void as_many_intervals_as_cells_stay_apart() {
    assertThat(contents(ones(4, 4).list())).containsExactly(1, 1, 1, 1);
    assertThat(ones(4, 0).list()).isEmpty();
  }

  @Test
  void one_interval_too_many_halves_the_cells() {
    assertThat(contents(ones(4, 5).list())).containsExactly(2, 2, 1);
    assertThat(contents(ones(4, 8).list())).containsExactly(2, 2, 2, 2);
    assertThat(contents(ones(4, 9).list())).containsExactly(4, 4, 1);
    assertThat(contents(ones(5, 6).list())).containsExactly(2, 2, 2);
  }

  @Test
  void cells_cover_the_run_without_gaps_and_lose_nothing() {
    for (int limit = 2; limit < 9; limit++) {
      for (int intervals = 1; intervals < 200; intervals++) {
        List<Cell<Integer>> cells = ones(limit, intervals).list();

        assertThat(cells).hasSizeLessThanOrEqualTo(limit);
        assertThat(cells.stream().mapToInt(Cell::content).sum()).isEqualTo(intervals);
        Duration end = Duration.ZERO;
        for (Cell<Integer> cell : cells) {
          assertThat(cell.start()).isEqualTo(end);
          assertThat(cell.length()).isEqualTo(Duration.ofSeconds(cell.content()));
          end = cell.end();
        }
        assertThat(end).isEqualTo(Duration.ofSeconds(intervals));
      }
    }
  }

  @Test
  void a_day_of_seconds_is_338_cells_of_256() {
    assertThat(contents(ones(600, 86_400).list())).hasSize(338).startsWith(256, 256);
  }

  @Test
  void coarser_cells_go_on_being_filled() {
    Cells<Integer> cells = ones(8, 5);

    cells.coarsen();
    assertThat(contents(cells.list())).containsExactly(2, 2, 1);
    cells.add(Duration.ofSeconds(5), Duration.ofSeconds(6), 1);
    cells.add(Duration.ofSeconds(6), Duration.ofSeconds(7), 1);

    assertThat(contents(cells.list())).containsExactly(2, 2, 2, 1);
    assertThat(contents(cells.list(2))).containsExactly(4, 3);
  }

  @Test
  void less_than_two_cells_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cells<>(1, Integer::sum))
        .withMessage("limit of cells was 1; it is 2 or more");
  }

  @Test
  void buckets_have_the_percentiles_of_their_distributions() {
    Random random = new Random(7);
    Buckets buckets = Buckets.EMPTY;
    Distribution whole = new Distribution();
    for (int part = 0; part < 20; part++) {
      Distribution times = new Distribution();
      for (int i = 0; i < random.nextInt(400); i++) {
        times.record((long) Math.exp(random.nextDouble() * 18)); // 1 µs to 65 s
      }
      buckets = buckets.and(times.buckets());
      whole.add(times);

      assertThat(buckets.count()).isEqualTo(whole.count());
      for (double p : new double[] {0.01, 1, 25, 50, 66.6, 75, 90, 95, 99, 99.9, 99.99, 100}) {
        assertThat(buckets.at(new Percentile(p))).isEqualTo(whole.at(new Percentile(p)));
      }
    }
    assertThat(whole.buckets().size()).isEqualTo(buckets.size());
  }

  @Test
  void buckets_without_samples_are_empty() {
    assertThat(Buckets.EMPTY.at(Percentile.P95)).isZero();
    assertThat(new Distribution().buckets().count()).isZero();
    assertThat(Buckets.EMPTY.and(Buckets.EMPTY).max()).isZero();
  }

  @Test
  void a_rest_behind_the_last_second_has_no_rate_of_its_own() {
    Cells<Integer> cells = ones(4, 3);
    cells.add(Duration.ofSeconds(3), Duration.ofMillis(3_040), 1);

    assertThat(contents(cells.list())).containsExactly(1, 1, 1, 1);
    assertThat(contents(cells.rated())).containsExactly(1, 1, 2);
    assertThat(cells.rated().get(2).length()).isEqualTo(Duration.ofMillis(1_040));
    assertThat(contents(cells.list(2))).containsExactly(2, 2);
  }

  @Test
  void half_a_second_has_a_rate_and_so_has_all_that_there_is() {
    Cells<Integer> cells = ones(4, 3);
    cells.add(Duration.ofSeconds(3), Duration.ofMillis(3_500), 1);
    Cells<Integer> single = new Cells<>(4, Integer::sum);
    single.add(Duration.ZERO, Duration.ofMillis(40), 1);

    assertThat(contents(cells.rated())).containsExactly(1, 1, 1, 1);
    assertThat(contents(single.rated())).containsExactly(1);
  }
}
