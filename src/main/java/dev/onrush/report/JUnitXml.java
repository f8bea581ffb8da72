package dev.onrush.report;

import dev.onrush.run.RunResult;
import dev.onrush.verdict.Judgement;
import dev.onrush.verdict.Verdict;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** {@code junit.xml}: a test case for each threshold, and one for the run itself. */
final class JUnitXml {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private final XMLStreamWriter xml;
  private final RunResult result;

  private JUnitXml(XMLStreamWriter xml, RunResult result) {
    this.xml = xml;
    this.result = result;
  }

  static String of(RunResult result) {
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
    long warnings = result.judgements().stream().filter(Judgement::warns).count();
    long failures =
        result.judgements().stream().filter(j -> j.verdict() != Verdict.PASS).count() - warnings;
    String seconds = String.format(Locale.ROOT, "%.3f", result.length().toMillis() / 1000.0);
    xml.writeStartDocument("UTF-8", "1.0");
    line("\n");
    xml.writeStartElement("testsuite");
    attribute("name", result.info().simulation());
    attribute("timestamp", STAMP.format(result.info().started()));
    attribute("hostname", "localhost");
    attribute("tests", String.valueOf(result.judgements().size() + 1));
    attribute("failures", String.valueOf(failures));
    attribute("errors", invalid ? "1" : "0");
    attribute("skipped", String.valueOf(warnings));
    attribute("time", seconds);
    line("\n  ");
    xml.writeEmptyElement("properties");
    testCase("the run can be trusted", seconds);
    if (invalid) {
      line("\n    ");
      xml.writeStartElement("error");
      attribute("type", Verdict.INVALID.name());
      attribute("message", result.reason());
      xml.writeEndElement();
      line("\n  ");
    }
    xml.writeEndElement();
    for (Judgement judgement : result.judgements()) {
      testCase(judgement.threshold().toString(), "0");
      if (judgement.warns()) {
        // The schema has no word for a warning; what is skipped is shown and fails nothing.
        line("\n    ");
        xml.writeStartElement("skipped");
        attribute("message", "warning: " + judgement.finding());
        xml.writeEndElement();
        line("\n  ");
      } else if (judgement.verdict() != Verdict.PASS) {
        line("\n    ");
        xml.writeStartElement("failure");
        attribute("type", judgement.verdict().name());
        attribute("message", judgement.finding());
        xml.writeCharacters(clean(judgement.toString()));
        xml.writeEndElement();
        line("\n  ");
      }
      xml.writeEndElement();
    }
    line("\n");
    xml.writeEndElement();
    line("\n");
    xml.writeEndDocument();
  }

  private void testCase(String name, String seconds) throws XMLStreamException {
    line("\n  ");
    xml.writeStartElement("testcase");
    attribute("classname", result.info().simulation());
    attribute("name", name);
    attribute("time", seconds);
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, clean(value));
  }

  private void line(String text) throws XMLStreamException {
    xml.writeCharacters(text);
  }

  /** XML 1.0 has no place at all for most control characters, nor for half a surrogate pair. */
  private static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .map(
            c ->
                c == '\t'
                        || c == '\n'
                        || (c >= 0x20 && c <= 0xD7FF)
                        || (c >= 0xE000 && c <= 0xFFFD)
                        || c >= 0x10000
                    ? c
                    : 0xFFFD)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
