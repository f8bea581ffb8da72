package reading;

/** Reads a property through an inherited method. */
public final class ByInheritance extends SystemSource {

  final String users = text("users");
}
