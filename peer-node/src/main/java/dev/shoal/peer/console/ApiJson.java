package dev.shoal.peer.console;

import dev.shoal.peer.service.ServiceJson;
import java.nio.charset.StandardCharsets;

/** How the API's JSON goes over the wire. */
final class ApiJson {
  private ApiJson() {}

  /** How the type is called in headers. */
  static final String TYPE = "application/json";

  /** The object as JSON, in UTF-8. */
  static byte[] bytes(Object value) {
    return ServiceJson.writeForWeb(value).getBytes(StandardCharsets.UTF_8);
  }
}
