package dev.shoal.tracker.internal.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;

/** Makes the pipeline of each connection, up to a number of them. On the one HTTP thread. */
@Sharable
final class Assembler extends ChannelInitializer<Channel> {
  private static final int MAX_CONNECTIONS = 64;
  private static final int MAX_REQUEST_LINE = 2048;
  private static final int MAX_HEADERS = 16 * 1024;
  private static final int MAX_BODY = 1024;

  private final Site site;
  private int connections;

  Assembler(Site site) {
    this.site = site;
  }

  @Override
  protected void initChannel(Channel channel) {
    if (connections >= MAX_CONNECTIONS) {
      channel.close();
      return;
    }
    connections++;
    channel.closeFuture().addListener(closed -> connections--);
    HttpDecoderConfig limits =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_REQUEST_LINE)
            .setMaxHeaderSize(MAX_HEADERS);
    channel
        .pipeline()
        .addLast(new HttpServerCodec(limits))
        .addLast(new HttpObjectAggregator(MAX_BODY, true))
        .addLast(new Exchange(site));
  }
}
