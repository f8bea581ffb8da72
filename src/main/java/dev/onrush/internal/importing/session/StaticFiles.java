package dev.onrush.internal.importing.session;

import java.util.Locale;
import java.util.Set;

/** Recognises images, scripts, styles and other static files by their names. */
public final class StaticFiles {

  /** The reason for which requests for static files are left out, for messages. */
  public static final String LEFT_OUT = "for images, scripts and styles (--static keeps them)";

  private static final Set<String> ENDINGS =
      Set.of(
          "css",
          "js",
          "mjs",
          "map",
          "png",
          "jpg",
          "jpeg",
          "gif",
          "svg",
          "ico",
          "webp",
          "avif",
          "woff",
          "woff2",
          "ttf",
          "otf",
          "eot",
          "mp4",
          "webm",
          "webmanifest");

  private StaticFiles() {}

  /** Whether a path, without a query, has the ending of a static file. */
  public static boolean isStatic(String path) {
    String segment = path.substring(path.lastIndexOf('/') + 1);
    int parameters = segment.indexOf(';');
    String word = parameters < 0 ? segment : segment.substring(0, parameters);
    int dot = word.lastIndexOf('.');
    return dot >= 0 && ENDINGS.contains(word.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
