package dev.onrush.internal.report.file;

import dev.onrush.internal.report.summary.DuetRows;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.Printable;
import dev.onrush.result.DuetComparison;
import dev.onrush.result.DuetComparison.Difference;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Builds {@code junit.xml}: a test case for each threshold, and one for the run itself. CI servers
 * show an error as a problem of the test case itself rather than of what it tests. A run that
 * cannot be trusted is therefore one error, and its thresholds are skipped, with their findings as
 * messages.
 */
public final class JUnitXml {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private final XMLStreamWriter xml;
  private final RunRecord result;

  private JUnitXml(XMLStreamWriter xml, RunRecord result) {
    this.xml = xml;
    this.result = result;
  }

  public static String of(RunRecord result) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter writer = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      new JUnitXml(writer, result).write();
      writer.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("junit.xml cannot be written", e);
    }
    return text.toString();
  }

  private void write() throws XMLStreamException {
    boolean invalid = result.verdict() == Verdict.INVALID;
    long skipped = result.judgements().stream().filter(this::skipped).count();
    long failures = result.judgements().stream().filter(this::fails).count();
    // A verdict that no threshold explains, for example of a run without thresholds.
    boolean unexplained = !invalid && result.verdict() != Verdict.PASS && failures == 0;
    String seconds = String.format(Locale.ROOT, "%.3f", result.length().toMillis() / 1000.0);
    xml.writeStartDocument("UTF-8", "1.0");
    line("\n");
    xml.writeStartElement("testsuite");
    attribute("name", result.info().simulation());
    attribute("timestamp", STAMP.format(result.info().started()));
    attribute("hostname", "localhost");
    attribute("tests", String.valueOf(result.judgements().size() + 1));
    attribute("failures", String.valueOf(failures + (unexplained ? 1 : 0)));
    attribute("errors", invalid ? "1" : "0");
    attribute("skipped", String.valueOf(skipped));
    attribute("time", seconds);
    line("\n  ");
    xml.writeEmptyElement("properties");
    trust(seconds, invalid, unexplained);
    for (Judgement judgement : result.judgements()) {
      threshold(judgement);
    }
    if (result.duet().isPresent()) {
      duet(result.duet().get());
    }
    line("\n");
    xml.writeEndElement();
    line("\n");
    xml.writeEndDocument();
  }

  /** Writes the test case that the run itself passes if its result can be trusted. */
  private void trust(String seconds, boolean invalid, boolean unexplained)
      throws XMLStreamException {
    testCase("the run can be trusted", seconds);
    if (invalid) {
      line("\n    ");
      xml.writeStartElement("error");
      attribute("type", Verdict.INVALID.name());
      attribute("message", result.reason());
      xml.writeEndElement();
      line("\n  ");
    } else if (unexplained) {
      line("\n    ");
      xml.writeStartElement("failure");
      attribute("type", result.verdict().name());
      attribute("message", result.reason());
      xml.writeEndElement();
      line("\n  ");
    }
    xml.writeEndElement();
  }

  private void threshold(Judgement judgement) throws XMLStreamException {
    testCase(judgement.threshold().toString(), "0");
    if (skipped(judgement)) {
      line("\n    ");
      xml.writeStartElement("skipped");
      attribute("message", skippedFor(judgement) + judgement.finding());
      xml.writeEndElement();
      line("\n  ");
    } else if (fails(judgement)) {
      line("\n    ");
      xml.writeStartElement("failure");
      attribute("type", judgement.verdict().name());
      attribute("message", judgement.finding());
      xml.writeCharacters(Printable.line(judgement.toString()));
      xml.writeEndElement();
      line("\n  ");
    }
    xml.writeEndElement();
  }

  /** Writes the differences, including the differences of thresholds that passed. */
  private void duet(DuetComparison duet) throws XMLStreamException {
    line("\n  ");
    xml.writeStartElement("system-out");
    xml.writeCharacters(Printable.line(DuetRows.addresses(duet)));
    DuetRows.Table table = DuetRows.table(duet);
    for (Difference of : table.rows()) {
      line("\n");
      xml.writeCharacters(
          Printable.line("%s: A %s, B %s, %s (%s): %s".formatted(DuetRows.texts(of).toArray())));
    }
    if (table.leftOut().isPresent()) {
      line("\n" + table.leftOut().get());
    }
    xml.writeEndElement();
  }

  /**
   * Returns whether the test case is skipped. JUnit's schema has no warnings; CI servers show a
   * skipped test case, but do not fail because of it.
   */
  private boolean skipped(Judgement judgement) {
    return judgement.warns()
        || judgement.verdict() == Verdict.INVALID
        || result.verdict() == Verdict.INVALID;
  }

  private String skippedFor(Judgement judgement) {
    if (result.verdict() == Verdict.INVALID) {
      return "the run is INVALID: ";
    }
    return judgement.warns() ? "warning: " : "INVALID: ";
  }

  private boolean fails(Judgement judgement) {
    return judgement.verdict() != Verdict.PASS && !skipped(judgement);
  }

  private void testCase(String name, String seconds) throws XMLStreamException {
    line("\n  ");
    xml.writeStartElement("testcase");
    attribute("classname", result.info().simulation());
    attribute("name", name);
    attribute("time", seconds);
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, Printable.line(value));
  }

  private void line(String text) throws XMLStreamException {
    xml.writeCharacters(text);
  }
}
