package dev.onrush;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, split into the parts that can be checked.
 *
 * @param path relative to the folder of the project
 * @param lines of the file
 */
record DocPage(Path path, List<String> lines) {

  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
  private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern CODE_SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|(\\S)");

  /**
   * A block of code.
   *
   * @param language as stated by the fence; empty for an indented block
   */
  record Block(String language, List<String> lines) {

    String text() {
      return String.join("\n", lines) + "\n";
    }
  }

  static DocPage of(Path path) {
    try {
      return new DocPage(path, Files.readAllLines(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns all pages that are written for readers of the project. */
  static List<DocPage> all() throws IOException {
    List<Path> paths = new ArrayList<>();
    for (String folder : List.of("docs", ".github")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(paths::add);
      }
    }
    for (String page : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")) {
      paths.add(Path.of(page));
    }
    return paths.stream().map(DocPage::of).toList();
  }

  /** Returns the blocks of code, fenced and indented, in order. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    Optional<String> fence = Optional.empty();
    List<String> block = new ArrayList<>();
    boolean blank = true;
    for (String line : lines) {
      if (line.startsWith("```")) {
        if (fence.isPresent()) {
          blocks.add(new Block(fence.get(), List.copyOf(block)));
        }
        fence = fence.isPresent() ? Optional.empty() : Optional.of(line.substring(3).strip());
        block.clear();
      } else if (fence.isPresent()) {
        block.add(line);
      } else if (line.startsWith("    ") && (blank || !block.isEmpty())) {
        block.add(line.substring(4));
      } else if (!block.isEmpty()) {
        blocks.add(new Block("", List.copyOf(block)));
        block.clear();
      }
      blank = line.isBlank();
    }
    if (!block.isEmpty()) {
      blocks.add(new Block(fence.orElse(""), List.copyOf(block)));
    }
    return blocks;
  }

  /** Returns the lines outside of code blocks. */
  private List<String> prose() {
    List<String> prose = new ArrayList<>();
    boolean fenced = false;
    boolean indented = false;
    boolean blank = true;
    for (String line : lines) {
      if (line.startsWith("```")) {
        fenced = !fenced;
        prose.add("");
      } else {
        indented = line.startsWith("    ") && (blank || indented);
        prose.add(fenced || indented ? "" : line);
      }
      blank = line.isBlank();
    }
    return prose;
  }

  /** Returns the code spans within sentences and tables. */
  List<String> codeSpans() {
    return CODE_SPAN
        .matcher(String.join("\n", prose()))
        .results()
        .map(m -> m.group(1).replaceAll("\\s+", " "))
        .toList();
  }

  /** Returns all code: blocks and spans. */
  List<String> code() {
    return Stream.concat(blocks().stream().map(Block::text), codeSpans().stream()).toList();
  }

  /** Returns the targets of links and images. */
  List<String> links() {
    String text = CODE_SPAN.matcher(String.join("\n", prose())).replaceAll("code");
    return LINK.matcher(text).results().map(m -> m.group(1)).toList();
  }

  /** Returns the anchors of the headings, as GitHub creates them. */
  Set<String> anchors() {
    Map<String, Integer> seen = new HashMap<>();
    Set<String> anchors = new LinkedHashSet<>();
    for (String line : prose()) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String anchor =
            heading
                .group(1)
                .replace("`", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                .strip()
                .replace(' ', '-');
        int before = seen.merge(anchor, 1, Integer::sum) - 1;
        anchors.add(before == 0 ? anchor : anchor + "-" + before);
      }
    }
    return anchors;
  }

  /** Returns the commands that begin with {@code program}, each split into words as by a shell. */
  List<List<String>> commands(String program) {
    List<List<String>> commands = new ArrayList<>();
    for (String code : code()) {
      for (String line : code.replaceAll("\\\\\n\\s*", " ").split("\n", -1)) {
        List<String> words = words(line);
        int at = words.indexOf(program);
        // Only environment variables may precede a command.
        if (at >= 0 && words.subList(0, at).stream().allMatch(w -> w.matches("[A-Z_]+=.*"))) {
          commands.add(words.subList(at, words.size()));
        }
      }
    }
    return commands;
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (String part :
        line.replaceAll("\\s#\\s.*", "")
            .strip()
            .split("\\s+(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)) {
      words.add(WORD.matcher(part).replaceAll("$1$2$3"));
    }
    return words;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
