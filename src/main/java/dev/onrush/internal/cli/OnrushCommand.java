package dev.onrush.internal.cli;

import dev.onrush.internal.gatling.app.ExitStatus;
import dev.onrush.internal.importing.InputFormat;
import dev.onrush.internal.launch.process.Console;
import dev.onrush.internal.library.Version;
import dev.onrush.internal.project.Build;
import dev.onrush.internal.project.Ci;
import dev.onrush.internal.project.Language;
import dev.onrush.internal.run.file.UnwrittenFilesException;
import dev.onrush.result.RunResult;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.TypeConversionException;

/** The command line with all commands, each of which is a class. */
@Command(
    name = "onrush",
    description = "Load tests in Java: run them, look at them, compare them.",
    mixinStandardHelpOptions = true,
    versionProvider = OnrushCommand.JarVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success; for a run: PASS",
      "1:failed, with the reason",
      "2:FAIL: a threshold was broken",
      "3:NO_DATA: a threshold had no data",
      "4:INVALID: it is uncertain whether a threshold was kept, or the run was cut short",
      "5:refused before anything was sent",
      "6:some files could not be written; for a run: otherwise PASS",
      "64:the command line was wrong"
    },
    subcommands = {
      NewCommand.class,
      ImportCommand.class,
      ListCommand.class,
      PreviewCommand.class,
      RunCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      BaselineCommand.class,
      HistoryCommand.class,
      CleanCommand.class,
      SettingsCommand.class,
      DoctorCommand.class,
      GenerateCompletion.class,
      HelpCommand.class
    })
public final class OnrushCommand {

  /** The exit code for a wrong command line: {@code EX_USAGE} of BSD's sysexits. */
  private static final int USAGE = 64;

  /** Picocli creates the command. */
  OnrushCommand() {}

  /**
   * Runs a command.
   *
   * @return the exit code: 0, 1 for a failure, 5 for a run that was refused, such as one of a file
   *     that cannot be compiled, 6 for files that could not be written, 64 for a wrong command
   *     line, or the exit code of a run
   */
  public static int execute(String... args) {
    CommandLine line = new CommandLine(new OnrushCommand());
    line.setAllowOptionsAsOptionParameters(true); // as in --jvm=-Dname=value
    line.setOut(new PrintWriter(Console.out(), true, Charset.defaultCharset()));
    line.setErr(new PrintWriter(Console.err(), true, Charset.defaultCharset()));
    choices(line, Build.class);
    choices(line, Language.class);
    choices(line, Ci.class);
    choices(line, InputFormat.class);
    line.registerConverter(Path.class, OnrushCommand::path);
    // Otherwise picocli ignores further arguments of this command.
    Objects.requireNonNull(line.getSubcommands().get("generate-completion"))
        .getCommandSpec()
        .helpCommand(false);
    line.setParameterExceptionHandler(
        (wrong, given) -> refused(UsageText.of(wrong), wrong.getCommandLine()));
    line.setExecutionExceptionHandler(
        (failure, of, parsed) -> {
          if (failure instanceof UsageException) {
            return refused(String.valueOf(failure.getMessage()), of);
          }
          if (failure instanceof IllegalArgumentException
              || failure instanceof UncheckedIOException
              || failure instanceof UnwrittenFilesException) {
            Console.err().println("onrush: " + failure.getMessage());
            return code(failure, of.getCommand());
          }
          throw failure;
        });
    if (args.length == 0) {
      line.usage(line.getOut());
      return USAGE;
    }
    return line.execute(args);
  }

  private static int code(Exception failure, Object command) {
    if (failure instanceof UnwrittenFilesException) {
      return RunResult.FILES_MISSING;
    }
    boolean runs = command instanceof RunCommand || command instanceof PreviewCommand;
    // Nothing was sent: such a failure of a run itself ends its own process.
    return runs && failure instanceof IllegalArgumentException ? ExitStatus.REFUSED : 1;
  }

  /** Tells that the command line was wrong. */
  private static int refused(String message, CommandLine of) {
    Console.err().println("onrush: " + message);
    Console.err().println("Try: onrush " + help(of));
    return USAGE;
  }

  /** Registers the values of an option, which may be written in upper or lower case. */
  private static <E extends Enum<E>> void choices(CommandLine line, Class<E> type) {
    line.registerConverter(
        type,
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(choice -> choice.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(text)));
  }

  /** Parses a path. An empty one, such as that of a variable without a value, is none. */
  private static Path path(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException(text);
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(text);
    }
  }

  private static String help(CommandLine of) {
    return of.getParent() == null ? "--help" : of.getCommandName() + " --help";
  }

  /** The version of the jar. */
  static final class JarVersion implements IVersionProvider {

    /** Picocli creates the provider. */
    JarVersion() {}

    @Override
    public String[] getVersion() {
      return new String[] {"onrush " + Version.current()};
    }
  }
}
