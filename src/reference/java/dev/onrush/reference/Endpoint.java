package dev.onrush.reference;

import java.io.IOException;
import java.sql.SQLException;

/** Answers one kind of request. */
@FunctionalInterface
interface Endpoint {
  Response answer(Request request) throws HttpError, SQLException, IOException;
}
