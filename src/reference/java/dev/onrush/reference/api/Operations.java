package dev.onrush.reference.api;

import dev.onrush.reference.http.HttpError;
import dev.onrush.reference.http.Request;
import dev.onrush.reference.http.Response;
import dev.onrush.reference.http.Router;
import dev.onrush.reference.http.ServiceMetrics;
import dev.onrush.reference.settings.LiveSettings;
import java.io.IOException;
import java.sql.SQLException;

/**
 * The endpoints for operating the service: {@code GET /metrics} in the text format of Prometheus,
 * {@code GET /admin/settings}, {@code PATCH /admin/settings}. Like the whole service, they are on
 * loopback only.
 */
public final class Operations {

  private static final String SETTINGS = "/admin/settings";

  private final LiveSettings settings;
  private final ServiceMetrics metrics;

  public Operations(LiveSettings settings, ServiceMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
  }

  public void addTo(Router router) {
    router.operate("GET", "/metrics", request -> metrics.text());
    router.operate("GET", SETTINGS, request -> inForce());
    router.operate("PATCH", SETTINGS, this::change);
  }

  private Response inForce() {
    return Response.ok(new Response.Text("application/json", settings.json()));
  }

  private Response change(Request request) throws HttpError, IOException, SQLException {
    try {
      settings.change(request.body());
    } catch (IllegalArgumentException e) {
      throw new HttpError(400, String.valueOf(e.getMessage()));
    }
    return inForce();
  }
}
