package dev.onrush.internal.library;

import java.util.Arrays;

/** Libraries that are released together, and how far a version of them may differ. */
enum LibraryFamily {
  /** Onrush uses its internals. */
  GATLING("Gatling", "io.gatling", Integer.MAX_VALUE, false, ""),
  /** 4.2 has classes that 4.1 lacks. */
  NETTY("Netty", "io.netty", 2, false, "netty-bom"),
  /** Scala 2.13 is compatible with what was compiled by an older 2.13 alone. */
  SCALA("Scala", "org.scala-lang", 2, true, ""),
  /** Its jars call each other: those of one release fit together. */
  JACKSON("Jackson", "com.fasterxml.jackson", 1, false, "jackson-bom"),
  /** With 1.x, nothing is logged, and Gatling's main tells nothing of a crash. */
  SLF4J("slf4j", "org.slf4j", 1, false, ""),
  /** 1.2 is for slf4j 1.x. */
  LOGBACK("Logback", "ch.qos.logback", 2, false, ""),
  /** All others: another major version has another API. */
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

  /** {@code Netty}; of the rest, the artifact's name. */
  String title(Library library) {
    return title.isEmpty() ? library.artifact() : title;
  }

  /** Whether one import sets the versions of the whole family. */
  boolean hasBom() {
    return !bom.isEmpty();
  }

  String bom() {
    return bom;
  }

  /** The group of its BOM. */
  String bomGroup() {
    return group;
  }
}
