package dev.onrush.reference.http;

import java.io.IOException;
import java.sql.SQLException;

/** Answers one kind of request. */
@FunctionalInterface
public interface Endpoint {
  Response answer(Request request) throws HttpError, SQLException, IOException;
}
