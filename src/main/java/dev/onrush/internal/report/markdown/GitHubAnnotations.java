package dev.onrush.internal.report.markdown;

import dev.onrush.internal.run.RunObserver;
import dev.onrush.internal.run.file.UnwrittenFilesException;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.Printable;
import dev.onrush.result.Judgement;
import dev.onrush.result.UnwrittenFile;
import dev.onrush.result.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the output for GitHub Actions: an annotation for each threshold that failed or warns, and
 * the Markdown of a pull request for the page of the job.
 */
public final class GitHubAnnotations implements RunObserver {

  /**
   * The maximum size of everything that one step writes, in bytes; GitHub shows nothing of a longer
   * summary.
   */
  private static final long SUMMARY_LIMIT = 1 << 20;

  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_TEXT = 1_000;

  private final PrintStream out;
  private final Optional<Path> summary;

  /**
   * Creates the output for one job.
   *
   * @param out the job's log
   * @param summary the file whose Markdown is shown on the job's page; other programs write to it
   *     too
   */
  public GitHubAnnotations(PrintStream out, Optional<Path> summary) {
    this.out = out;
    this.summary = summary;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnwrittenFilesException if the summary cannot be written
   */
  @Override
  public void ended(RunRecord result, Path folder) {
    commands(result).forEach(command -> out.print(command + "\n"));
    out.flush();
    summary.ifPresent(file -> append(file, PullRequestMarkdown.of(result) + "\n"));
  }

  /**
   * Returns a line for each annotation, the most serious first, because GitHub shows ten errors of
   * a step.
   */
  public static List<String> commands(RunRecord result) {
    List<String> commands = new ArrayList<>();
    List<Judgement> failed =
        result.judgements().stream()
            .filter(j -> j.verdict() != Verdict.PASS && !j.warns())
            .toList();
    Verdict verdict = result.verdict();
    if (verdict == Verdict.INVALID || (verdict != Verdict.PASS && failed.isEmpty())) {
      commands.add(command("error", verdict + ": " + result.info().simulation(), why(result)));
    }
    if (verdict != Verdict.INVALID) { // an invalid run proves no fault of the service
      failed.stream()
          .filter(j -> j.verdict() != Verdict.INVALID)
          .forEach(j -> commands.add(command("error", j)));
    }
    if (!result.unwritten().isEmpty()) {
      commands.add(
          command(
              "error",
              "files are missing: " + result.info().simulation(),
              result.unwritten().stream()
                  .map(UnwrittenFile::toString)
                  .collect(Collectors.joining("\n"))));
    }
    result.judgements().stream()
        .filter(j -> j.warns() || (j.verdict() == Verdict.INVALID && verdict != Verdict.INVALID))
        .forEach(j -> commands.add(command("warning", j)));
    return commands;
  }

  private static String why(RunRecord result) {
    List<String> findings = result.generatorFindings();
    return findings.size() > 1 ? String.join("\n", findings) : result.reason();
  }

  private static String command(String kind, Judgement judgement) {
    return command(
        kind,
        judgement.status() + ": " + judgement.threshold(),
        judgement.samples() == 0
            ? judgement.finding()
            : judgement.finding() + ", " + judgement.samplesText());
  }

  private static String command(String kind, String title, String text) {
    return "::"
        + kind
        + " title="
        + data(Printable.cut(title, LONGEST_TITLE)).replace(":", "%3A").replace(",", "%2C")
        + "::"
        + data(Printable.cut(text, LONGEST_TEXT));
  }

  /** Escapes a text, since a line break would end the command. */
  private static String data(String text) {
    return Printable.lines(text).replace("%", "%25").replace("\n", "%0A");
  }

  private void append(Path file, String markdown) {
    byte[] bytes = markdown.getBytes(StandardCharsets.UTF_8);
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long before = channel.size();
      if (before > 0 && before + bytes.length > SUMMARY_LIMIT) {
        out.print("The summary of this step is full; pull-request.md contains the rest.\n");
        return;
      }
      append(channel, before, ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new UnwrittenFilesException(
          List.of(UnwrittenFile.missing("the summary of the GitHub step, " + file + ",", e)));
    }
  }

  /**
   * Appends to the file. If writing fails, removes the incomplete addition; what others have
   * written stays.
   */
  private static void append(SeekableByteChannel channel, long before, ByteBuffer added)
      throws IOException {
    channel.position(before);
    try {
      while (added.hasRemaining()) {
        channel.write(added);
      }
    } catch (IOException e) {
      channel.truncate(before);
      throw e;
    }
  }
}
