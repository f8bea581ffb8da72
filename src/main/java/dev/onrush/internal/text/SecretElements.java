package dev.onrush.internal.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the contents of XML elements with secret names: text, CDATA sections, comments and
 * further elements, up to the matching end tag. The time is proportional to the length of the text,
 * even if many end tags are missing.
 */
final class SecretElements {

  private static final String COMMENT = "<!--";
  private static final String CDATA = "<![CDATA[";

  /**
   * A tag, or the begin of a comment or a CDATA section. In JSON, an end tag may be {@code <\/}.
   */
  private static final Pattern MARKUP =
      Pattern.compile(
          COMMENT
              + "|"
              + Pattern.quote(CDATA)
              + "|<(\\\\{0,8}/)?([\\p{L}_][\\p{L}\\p{N}_.:-]{0,99}+)(\\s[^<>]*+)?>");

  private final String text;
  private final Predicate<String> isSecret;
  private final List<Content> contents = new ArrayList<>();

  /** The content of an element with a secret name. */
  private static final class Content {
    private final int from;

    /** Where the content ends if its end tag is missing. */
    private final int limit;

    /** Where the end tag begins; -1 if it is missing. */
    private int end = -1;

    Content(int from, int limit) {
      this.from = from;
      this.limit = limit;
    }
  }

  private SecretElements(String text, Predicate<String> isSecret) {
    this.text = text;
    this.isSecret = isSecret;
  }

  /** Returns the text with {@code mask} in place of each content. */
  static String masked(String text, Predicate<String> isSecret, String mask) {
    if (text.indexOf('<') < 0) {
      return text;
    }
    SecretElements elements = new SecretElements(text, isSecret);
    elements.find(0, text.length(), false);
    StringBuilder masked = new StringBuilder();
    int from = 0;
    for (Content content : elements.contents) {
      int end = content.from < from ? content.from : elements.end(content);
      if (end > content.from) {
        masked.append(text, from, content.from).append(mask);
        from = end;
      }
    }
    return masked.append(text, from, text.length()).toString();
  }

  /**
   * Finds the elements of a part of the text. An element in a comment or a CDATA section ends
   * there, and an end tag there does not end an element around it.
   *
   * @param inner whether the part is a comment or a CDATA section
   */
  private void find(int from, int to, boolean inner) {
    Map<String, Deque<Content>> open = new HashMap<>();
    Matcher markup = MARKUP.matcher(text).region(from, to);
    while (markup.find()) {
      @Nullable String name = markup.group(2);
      if (name != null) {
        tag(markup, name, to, open);
      } else if (!inner) {
        String closing = markup.group().equals(COMMENT) ? "-->" : "]]>";
        int found = text.indexOf(closing, markup.end());
        int end = found < 0 ? to : found;
        find(markup.end(), end, true);
        markup.region(end, to);
      }
    }
  }

  private void tag(Matcher tag, String name, int to, Map<String, Deque<Content>> open) {
    String key = name.toLowerCase(Locale.ROOT); // HTML makes no difference
    if (tag.group(1) != null) {
      Deque<Content> same = open.get(key);
      if (same != null && !same.isEmpty()) {
        same.pop().end = tag.start();
      }
    } else if (!text.startsWith("/>", tag.end() - 2) && isSecret.test(name)) {
      Content content = new Content(tag.end(), to);
      contents.add(content);
      open.computeIfAbsent(key, k -> new ArrayDeque<>()).push(content);
    }
  }

  /**
   * Returns where the content ends that is to be masked; its begin if nothing is to be masked. A
   * name in angle brackets may not be an element: {@code Bearer <token> is missing}. But elements
   * may be truncated, so that their end tag is missing.
   */
  private int end(Content content) {
    if (content.end >= 0) {
      return text.substring(content.from, content.end).isBlank() ? content.from : content.end;
    }
    int found = text.indexOf('<', content.from);
    boolean isLast = found < 0 || found >= content.limit;
    int next = isLast ? content.limit : found;
    String before = text.substring(content.from, next);
    boolean isEndTag = text.startsWith("</", next) || text.startsWith("<\\/", next);
    if (before.isBlank()) {
      return isLast || isEndTag ? content.from : content.limit;
    }
    if (isEndTag && !isLast) {
      return next; // of an element around it
    }
    return before.startsWith(" ") ? content.from : content.limit;
  }
}
