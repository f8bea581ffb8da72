package dev.onrush.internal.launch.role;

import dev.onrush.internal.event.RunEvents;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.Exchanges;
import dev.onrush.internal.export.Destinations;
import dev.onrush.internal.export.MetricsExport;
import dev.onrush.internal.gatling.app.ExitStatus;
import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.launch.process.FolderNotice;
import dev.onrush.internal.live.dashboard.Dashboard;
import dev.onrush.internal.live.terminal.ConsoleProgress;
import dev.onrush.internal.live.terminal.EndSignals;
import dev.onrush.internal.live.terminal.LiveConsole;
import dev.onrush.internal.report.ReportFiles;
import dev.onrush.internal.report.console.ConsoleShape;
import dev.onrush.internal.report.console.ConsoleSummary;
import dev.onrush.internal.report.console.TrialRunSummary;
import dev.onrush.internal.report.exchange.KeptExchanges;
import dev.onrush.internal.report.exchange.KeptSpans;
import dev.onrush.internal.report.history.HistoryPage;
import dev.onrush.internal.report.markdown.GitHubAnnotations;
import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.retention.KeepingRuns;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.trace.SpanReceiver;
import dev.onrush.spi.TargetProvider.Target;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Creates the observers of a run: consoles, reports, exports, events, dashboard. */
final class Observers {

  private final Settings settings;
  private final PrintStream out;

  /** Observers that may have opened resources. */
  private final List<RunObserver> made = new ArrayList<>();

  Observers(Settings settings) {
    this.settings = settings;
    this.out = Console.out(settings);
  }

  /**
   * Returns all observers, in the order in which they are called.
   *
   * @param target the service that was started for the run
   * @param notes notes on the settings, for the console and the result
   * @param exchanges the exchanges that are kept, such as those of failed and slow requests
   * @param receiver the receiver of the service's spans for these exchanges
   * @throws IllegalArgumentException if an observer cannot be created
   */
  List<RunObserver> of(
      Optional<Target> target,
      List<String> notes,
      Exchanges exchanges,
      Optional<SpanReceiver> receiver,
      Optional<Dashboard> dashboard) {
    List<RunObserver> watchers = watchers(notes);
    LiveConsole.Shown console = console();
    List<RunObserver> listeners = new ArrayList<>(console.observers());
    TrialRunSummary trial = new TrialRunSummary(out);
    Optional<KeptSpans> spans = receiver.map(of -> made(new KeptSpans(of, out)));
    Consumer<List<Exchange>> further = settings.once() ? trial::print : kept -> {};
    listeners.add(
        new KeptExchanges(
            exchanges, spans.map(kept -> further.andThen(kept::keep)).orElse(further)));
    spans.ifPresent(listeners::add);
    listeners.add(new ReportFiles(Set.copyOf(settings.withoutReports())));
    // Not through the escaping stream: the lines are commands, and the observer itself escapes what
    // is in them.
    settings
        .gitHub()
        .ifPresent(job -> listeners.add(new GitHubAnnotations(System.out, job.summary())));
    listeners.addAll(watchers);
    settings
        .keepRuns()
        .ifPresent(number -> listeners.add(new KeepingRuns(number, InstantSource.system(), out)));
    listeners.add(new HistoryPage());
    // After everything that prints or writes: the verdict is the last line.
    listeners.add(settings.once() ? trial : summary(console));
    FolderNotice.writer().ifPresent(listeners::add);
    // At the end: a service that is closed earlier would appear to fail.
    target.ifPresent(t -> listeners.add(new Closing(t)));
    dashboard.ifPresent(listeners::add);
    if (ExitStatus.underGatlingMain()) {
      listeners.add(EndSignals.ofThisProcess());
    }
    return listeners;
  }

  private <T extends RunObserver> T made(T observer) {
    made.add(observer);
    return observer;
  }

  /** The actions that close the observers if the run is refused. */
  List<Runnable> closings() {
    return made.stream().<Runnable>map(observer -> observer::refused).toList();
  }

  /** Creates the dashboard, if the settings ask for one. */
  Optional<Dashboard> dashboard() {
    return settings.dashboard().map(asked -> made(dashboard(asked, out)));
  }

  private static Dashboard dashboard(Settings.Dashboard asked, PrintStream out) {
    return new Dashboard(asked.host(), asked.port(), asked.token(), asked.stay(), out);
  }

  /**
   * Creates the live console output. A JVM that was not started by Gatling keeps its signals and
   * its terminal, and is never ended by Onrush.
   */
  private LiveConsole.Shown console() {
    Settings.Console console = settings.console();
    // Each request is printed, and a live view or lines of figures would disturb that output.
    Settings.ConsoleMode shown = settings.once() ? Settings.ConsoleMode.NONE : console.mode();
    if (ExitStatus.underGatlingMain()) {
      return switch (shown) {
        case AUTO ->
            // Gatling's own table would be drawn over the view.
            settings.gatlingReport()
                ? LiveConsole.lines(out, console.every())
                : LiveConsole.view(System.out, out, System.getenv(), console.every());
        case LINES -> LiveConsole.lines(out, console.every());
        case NONE -> LiveConsole.headline(out);
      };
    }
    return LiveConsole.Shown.plain(
        List.of(
            shown == Settings.ConsoleMode.NONE
                ? ConsoleProgress.headline(out)
                : ConsoleProgress.lines(out, console.every())));
  }

  /** Creates the summary, as wide as the terminal on which the run was shown. */
  private ConsoleSummary summary(LiveConsole.Shown console) {
    return new ConsoleSummary(
        out,
        System.out,
        () -> {
          int columns = console.columns().getAsInt();
          return columns == 0 ? ConsoleShape.LOG : new ConsoleShape(columns, console.colours());
        });
  }

  private List<RunObserver> watchers(List<String> notes) {
    List<RunObserver> watchers = new ArrayList<>();
    if (!notes.isEmpty()) {
      notes.forEach(note -> out.println("Note: " + note));
      watchers.add(new Noting(notes));
    }
    RunEvents.to(settings.webhook().map(Settings.Webhook::address), settings.secrets()::mask, out)
        .map(this::made)
        .ifPresent(watchers::add);
    Settings.Export export = settings.export();
    MetricsExport.to(
            new Destinations(
                export.prometheus(),
                export.otlp(),
                export.interval(),
                export.headers(),
                export.lastScrape()),
            settings.config(),
            settings.secrets()::mask,
            out)
        .map(this::made)
        .ifPresent(watchers::add);
    return watchers;
  }

  /** Adds the notes that are known before the run to the result. */
  private record Noting(List<String> notes) implements RunObserver {}

  private record Closing(Target target) implements RunObserver {
    @Override
    public void ended(RunRecord result, Path folder) {
      target.close();
    }
  }
}
