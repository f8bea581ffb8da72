package reading;

/** Reads a property through a method of another class. */
public final class ByMethod {

  static String users() {
    return new SystemSource().text("users");
  }

  private ByMethod() {}
}
