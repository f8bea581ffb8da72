package reading;

/** Reads a property by a method of another class. */
public final class ByMethod {

  static String users() {
    return new SystemSource().text("users");
  }

  private ByMethod() {}
}
