package dev.shoal.transport.http;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One request, whose headers are here and whose body may be on its way.
 *
 * <p>A body that nobody has asked for by the time of the answer is passed over if it is short;
 * otherwise the connection ends with the answer.
 */
public final class HttpCall {
  private final HttpRequest request;
  private final HttpTarget target;
  private final RequestBody body;
  private final InetSocketAddress remote;
  private final InetSocketAddress local;
  private final EventLoop executor;

  HttpCall(
      HttpRequest request,
      HttpTarget target,
      RequestBody body,
      InetSocketAddress remote,
      InetSocketAddress local,
      EventLoop executor) {
    this.request = request;
    this.target = target;
    this.body = body;
    this.remote = remote;
    this.local = local;
    this.executor = executor;
  }

  /** The method, as {@code GET}. The answer to {@code HEAD} is that to {@code GET}. */
  public String method() {
    return request.method().name();
  }

  /** Whether it is {@code GET} or {@code HEAD}. */
  public boolean isReading() {
    return method().equals("GET") || method().equals("HEAD");
  }

  /** The path, decoded once; never with {@code .} or {@code ..} between slashes. */
  public String path() {
    return target.path();
  }

  /** What is between the slashes of the path, each decoded once; may be empty strings. */
  public List<String> segments() {
    return target.segments();
  }

  /** The first parameter of that name. */
  public Optional<String> query(String name) {
    return target.query().getOrDefault(name, List.of()).stream().findFirst();
  }

  /** The first header of that name, in whatever case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.headers().get(name));
  }

  /** All headers of that name, in whatever case. */
  public List<String> headers(String name) {
    return request.headers().getAll(name);
  }

  /** Who asks. */
  public InetSocketAddress remote() {
    return remote;
  }

  /** The address that was reached. */
  public InetSocketAddress local() {
    return local;
  }

  /** The connection's event loop. */
  public EventLoop executor() {
    return executor;
  }

  /** Bytes of the body as announced; -1 if that is not known beforehand. */
  public long bodyLength() {
    return body.length();
  }

  /**
   * Reads the body as UTF-8. Either this or {@link #stream}, once.
   *
   * @return completes on the event loop; fails with an {@link HttpException}: 413 if it is longer
   *     than that, 400 if it is no text or malformed; or with an {@link java.io.IOException}
   */
  public CompletableFuture<String> text(int maxBytes) {
    return TextSink.read(body, maxBytes);
  }

  /**
   * Has the body as it arrives. Either this or {@link #text}, once. The sink is given no more than
   * was announced, yet a body whose length is not known may be endless.
   *
   * @return completes on the event loop when the sink has had all of it; fails as the sink does,
   *     with an {@link HttpException} if the body is malformed, or with an {@link
   *     java.io.IOException} if it does not come to an end
   */
  public CompletableFuture<Void> stream(HttpBodySink sink) {
    return body.read(sink);
  }

  @Override
  public String toString() {
    return "HttpCall[" + method() + " " + path() + "]";
  }
}
