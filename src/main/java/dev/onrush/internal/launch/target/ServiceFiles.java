package dev.onrush.internal.launch.target;

import dev.onrush.internal.trace.SpanReceiver;
import java.nio.file.Path;
import java.util.Optional;

/** Where a service that is started for a run writes its log and sends its spans. */
public interface ServiceFiles {

  /** The folder to which the run writes; created by the first call. */
  Path folder();

  /**
   * The receiver of the spans of the service, if the settings ask for one; created by the first
   * call.
   */
  Optional<SpanReceiver> spans();
}
