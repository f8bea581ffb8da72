package reading;

/** Names a property, and leaves it to others how it is read. */
abstract class PropertyTemplate {

  final String users() {
    return text("users");
  }

  abstract String text(String name);
}
