package dev.onrush.internal.project;

/**
 * The file of a CI system for a project that is a folder of a repository. A CI system starts in the
 * root of the repository, and reads its file there.
 */
final class CiFile {

  private CiFile() {}

  /**
   * Returns the text of the file.
   *
   * @param text the text for a project that is a repository
   * @param folder the path of the project in the repository, with {@code /}; empty for its root
   */
  static String inFolder(Ci ci, String text, String folder) {
    if (folder.isEmpty()) {
      return text;
    }
    return switch (ci) {
      case NONE -> text;
      case GITHUB ->
          text.replace(
                  "    steps:\n",
                  "    defaults:\n      run:\n        working-directory: "
                      + scalar(folder)
                      + "\n    steps:\n")
              .replace("path: reports\n", "path: " + scalar(folder + "/reports") + "\n");
      case GITLAB ->
          text.replace("  script:\n", "  script:\n    - " + scalar("cd \"" + folder + "\"") + "\n")
              .replace("paths: [reports]", "paths: [" + scalar(folder + "/reports") + "]")
              .replace("reports/*/junit.xml", scalar(folder + "/reports/*/junit.xml"));
    };
  }

  /** Returns a text as YAML has it, in quotes unless it is a plain path. */
  private static String scalar(String text) {
    return text.matches("[A-Za-z0-9][A-Za-z0-9_./*-]*")
        ? text
        : "'" + text.replace("'", "''") + "'";
  }
}
