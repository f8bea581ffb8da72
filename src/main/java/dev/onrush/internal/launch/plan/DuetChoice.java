package dev.onrush.internal.launch.plan;

import dev.onrush.internal.duet.Duet;
import dev.onrush.internal.duet.DuetPlan;
import dev.onrush.internal.duet.Variant;
import dev.onrush.internal.gatling.Instrumentation;
import dev.onrush.internal.gatling.chain.AbsoluteAddresses;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.threshold.Threshold;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The duet of a run: its plan, and the addresses of its two variants.
 *
 * @param a the address of the version with which the other is compared
 * @param b the address of the version under test
 * @param asked the settings
 */
public record DuetChoice(DuetPlan duet, URI a, URI b, Settings.Duet asked) {

  /** Placeholders for services that are not started yet. */
  private static final URI A_NOT_STARTED = URI.create("http://a.invalid");

  private static final URI B_NOT_STARTED = URI.create("http://b.invalid");

  /**
   * Matches scheme, host and port of an address, without path and query. Does not match an address
   * that ends with a colon, because its port is then taken from the session.
   */
  private static final Pattern PLACE = Pattern.compile("\\w+://[^/?#]++(?<!:\\z)");

  /**
   * Returns the duet that the settings ask for, if any. Services that are yet to be started have no
   * address yet.
   *
   * @param sized the plan with the settings applied
   * @throws IllegalArgumentException if the plan or the settings cannot be used for a duet
   */
  public static Optional<DuetChoice> of(LoadPlan sized, Settings settings, long seed) {
    if (settings.duet().isEmpty()) {
      return Optional.empty();
    }
    Settings.Duet asked = settings.duet().get();
    boolean started = asked.against().isEmpty();
    String given =
        "against was "
            + asked.against().map(URI::toString).orElse("started")
            + settings.source(Setting.AGAINST);
    if (started && settings.target().isPresent()) {
      throw new IllegalArgumentException(
          given
              + ", and target was "
              + settings.target().get()
              + settings.source(Setting.TARGET)
              + "; a duet starts both services or none; leave target out, or give the address of A"
              + " as against");
    }
    if (!started && settings.target().isEmpty()) {
      throw new IllegalArgumentException(
          given
              + ", and no target is set; a duet compares the target (B) with it (A); add"
              + " -Dtarget=http://127.0.0.1:8081, or have both started with -Dagainst=started");
    }
    if (settings.baseline().isPresent()) {
      throw new IllegalArgumentException(
          given
              + ", and baseline was \""
              + settings.baseline().get()
              + "\""
              + settings.source(Setting.BASELINE)
              + "; a duet compares B with A, not with an earlier run; leave one of the two out");
    }
    asked.against().ifPresent(settings.allowedHosts()::check);
    DuetChoice choice =
        new DuetChoice(
            DuetPlan.of(sized, asked.full(), asked.margin(), settings.impliedErrorRate(), seed),
            asked.against().orElse(A_NOT_STARTED),
            settings.target().orElse(B_NOT_STARTED),
            asked);
    choice.checkAddresses();
    return Optional.of(choice);
  }

  /** Returns a copy with the addresses of its services. */
  public DuetChoice at(URI a, URI b) {
    return new DuetChoice(duet, a, b, asked);
  }

  public Duet.Terms terms() {
    return new Duet.Terms(
        a.toString(), b.toString(), asked.margin().value(), asked.stopWhenCertain());
  }

  /**
   * Refuses requests whose address is the same for both variants, because A and B could not be
   * compared.
   */
  private void checkAddresses() {
    LoadPlan plan = duet.plan();
    for (URI base : List.of(a, b)) {
      HttpProtocolBuilder own = Instrumentation.httpAt(base);
      HttpProtocolBuilder http = plan.http().apply(own);
      List<String> bases = AbsoluteAddresses.bases(http);
      if (bases.isEmpty()) {
        throw BaseAddresses.leftOut(plan.name(), "in a duet A is at " + a + " and B at " + b);
      }
      if (!bases.equals(List.of(base.toString()))) {
        throw new IllegalArgumentException(
            "http(…) of plan \""
                + plan.name()
                + "\" sets the base addresses "
                + String.join(", ", bases)
                + ", and in a duet A is at "
                + a
                + " and B at "
                + b
                + "; leave its baseUrl(…) out");
      }
      List<String> sockets = new ArrayList<>(AbsoluteAddresses.webSocketBases(http));
      sockets.removeAll(AbsoluteAddresses.webSocketBases(own));
      for (String elsewhere : sockets) {
        if (isAtOne(elsewhere)) {
          throw new IllegalArgumentException(
              "http(…) of plan \""
                  + plan.name()
                  + "\" sends web sockets to "
                  + HttpAddress.withoutCredentials(elsewhere)
                  + ", so that A and B would both send them there; leave its wsBaseUrl(…) out");
        }
      }
    }
    for (AbsoluteAddresses.RequestAddress sent : AbsoluteAddresses.of(plan)) {
      if (isAtOne(sent.address())) {
        throw new IllegalArgumentException(
            "request \""
                + sent.request()
                + "\" goes to "
                + HttpAddress.withoutCredentials(sent.address())
                + ", an absolute address, so that A and B would both send it there; write only its"
                + " path, such as /pay");
      }
    }
  }

  /** Whether an address, in any protocol, is at the place of A or B. */
  private boolean isAtOne(String address) {
    return Stream.of(a, b).anyMatch(base -> isAt(address, base));
  }

  private static boolean isAt(String address, URI base) {
    Matcher place = PLACE.matcher(address);
    try {
      return place.lookingAt() && HttpAddress.isSameHostAndPort(new URI(place.group()), base);
    } catch (URISyntaxException e) {
      return false; // Gatling refuses it when the request is sent
    }
  }

  /** The address to which the users of a flow send. */
  public URI address(Flow flow) {
    return flow.name().equals(Variant.A.name()) ? a : b;
  }

  /** Notes without which a reader cannot interpret the figures correctly. */
  public List<String> notes(List<String> functions) {
    List<String> notes = new ArrayList<>();
    if (a.equals(b)) {
      notes.add(
          "A and B are at the same address, "
              + a
              + ": they are the same service, so any difference that is reported as certain is"
              + " false");
    }
    for (Map.Entry<Threshold, String> left : duet.left().entrySet()) {
      notes.add("not judged: " + left.getKey() + "; " + left.getValue());
    }
    functions.forEach(
        feeder ->
            notes.add(
                feeder + " by both variants in turn, so that A and B do not get the same records"));
    return notes;
  }
}
