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
 * The users that wait for each other at a rendez-vous. Only users of the same user class in the
 * same JVM meet.
 *
 * @param slice the share of the load that one injector sends
 */
public record RendezVousUsers(LoadPlan plan, Slice slice) {

  /**
   * Refuses a rendez-vous that waits for more users than a class of a closed flow ever has in one
   * JVM: all of them would wait until the end, and nothing would be measured. Open flows are not
   * checked, because users keep arriving while others wait, and neither are capacity searches,
   * because their number of users is not known.
   *
   * @throws IllegalArgumentException for the first rendez-vous with too few users
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
    // Not only at the peak: a class may have fewer users when all classes together have more.
    for (int all = (int) Math.round(flow.profile().peak()); all > 0 && most < meeting; all--) {
      most = Math.max(most, inOneJvm(mix.of(all)[index]));
    }
    if (most > 0 && most < meeting) {
      throw new IllegalArgumentException(
          text(userClass, meeting)
              + (slice.isWhole()
                  ? ", and has at most " + most
                  : " in one injector, and one of " + slice.of() + " injectors has at most " + most)
              + "; write a number up to "
              + most
              + ", or raise the load");
    }
  }

  /**
   * The number of users in the injector with the fewest users. An injector without users is
   * ignored, because nobody waits there.
   */
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

  /**
   * Returns a sentence for each class with a rendez-vous, whose users meet only users of the same
   * injector.
   */
  public List<String> ofEachInjector() {
    List<String> sentences = new ArrayList<>();
    for (UserClass userClass : plan.classes()) {
      int meeting = ChainContents.meeting(userClass);
      if (meeting > 0) {
        sentences.add(text(userClass, meeting) + ", in each injector separately");
      }
    }
    return sentences;
  }
}
