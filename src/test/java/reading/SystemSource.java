package reading;

/** Reads properties of the JVM, and names none. */
class SystemSource implements PropertySource {

  @Override
  public String text(String name) {
    return System.getProperty(name, "1");
  }
}
