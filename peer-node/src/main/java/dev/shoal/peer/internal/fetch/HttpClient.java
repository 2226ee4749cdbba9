package dev.shoal.peer.internal.fetch;

import dev.shoal.peer.HttpSourcePolicy;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.transport.ReceiveCap;
import dev.shoal.transport.TransportException;
import dev.shoal.transport.TransportKind;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Makes connections to web servers, as the policy allows. Thread-safe. */
public final class HttpClient {
  /**
   * What connections are made of.
   *
   * @param kind of the event loops
   * @param bind local address to dial from; null: any
   * @param receiveBuffer most bytes read at a time
   * @param userAgent what servers are told of this program
   */
  public record Settings(
      TransportKind kind,
      @Nullable InetAddress bind,
      ByteBufAllocator allocator,
      int receiveBuffer,
      String userAgent) {}

  private static final int MAX_LINE = 8 * 1024;
  private static final int MAX_HEADERS = 64 * 1024;
  private static final int MAX_PIECE = 4 << 20;
  private static final int MAX_ATTEMPTS = 4;
  private static final int SMALL_READ = 2 * 1024;
  private static final int FIRST_READ = 16 * 1024;

  private final HttpSourcePolicy policy;
  private final Settings settings;
  private final HopRules rules;
  private final NameLookup names;
  private final ClientTls tls;
  private final AnswerCheck check = new AnswerCheck(Instant::now);

  /**
   * @param workers for the handshakes of TLS
   * @param lookUps blocked by looking up hosts
   */
  public HttpClient(
      HttpSourcePolicy policy, Settings settings, Executor workers, Executor lookUps) {
    this.policy = policy;
    this.settings = settings;
    this.rules = new HopRules(policy);
    this.names = new NameLookup(lookUps);
    this.tls = new ClientTls(policy, workers);
  }

  /** What may be done. */
  public HttpSourcePolicy policy() {
    return policy;
  }

  /**
   * What to ask next where a place redirects; throws if that is not to be followed.
   *
   * @param before redirects that were followed on the way to there
   */
  public HttpTarget redirect(HttpHop from, String location, int before) throws HttpFailure {
    return rules.redirect(from, location, before);
  }

  /**
   * Connects with a target, whose host is looked up and judged.
   *
   * @param from the place that redirects there; null: the target was given
   * @return completes on the loop; fails with a {@link TransportException}
   */
  public CompletableFuture<HttpConnection> open(
      EventLoop loop, HttpTarget target, @Nullable HttpHop from) {
    return names
        .find(target.host())
        .handleAsync(
            (found, failure) -> {
              if (failure != null) {
                throw new CompletionException(
                    new TransportException.Unreachable(
                        ErrorCode.UNKNOWN, "the host " + target.host() + " is unknown", failure));
              }
              try {
                return rules.permitted(target, found, from);
              } catch (HttpFailure e) {
                throw new CompletionException(e);
              }
            },
            loop)
        .thenCompose(addresses -> open(loop, target, addresses, 0));
  }

  /**
   * Connects with a place that was judged before.
   *
   * @return as above
   */
  public CompletableFuture<HttpConnection> open(EventLoop loop, HttpHop hop) {
    return tls.handler(hop.target(), settings.allocator())
        .thenComposeAsync(handler -> dial(loop, hop, handler), loop);
  }

  /** One address after the other, until one answers. */
  private CompletableFuture<HttpConnection> open(
      EventLoop loop, HttpTarget target, List<InetSocketAddress> addresses, int index) {
    CompletableFuture<HttpConnection> opening =
        open(loop, new HttpHop(target, addresses.get(index)));
    int next = index + 1;
    return next == Math.min(addresses.size(), MAX_ATTEMPTS)
        ? opening
        : opening
            .handle(
                (connection, failure) ->
                    failure == null
                        ? CompletableFuture.completedFuture(connection)
                        : open(loop, target, addresses, next))
            .thenCompose(result -> result);
  }

  private AdaptiveRecvByteBufAllocator buffers() {
    return new AdaptiveRecvByteBufAllocator(
        SMALL_READ, FIRST_READ, Math.max(FIRST_READ, settings.receiveBuffer()));
  }

  private CompletableFuture<HttpConnection> dial(
      EventLoop loop, HttpHop hop, @Nullable SslHandler handler) {
    CompletableFuture<HttpConnection> result = new CompletableFuture<>();
    ReceiveCap reads = new ReceiveCap(buffers());
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(settings.kind().channelType())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.ALLOCATOR, settings.allocator())
            .option(ChannelOption.RECVBUF_ALLOCATOR, reads)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) policy.connectTimeout().toMillis())
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    fill(channel, hop, handler, reads);
                  }
                });
    if (settings.bind() != null) {
      bootstrap.localAddress(new InetSocketAddress(settings.bind(), 0));
    }
    bootstrap
        .connect(hop.address())
        .addListener(
            (io.netty.channel.ChannelFuture connected) -> {
              if (!connected.isSuccess()) {
                result.completeExceptionally(ClientTls.unreachable(hop, connected.cause()));
              } else if (handler == null) {
                result.complete(connection(connected.channel()));
              } else {
                secure(connected.channel(), hop, handler, result);
              }
            });
    return result;
  }

  private void secure(
      Channel channel, HttpHop hop, SslHandler handler, CompletableFuture<HttpConnection> result) {
    handler
        .handshakeFuture()
        .addListener(
            shaken -> {
              if (shaken.isSuccess()) {
                result.complete(connection(channel));
              } else {
                channel.close();
                result.completeExceptionally(ClientTls.refused(hop, shaken.cause()));
              }
            });
  }

  private void fill(Channel channel, HttpHop hop, @Nullable SslHandler handler, ReceiveCap reads) {
    if (handler != null) {
      channel.pipeline().addLast("tls", handler);
    }
    channel
        .pipeline()
        .addLast(
            "codec",
            new HttpClientCodec(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(MAX_LINE)
                    .setMaxHeaderSize(MAX_HEADERS)
                    .setMaxChunkSize(MAX_PIECE),
                HttpClientCodec.DEFAULT_PARSE_HTTP_AFTER_CONNECT_REQUEST,
                false))
        .addLast(
            new HttpConnection(
                channel,
                new HttpConnection.Settings(
                    hop, settings.userAgent(), policy.answerTimeout(), check),
                reads));
  }

  private static HttpConnection connection(Channel channel) {
    return channel.pipeline().get(HttpConnection.class);
  }
}
