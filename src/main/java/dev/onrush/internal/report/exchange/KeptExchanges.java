package dev.onrush.internal.report.exchange;

import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.Exchanges;
import dev.onrush.internal.exchange.ExchangesFile;
import dev.onrush.internal.run.RunControl;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.RunState;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the kept exchanges to the run's folder, second by second. */
public final class KeptExchanges implements RunObserver {

  private final Exchanges exchanges;
  private final Consumer<List<Exchange>> further;
  private @Nullable KeptFile<Exchange> file;

  /**
   * Creates the observer of a run, or of an injector's part of a run.
   *
   * @param further receives the kept exchanges as well
   */
  public KeptExchanges(Exchanges exchanges, Consumer<List<Exchange>> further) {
    this.exchanges = exchanges;
    this.further = further;
  }

  @Override
  public void started(RunInfo info, Path folder, RunControl control) {
    file = new KeptFile<>(folder, ExchangesFile.NAME, ExchangesFile.in(folder));
  }

  @Override
  public void interval(RunState state) {
    take(false);
  }

  private void take(boolean last) {
    List<Exchange> taken = exchanges.take(last);
    if (taken.isEmpty()) {
      return;
    }
    further.accept(taken);
    if (file != null) {
      file.add(taken);
    }
  }

  @Override
  public void settle() {
    take(true);
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    if (file != null) {
      file.close();
    }
  }
}
