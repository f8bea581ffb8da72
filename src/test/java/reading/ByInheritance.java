package reading;

/** Reads a property by a method that it inherits. */
public final class ByInheritance extends SystemSource {

  final String users = text("users");
}
