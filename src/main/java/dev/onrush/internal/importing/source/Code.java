package dev.onrush.internal.importing.source;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Java expression that is laid out as google-java-format does it: in one line if that fits, else
 * each argument, and each call of a chain, in a line of its own.
 */
sealed interface Code {

  /** In columns. */
  int WIDTH = 100;

  /** In one line. */
  String flat();

  /** Whether it has a comment, which needs lines. */
  boolean hasComment();

  /**
   * In lines, of which the first begins after what is in its line already.
   *
   * @param indent of the line in which it begins
   * @param taken columns that are taken in that line, before it and after it
   */
  String laidOut(int indent, int taken);

  /** Any text without a break. */
  static Code text(String text) {
    return new Text(text);
  }

  /** A text in quotes. */
  static Code quoted(String text) {
    return new Text(CodeBlock.of("$S", text).toString().replace("\"\n    + \"", ""));
  }

  /** {@code name(arguments)}. */
  static Code call(String name, Code... arguments) {
    return new Call(name, Arrays.asList(arguments));
  }

  /** {@code name(arguments)}. */
  static Code call(String name, List<Code> arguments) {
    return new Call(name, arguments);
  }

  /** {@code this.call}. */
  default Code dot(Code call) {
    return new Chain(this, List.of(new Link("", call)));
  }

  /** {@code this.name(arguments)}. */
  default Code dot(String name, Code... arguments) {
    return dot(call(name, arguments));
  }

  /** The same after a comment in lines of its own. */
  default Code dotCommented(String comment, Code call) {
    return new Chain(this, List.of(new Link(comment, call)));
  }

  /**
   * A text.
   *
   * @param text without a line break
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
   * @param name of the method
   * @param arguments of it
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
      // All in the next line, if they fit.
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
   * @param parameter of it
   * @param body an expression
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
   * @param comment before it, in lines of their own; or none
   * @param call after the dot
   */
  record Link(String comment, Code call) {

    /**
     * The lines of the comment. Names of others are in it, and a compiler reads a Unicode escape in
     * a comment too, even that of a line break: a backslash that is doubled begins none.
     */
    Stream<String> commentLines() {
      return comment.replace("\\", "\\\\").lines().map(line -> "// " + line);
    }
  }

  /**
   * Calls on each other's results.
   *
   * @param head the first
   * @param links the others
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
