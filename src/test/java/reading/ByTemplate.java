package reading;

/** Reads a property that its superclass names. */
public final class ByTemplate extends PropertyTemplate {

  @Override
  String text(String name) {
    return System.getProperty(name, "1");
  }
}
