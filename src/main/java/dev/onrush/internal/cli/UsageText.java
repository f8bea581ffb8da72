package dev.onrush.internal.cli;

import dev.onrush.internal.settings.table.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The message for a wrong command line: what was given, and what is allowed. */
final class UsageText {

  private static final Pattern NO_COMMAND_TO_HELP = Pattern.compile("Unknown subcommand '(.*)'\\.");

  private UsageText() {}

  static String of(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
      return unmatched(command, unmatched.getUnmatched().get(0));
    }
    if (wrong instanceof CommandLine.MissingParameterException missing) {
      return missing(command, missing.getMissing());
    }
    ArgSpec of = wrong.getArgSpec();
    if (wrong instanceof CommandLine.OverwrittenOptionException twice) {
      return name(twice.getOverwritten()) + " was given more than once; give it once";
    }
    if (of != null && String.valueOf(wrong.getValue()).isBlank()) {
      return missing(command, List.of(of));
    }
    if (of != null && wrong.getValue() != null) {
      return name(of) + " was \"" + wrong.getValue() + "\"; write " + allowed(of);
    }
    Matcher help = NO_COMMAND_TO_HELP.matcher(String.valueOf(wrong.getMessage()));
    return help.matches() ? noCommand(command, help.group(1)) : String.valueOf(wrong.getMessage());
  }

  private static String unmatched(CommandLine command, String given) {
    boolean isOption = given.startsWith("-") && given.length() > 1;
    if (!isOption && !commands(command).isEmpty()) {
      return noCommand(command, given);
    }
    if (!isOption) {
      return "argument \""
          + given
          + "\" was not expected; "
          + command.getCommandName()
          + (arguments(command).isEmpty()
              ? " takes no argument"
              : " takes only " + String.join(" and ", arguments(command)));
    }
    String name = given.split("=", 2)[0];
    List<String> options =
        command.getCommandSpec().options().stream().map(UsageText::name).toList();
    return name
        + " is not an option of "
        + command.getCommandName()
        + Spelling.nearest(name, options)
            .map(near -> "; the nearest is " + near)
            .orElse("; its options are " + String.join(", ", options));
  }

  private static String noCommand(CommandLine command, String given) {
    List<String> all = commands(command.getParent() == null ? command : command.getParent());
    return "\""
        + given
        + "\" is not a command"
        + Spelling.nearest(given, all)
            .map(near -> "; the nearest is " + near)
            .orElse("; the commands are " + String.join(", ", all));
  }

  private static String missing(CommandLine command, List<ArgSpec> missing) {
    ArgSpec first = missing.get(0);
    if (first.isOption()) {
      return name(first)
          + " has no value; write "
          + name(first)
          + (name(first).startsWith("--") ? " " : "")
          + first.paramLabel();
    }
    return missing.stream().map(ArgSpec::paramLabel).collect(Collectors.joining(" and "))
        + (missing.size() == 1 ? " is" : " are")
        + " missing; write onrush "
        + command.getCommandName()
        + " "
        + String.join(" ", arguments(command));
  }

  private static String allowed(ArgSpec of) {
    Class<?> type = of.type();
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    }
    return type == boolean.class ? "it without a value" : of.paramLabel();
  }

  private static List<String> arguments(CommandLine command) {
    return command.getCommandSpec().positionalParameters().stream()
        .map(ArgSpec::paramLabel)
        .toList();
  }

  private static List<String> commands(CommandLine command) {
    return List.copyOf(command.getSubcommands().keySet());
  }

  private static String name(ArgSpec of) {
    return of instanceof OptionSpec option ? option.longestName() : of.paramLabel();
  }
}
