package reading;

/** Names a property, and leaves reading it to its subclasses. */
abstract class PropertyTemplate {

  final String users() {
    return text("users");
  }

  abstract String text(String name);
}
