package dev.onrush.internal.trace;

/** Why a request with spans was not accepted. Its spans are missing, since exporters drop them. */
public enum SpanRefusal {
  /** The body is too large after decompression. */
  TOO_LARGE("larger than 8 MB after decompression; set a smaller batch size in the exporter"),
  /** The body is in another format. */
  CONTENT_TYPE("in a format other than application/x-protobuf and application/json"),
  /** The body is compressed in an unknown way. */
  CONTENT_ENCODING("compressed in another way than gzip; set gzip or none in the exporter"),
  /** The body does not have the format that the request names. */
  UNREADABLE("not valid in their format");

  private final String reason;

  SpanRefusal(String reason) {
    this.reason = reason;
  }

  /** The reason, and what to do, after "was refused: ". */
  public String reason() {
    return reason;
  }
}
