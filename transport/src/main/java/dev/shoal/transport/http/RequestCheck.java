package dev.shoal.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;

/** Refuses requests that are not what HTTP/1.1 says they must be. */
final class RequestCheck {
  private RequestCheck() {}

  /** Checks all but the target; fails with the refusal. */
  static void check(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      throw undecodable(request.decoderResult().cause());
    }
    if (!request.protocolVersion().protocolName().equals("HTTP")
        || request.protocolVersion().majorVersion() != 1) {
      throw new HttpException(505, "version", "this server speaks HTTP/1.1");
    }
    HttpHeaders headers = request.headers();
    int hosts = headers.getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || (hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
      throw bad("the request must have one Host header");
    }
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty()
        && (codings.size() > 1
            || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0)))) {
      throw new HttpException(501, "transfer-encoding", "only chunked bodies are understood");
    }
    if (!codings.isEmpty() && !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      throw bad("a request of HTTP/1.0 can't be chunked");
    }
    String expected = headers.get(HttpHeaderNames.EXPECT);
    if (expected != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected)) {
      throw new HttpException(417, "expectation", "only 100-continue can be expected");
    }
  }

  /** Bytes of the body that follows; -1: unknown. */
  static long bodyLength(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        ? -1
        : HttpUtil.getContentLength(request, 0L);
  }

  private static HttpException undecodable(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return new HttpException(414, "address-too-long", "the address of the request is too long");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return new HttpException(
          431, "headers-too-large", "the headers of the request are too large");
    }
    return bad("the request is malformed");
  }

  private static HttpException bad(String sentence) {
    return new HttpException(400, "bad-request", sentence);
  }
}
