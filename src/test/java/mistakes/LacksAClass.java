package mistakes;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;

/** Uses a class that is not in any jar of its class path. */
public class LacksAClass extends LoadSimulation {

  @Override
  protected LoadPlan plan() {
    // as the JVM does
    throw new NoClassDefFoundError("shop/Gone");
  }
}
