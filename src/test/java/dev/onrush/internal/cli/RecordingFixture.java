package dev.onrush.internal.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Runs the command import with recordings in the format HAR. */
abstract class RecordingFixture extends ImportFixture {

  static final Path SHOP = INPUTS.resolve("shop.har");

  static String har(String... entries) {
    return "{\"log\": {\"version\": \"1.2\", \"entries\": [" + String.join(",", entries) + "]}}";
  }

  static String entry(int second, String method, String url, String more) {
    return """
        {"startedDateTime": "2026-03-02T09:00:%02d.000+01:00", "time": 20,
         "request": {"method": "%s", "url": "%s", "headers": []%s},
         "response": {"status": 200, "headers": [], "content": {"size": 2, "mimeType": "application/json"}}}"""
        .formatted(second, method, url, more);
  }

  static String posted(int second, String path, String type, String text) throws IOException {
    return entry(
        second,
        "POST",
        "http://a" + path,
        ", \"postData\": "
            + new ObjectMapper().writeValueAsString(Map.of("mimeType", type, "text", text)));
  }

  /** Returns an entry whose response is JSON with one header. */
  static String answered(int second, String url, String json, String header, String value)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    return entry(second, "GET", url, "")
        .replace("\"size\": 2,", "\"size\": 9, \"text\": " + mapper.writeValueAsString(json) + ",")
        .replace(
            "\"status\": 200, \"headers\": []",
            "\"status\": 200, \"headers\": ["
                + mapper.writeValueAsString(Map.of("name", header, "value", value))
                + "]");
  }
}
