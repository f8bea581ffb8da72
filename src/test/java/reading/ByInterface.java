package reading;

/** Reads a property through a method of an interface. */
public final class ByInterface {

  private static final PropertySource SOURCE = new SystemSource();

  static String users() {
    return SOURCE.text("users");
  }

  private ByInterface() {}
}
