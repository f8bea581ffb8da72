package dev.onrush;

import java.util.prefs.AbstractPreferences;
import java.util.prefs.Preferences;
import java.util.prefs.PreferencesFactory;
import org.jspecify.annotations.Nullable;

/**
 * A preferences factory that keeps Gatling from asking Maven Central for a newer version of
 * Gatling. Gatling asks before it loads a simulation, and has no option to turn this off. It stores
 * the time of its last check in the user's preferences. The preferences of this factory answer that
 * the check has just been made, and store nothing.
 *
 * <p>The option {@code -Djava.util.prefs.PreferencesFactory=dev.onrush.NoVersionCheck} selects it
 * before Onrush itself is loaded. Immutable.
 *
 * @since 0.1.0
 */
public final class NoVersionCheck implements PreferencesFactory {

  private static final String LAST_CHECK = "lastCheckTimestamp";
  private static final Preferences ROOT = new FixedPreferences(null, "");

  /** Called by the JVM, which finds the name of this class in its options. */
  public NoVersionCheck() {}

  @Override
  public Preferences systemRoot() {
    return ROOT;
  }

  @Override
  public Preferences userRoot() {
    return ROOT;
  }

  private static final class FixedPreferences extends AbstractPreferences {
    FixedPreferences(@Nullable AbstractPreferences parent, String name) {
      super(parent, name);
    }

    @Override
    protected void putSpi(String key, String value) {}

    @Override
    protected @Nullable String getSpi(String key) {
      return key.equals(LAST_CHECK) ? Long.toString(Long.MAX_VALUE) : null;
    }

    @Override
    protected void removeSpi(String key) {}

    @Override
    protected void removeNodeSpi() {}

    @Override
    protected String[] keysSpi() {
      return new String[0];
    }

    @Override
    protected String[] childrenNamesSpi() {
      return new String[0];
    }

    @Override
    protected AbstractPreferences childSpi(String name) {
      return new FixedPreferences(this, name);
    }

    @Override
    protected void syncSpi() {}

    @Override
    protected void flushSpi() {}
  }
}
