package reading;

/** Where simulations have their own properties from. */
interface PropertySource {

  String text(String name);
}
