package dev.onrush.internal.run;

import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An observer that records how it is called. */
final class RecordedCalls implements RunObserver {

  final List<String> calls = new ArrayList<>();

  @Override
  public void started(RunInfo info, Path folder, RunControl control) {
    calls.add("started");
  }

  @Override
  public void interval(RunState state) {
    calls.add("interval");
  }

  @Override
  public void ended(RunRecord result, Path folder) {
    calls.add("ended " + result.verdict());
  }
}
