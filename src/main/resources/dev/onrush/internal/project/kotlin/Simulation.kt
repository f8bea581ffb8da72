import dev.onrush.LoadSimulation
import dev.onrush.dsl.OnrushDsl.*
import dev.onrush.plan.LoadPlan
import java.time.Duration.ofMillis
import java.time.Duration.ofSeconds

/** Load test of ${className}: the users, what they do, the load profile and the thresholds. */
class ${className}Test : LoadSimulation() {

  override fun plan(): LoadPlan {
    val visitors =
      userClass("Visitors")
        .thinkTime(between(ofMillis(500), ofSeconds(2)))
        .task("Home", get("/"))

    return loadPlan("${className}")
      .users(visitors)
      .profile(load().users(10).rampUp(ofSeconds(10)).holdFor(ofSeconds(30)))
      .thresholds(
        p95().inSteadyState().below(ofMillis(300)),
        errorRate().below(ofPercent(1)).abortAfter(ofSeconds(10))
      )
  }
}
