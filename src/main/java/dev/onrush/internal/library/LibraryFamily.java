package dev.onrush.internal.library;

import java.util.Arrays;

/** Libraries that are released together, and the difference in their versions that is allowed. */
enum LibraryFamily {
  /** Onrush uses Gatling's internals, so the version must be the same. */
  GATLING("Gatling", "io.gatling", Integer.MAX_VALUE, false, ""),
  /** Netty 4.2 contains classes that 4.1 lacks. */
  NETTY("Netty", "io.netty", 2, false, "netty-bom"),
  /** Scala 2.13 runs only code that was compiled by the same or an older 2.13. */
  SCALA("Scala", "org.scala-lang", 2, true, ""),
  /** Jackson's jars call each other, so that only jars of one release fit together. */
  JACKSON("Jackson", "com.fasterxml.jackson", 1, false, "jackson-bom"),
  /** With slf4j 1.x, nothing is logged, and Gatling's main class does not report a crash. */
  SLF4J("slf4j", "org.slf4j", 1, false, ""),
  /** Logback 1.2 is for slf4j 1.x. */
  LOGBACK("Logback", "ch.qos.logback", 2, false, ""),
  /** All other libraries: another major version has another API. */
  OTHER("", "", 1, false, "");

  private final String title;
  private final String group;
  private final int parts;
  private final boolean notOlder;
  private final String bom;

  LibraryFamily(String title, String group, int parts, boolean notOlder, String bom) {
    this.title = title;
    this.group = group;
    this.parts = parts;
    this.notOlder = notOlder;
    this.bom = bom;
  }

  static LibraryFamily of(Library library) {
    return Arrays.stream(values())
        .filter(f -> library.group().equals(f.group) || library.group().startsWith(f.group + "."))
        .findFirst()
        .orElse(OTHER);
  }

  /** Whether Onrush runs with the version that was found. */
  boolean fits(Library found, Library needed) {
    return found.line(parts).equals(needed.line(parts)) && !(notOlder && found.isOlderThan(needed));
  }

  /**
   * The name of the family, such as {@code Netty}; for other libraries, the name of the artifact.
   */
  String title(Library library) {
    return title.isEmpty() ? library.artifact() : title;
  }

  /** Whether one import of a BOM sets the versions of the whole family. */
  boolean hasBom() {
    return !bom.isEmpty();
  }

  String bom() {
    return bom;
  }

  /** The group of the BOM. */
  String bomGroup() {
    return group;
  }
}
