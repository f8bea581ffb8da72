package dev.onrush.internal.launch.plan;

import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.plan.Flow;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.Mix;
import dev.onrush.plan.Slice;
import dev.onrush.plan.UserClass;
import java.util.ArrayList;
import java.util.List;

/**
 * The users that wait for each other at a rendez-vous, which is one of a user class in one JVM.
 *
 * @param slice of the load that one injector sends
 */
public record RendezVousUsers(LoadPlan plan, Slice slice) {

  /**
   * Refuses a rendez-vous that waits for more users than a class of a closed flow ever has in one
   * JVM: all of them would wait to the end, and nothing would be measured. Arrivals go on while
   * others wait, and how many users a search for the capacity has is not known.
   *
   * @throws IllegalArgumentException for the first such rendez-vous
   */
  public void check() {
    for (Flow flow : plan.flows()) {
      if (!flow.profile().isOpen() && flow.search().isEmpty()) {
        for (int i = 0; i < flow.classes().size(); i++) {
          check(flow, i);
        }
      }
    }
  }

  private void check(Flow flow, int index) {
    UserClass userClass = flow.classes().get(index);
    int meeting = ChainContents.meeting(userClass);
    Mix mix = Mix.of(flow.classes());
    int most = 0;
    // Not at the peak alone: a class may have fewer users where all classes together have more.
    for (int all = (int) Math.round(flow.profile().peak()); all > 0 && most < meeting; all--) {
      most = Math.max(most, inOneJvm(mix.of(all)[index]));
    }
    if (most > 0 && most < meeting) {
      throw new IllegalArgumentException(
          text(userClass, meeting)
              + (slice.isWhole()
                  ? ", and has at most " + most
                  : " of one injector, and one of " + slice.of() + " injectors has at most " + most)
              + "; write a number up to "
              + most
              + ", or raise the load");
    }
  }

  /** Those of the injector that has the fewest; where one has none, nobody waits. */
  private int inOneJvm(int users) {
    return users == 0 ? 0 : Math.max(1, new Slice(slice.of() - 1, slice.of()).shareOf(users));
  }

  static String text(UserClass userClass, int meeting) {
    return "user class \""
        + userClass.name()
        + "\" waits for "
        + meeting
        + " users at rendezVous("
        + meeting
        + ")";
  }

  /** A sentence for each class whose users meet those of the same injector alone. */
  public List<String> ofEachInjector() {
    List<String> sentences = new ArrayList<>();
    for (UserClass userClass : plan.classes()) {
      int meeting = ChainContents.meeting(userClass);
      if (meeting > 0) {
        sentences.add(text(userClass, meeting) + ", of every injector for itself");
      }
    }
    return sentences;
  }
}
