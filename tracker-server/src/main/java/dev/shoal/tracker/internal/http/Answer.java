package dev.shoal.tracker.internal.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * What is answered to one request.
 *
 * @param type media type, with its character set
 */
record Answer(HttpResponseStatus status, String type, String body) {
  private static final String PLAIN = "text/plain; charset=utf-8";

  /** A status and a line of text. */
  static Answer line(HttpResponseStatus status, String text) {
    return new Answer(status, PLAIN, text + "\n");
  }

  /** A status, named by itself. */
  static Answer of(HttpResponseStatus status) {
    return line(status, status.reasonPhrase());
  }

  /** A document. */
  static Answer ok(String type, String body) {
    return new Answer(HttpResponseStatus.OK, type, body);
  }
}
