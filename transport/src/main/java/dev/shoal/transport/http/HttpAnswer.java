package dev.shoal.transport.http;

import dev.shoal.transport.Body;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.SharedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to one request. Immutable, yet one that sends from a file or a source is good
 * for one request.
 *
 * <p>Unless others are given it has headers that let a browser do as little as possible with it: no
 * guessing of types, no referrer, no scripts, styles or frames, no caching, no reading by other
 * sites.
 */
public final class HttpAnswer {
  private static final String POLICY =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final HttpHeaders DEFAULTS =
      new DefaultHttpHeaders()
          .set("x-content-type-options", "nosniff")
          .set("referrer-policy", "no-referrer")
          .set("cross-origin-resource-policy", "same-origin")
          .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
          .set(HttpHeaderNames.CACHE_CONTROL, "no-store");

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

  /** What follows the headers. */
  sealed interface Content permits Bytes, Stream, Events {}

  /** Bytes in memory. */
  record Bytes(ByteBuffer bytes) implements Content {}

  /** So many bytes of a source. */
  record Stream(long length, HttpSource source) implements Content {}

  /** Events until one side has had enough. */
  record Events(HttpEventSource source) implements Content {}

  private final int status;
  private final HttpHeaders headers;
  private final Content content;

  private HttpAnswer(int status, HttpHeaders headers, Content content) {
    this.status = status;
    this.headers = headers;
    this.content = content;
  }

  /** A status and nothing else. */
  public static HttpAnswer of(int status) {
    return new HttpAnswer(status, DEFAULTS, new Bytes(EMPTY));
  }

  /** Plain text. */
  public static HttpAnswer text(int status, String text) {
    return text(status, "text/plain; charset=utf-8", text);
  }

  /**
   * Text of a media type.
   *
   * @param type with {@code charset=utf-8}, where the type has such a parameter
   */
  public static HttpAnswer text(int status, String type, String text) {
    return bytes(status, type, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes of a media type; they are not copied. */
  public static HttpAnswer bytes(int status, String type, byte[] bytes) {
    return make(status, type, new Bytes(ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
  }

  /**
   * A run of a file, sent without a copy.
   *
   * @param file one reference is taken over
   * @param position of the first byte
   * @param length bytes
   * @param limit what they count against; null: nothing
   */
  public static HttpAnswer region(
      int status,
      String type,
      SharedChannel file,
      long position,
      long length,
      @Nullable RateLimit limit) {
    return stream(status, type, length, new FileRun(file, position, limit));
  }

  /**
   * Bytes that come piece by piece.
   *
   * @param length of all of them
   * @param source is closed when it is not needed any more, in any case
   */
  public static HttpAnswer stream(int status, String type, long length, HttpSource source) {
    return make(status, type, new Stream(length, source));
  }

  /** A stream of server-sent events, with a sign of life now and then. */
  public static HttpAnswer events(HttpEventSource source) {
    return make(200, "text/event-stream", new Events(source))
        .withHeader("x-accel-buffering", "no"); // or proxies would keep them back
  }

  private static HttpAnswer make(int status, String type, Content content) {
    return new HttpAnswer(status, DEFAULTS, content)
        .withHeader(HttpHeaderNames.CONTENT_TYPE.toString(), type);
  }

  /**
   * The same with a header, in place of what it had of that name.
   *
   * @throws IllegalArgumentException if a header can't be so
   */
  public HttpAnswer withHeader(String name, String value) {
    return new HttpAnswer(status, headers.copy().set(name, value), content);
  }

  /** Its status. */
  public int status() {
    return status;
  }

  /** A header's value; null if it has none. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  HttpHeaders headers() {
    return headers;
  }

  Content content() {
    return content;
  }

  /** It is not sent after all. */
  void discard() {
    if (content instanceof Stream stream) {
      stream.source.close();
    }
  }

  @Override
  public String toString() {
    return "HttpAnswer[" + status + "]";
  }

  private record FileRun(SharedChannel file, long position, @Nullable RateLimit limit)
      implements HttpSource {
    @Override
    public CompletableFuture<Body> read(long offset, int most) {
      return CompletableFuture.completedFuture(Body.of(file.retain(), position + offset, most));
    }

    @Override
    public void close() {
      file.release();
    }
  }
}
