package reading;

/** The source of a simulation's own properties. */
interface PropertySource {

  String text(String name);
}
