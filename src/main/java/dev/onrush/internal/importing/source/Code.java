package dev.onrush.internal.importing.source;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Java expression in the layout of google-java-format: on one line if that fits, otherwise with
 * each argument, and each call of a chain, on its own line.
 */
sealed interface Code {

  /** The greatest width of a line, in columns. */
  int WIDTH = 100;

  /** The expression on one line. */
  String flat();

  /** Whether the expression contains a comment, which needs lines of its own. */
  boolean hasComment();

  /**
   * Returns the expression on one or more lines. The first line continues the line on which the
   * expression begins.
   *
   * @param indent the indentation of the line on which the expression begins
   * @param taken the columns of that line that are taken, before and after the expression
   */
  String laidOut(int indent, int taken);

  /** Creates an expression from a text without line breaks. */
  static Code text(String text) {
    return new Text(text);
  }

  /** Creates a string literal of a text. */
  static Code quoted(String text) {
    return new Text(CodeBlock.of("$S", text).toString().replace("\"\n    + \"", ""));
  }

  /** Creates {@code name(arguments)}. */
  static Code call(String name, Code... arguments) {
    return new Call(name, Arrays.asList(arguments));
  }

  /** Creates {@code name(arguments)}. */
  static Code call(String name, List<Code> arguments) {
    return new Call(name, arguments);
  }

  /** Creates {@code this.call}. */
  default Code dot(Code call) {
    return new Chain(this, List.of(new Link("", call)));
  }

  /** Creates {@code this.name(arguments)}. */
  default Code dot(String name, Code... arguments) {
    return dot(call(name, arguments));
  }

  /** Creates {@code this.call} with a comment on its own lines before the call. */
  default Code dotCommented(String comment, Code call) {
    return new Chain(this, List.of(new Link(comment, call)));
  }

  /**
   * A text.
   *
   * @param text the text, without line breaks
   */
  record Text(String text) implements Code {
    @Override
    public String flat() {
      return text;
    }

    @Override
    public boolean hasComment() {
      return false;
    }

    @Override
    public String laidOut(int indent, int taken) {
      return text;
    }
  }

  /**
   * A call.
   *
   * @param name the name of the method
   * @param arguments the arguments of the call
   */
  record Call(String name, List<Code> arguments) implements Code {
    @Override
    public String flat() {
      return arguments.stream().map(Code::flat).collect(Collectors.joining(", ", name + "(", ")"));
    }

    @Override
    public boolean hasComment() {
      return arguments.stream().anyMatch(Code::hasComment);
    }

    @Override
    public String laidOut(int indent, int taken) {
      if (!hasComment() && taken + flat().length() <= WIDTH) {
        return flat();
      }
      if (arguments.isEmpty()) {
        return flat();
      }
      int inner = indent + 4;
      // All arguments go on the next line, if they fit.
      String all = arguments.stream().map(Code::flat).collect(Collectors.joining(", "));
      boolean together = !hasComment() && inner + all.length() + 2 <= WIDTH;
      String lines =
          together
              ? all
              : arguments.stream()
                  .map(argument -> argument.laidOut(inner, inner + 1))
                  .collect(Collectors.joining(",\n" + " ".repeat(inner)));
      return name + "(\n" + " ".repeat(inner) + lines + ")";
    }
  }

  /**
   * A lambda expression.
   *
   * @param parameter the name of the parameter
   * @param body the expression that it returns
   */
  record Lambda(String parameter, Code body) implements Code {
    @Override
    public String flat() {
      return parameter + " -> " + body.flat();
    }

    @Override
    public boolean hasComment() {
      return body.hasComment();
    }

    @Override
    public String laidOut(int indent, int taken) {
      if (!hasComment() && taken + flat().length() <= WIDTH) {
        return flat();
      }
      int inner = indent + 4;
      return parameter + " ->\n" + " ".repeat(inner) + body.laidOut(inner, inner + 1);
    }
  }

  /**
   * A call in a chain.
   *
   * @param comment the comment before the call, on its own lines; may be empty
   * @param call the call after the dot
   */
  record Link(String comment, Code call) {

    /**
     * Returns the lines of the comment, with backslashes doubled. A comment contains names from the
     * imported files, and a compiler interprets Unicode escapes even in comments, including the
     * escape of a line break. A doubled backslash does not begin an escape.
     */
    Stream<String> commentLines() {
      return comment.replace("\\", "\\\\").lines().map(line -> "// " + line);
    }
  }

  /**
   * A chain of calls, each on the result of the one before.
   *
   * @param head the first expression
   * @param links the calls after it
   */
  record Chain(Code head, List<Link> links) implements Code {
    @Override
    public Code dot(Code call) {
      return with(new Link("", call));
    }

    @Override
    public Code dotCommented(String comment, Code call) {
      return with(new Link(comment, call));
    }

    private Code with(Link link) {
      List<Link> all = new ArrayList<>(links);
      all.add(link);
      return new Chain(head, all);
    }

    @Override
    public String flat() {
      return head.flat()
          + links.stream().map(link -> "." + link.call().flat()).collect(Collectors.joining());
    }

    @Override
    public boolean hasComment() {
      return head.hasComment()
          || links.stream().anyMatch(l -> !l.comment().isEmpty() || l.call().hasComment());
    }

    @Override
    public String laidOut(int indent, int taken) {
      if (!hasComment() && taken + flat().length() <= WIDTH) {
        return flat();
      }
      int inner = indent + 4;
      StringBuilder lines = new StringBuilder(head.laidOut(indent, taken));
      for (Link link : links) {
        String start = "\n" + " ".repeat(inner);
        link.commentLines().forEach(comment -> lines.append(start).append(comment));
        lines.append(start).append('.').append(link.call().laidOut(inner, inner + 2));
      }
      return lines.toString();
    }
  }
}
