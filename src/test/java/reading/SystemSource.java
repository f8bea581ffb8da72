package reading;

/** Reads properties of the JVM, but contains no property name. */
class SystemSource implements PropertySource {

  @Override
  public String text(String name) {
    return System.getProperty(name, "1");
  }
}
