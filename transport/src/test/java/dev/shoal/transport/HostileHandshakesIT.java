package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Role;
import dev.shoal.transport.internal.tls.OwnKey;
import dev.shoal.transport.internal.tls.PeerTrust;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.OpenSslCertificateCompressionAlgorithm;
import io.netty.handler.ssl.OpenSslCertificateCompressionConfig;
import io.netty.handler.ssl.OpenSslCertificateCompressionConfig.AlgorithmMode;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Handshakes that are slow, left half done, recorded and played again, or meant to burst. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"JDK", "OPENSSL"})
class HostileHandshakesIT {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final byte[] CHANGE_CIPHER_SPEC = {0x14, 3, 3, 0, 1, 1};
  private static final int COMPRESS_CERTIFICATE = 27;

  private final TlsProvider provider;
  private final EventLoopGroup loops = TransportKind.best().newGroup(1, "test-handshakes");
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<RecordingHandler> accepted = new CopyOnWriteArrayList<>();

  HostileHandshakesIT(TlsProvider provider) {
    assumeTrue(provider.isAvailable(), "skipped: not available here");
    this.provider = provider;
  }

  @AfterEach
  void close() {
    for (Endpoint endpoint : endpoints) {
      Await.result(endpoint.close());
    }
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private Endpoint endpoint(TransportConfig.Builder config) {
    Identity identity = Identity.generate();
    Endpoint endpoint =
        new Endpoint(
            loops,
            config.build(),
            Greeting.of(Role.ROLE_PEER, identity.peerId(), "test/1"),
            Security.of(identity).provider(provider).build());
    endpoints.add(endpoint);
    return endpoint;
  }

  private InetSocketAddress listen(Endpoint endpoint) {
    return Await.result(
        endpoint.listen(
            new InetSocketAddress(LOOPBACK, 0),
            () -> {
              RecordingHandler handler =
                  new RecordingHandler(
                      request -> request.answer(HeartbeatAck.getDefaultInstance()));
              accepted.add(handler);
              return handler;
            }));
  }

  private CompletableFuture<Connection> dial(InetSocketAddress to) {
    return endpoint(TransportConfig.builder())
        .dial(to, null, PeerVerifier.anybody(), new RecordingHandler());
  }

  @Test
  void shouldEndAHandshakeThatTricklesIn() throws Exception {
    Endpoint server = endpoint(TransportConfig.builder().helloTimeout(SHORT));
    byte[] hello = clientHello();
    try (Socket slow = dialBare(listen(server))) {
      CompletableFuture<Integer> trickle =
          CompletableFuture.supplyAsync(() -> trickle(slow, hello));
      assertForgotten(server);
      assertThat(Await.result(trickle)).as("bytes that somebody took").isLessThan(hello.length);
    }
  }

  /** TLS 1.3 passes over records of one kind for the sake of old boxes on the way. */
  @Test
  void shouldEndAHandshakeOfNothingButRecordsThatSayNothing() throws Exception {
    Endpoint server = endpoint(TransportConfig.builder().helloTimeout(SHORT));
    try (Socket chatty = dialBare(listen(server))) {
      chatty.getOutputStream().write(clientHello());
      CompletableFuture<Void> chatter =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 10_000 && isWritten(chatty, CHANGE_CIPHER_SPEC); i++) {
                  LockSupport.parkNanos(1_000_000);
                }
              });
      assertForgotten(server);
      Await.result(chatter);
    }
  }

  @Test
  void shouldForgetHandshakesThatAreLeftHalfDoneAndServeOthersMeanwhile() throws Exception {
    // Long enough for the handshakes of those who go on.
    Duration enough = Duration.ofMillis(1500);
    Endpoint server = endpoint(TransportConfig.builder().helloTimeout(enough).maxConnections(20));
    InetSocketAddress address = listen(server);
    byte[] hello = clientHello();
    List<Socket> left = new ArrayList<>();
    try {
      for (int i = 0; i < 19; i++) {
        Socket each = dialBare(address);
        left.add(each);
        each.getOutputStream().write(hello);
        assertThat(each.getInputStream().read()).as("the other side's half").isEqualTo(0x16);
      }

      assertThat(Await.result(dial(address)).isOpen()).isTrue();

      Await.until("only the one that went on is there", () -> server.connectionCount() == 1);
      assertThat(Await.result(dial(address)).isOpen()).isTrue();
    } finally {
      for (Socket each : left) {
        each.close();
      }
    }
  }

  /** Whoever has recorded a connection can't have it again: the other side's part is new. */
  @Test
  void shouldTakeNothingThatWasRecorded() throws Exception {
    Endpoint server = endpoint(TransportConfig.builder());
    InetSocketAddress address = listen(server);
    byte[] recorded;
    try (Recorder recorder = new Recorder(address)) {
      Connection genuine = Await.result(dial(recorder.address()));
      Await.result(genuine.request(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance()));
      Await.result(genuine.close());
      recorded = recorder.sent();
    }
    assertThat(accepted.get(0).requests).hasSize(1);

    try (Socket thief = dialBare(address)) {
      isWritten(thief, recorded);
      Await.until("it is forgotten", () -> accepted.size() == 2 && server.connectionCount() == 0);
    }

    assertThat(accepted.get(1).ready).isNotDone();
    assertThat(accepted.get(1).requests).isEmpty();
  }

  /** What nobody unpacks can't burst: neither certificates nor anything else. */
  @Test
  void shouldNotOfferToUnpackAnything() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK)) {
      CompletableFuture<Connection> dialled = dial(RawPeer.address(listener));
      try (Socket dialling = listener.accept()) {
        dialling.setSoTimeout((int) Await.LIMIT.toMillis());
        DataInputStream in = new DataInputStream(dialling.getInputStream());
        in.skipNBytes(5 + 4 + 2 + 32); // record, message, version, random number
        in.skipNBytes(in.readUnsignedByte()); // session
        in.skipNBytes(in.readUnsignedShort()); // ciphers
        assertThat(in.readNBytes(in.readUnsignedByte())).as("compression").containsExactly(0);
        ByteBuffer extensions = ByteBuffer.wrap(in.readNBytes(in.readUnsignedShort()));
        List<Integer> offered = new ArrayList<>();
        while (extensions.hasRemaining()) {
          offered.add(extensions.getShort() & 0xFFFF);
          extensions.position(
              extensions.position() + 2 + (extensions.getShort(extensions.position()) & 0xFFFF));
        }
        assertThat(offered).isNotEmpty().doesNotContain(COMPRESS_CERTIFICATE);
      }
      Await.failure(dialled);
    }
  }

  @Test
  void shouldNotHaveCertificatesPackedWhenSomebodyOffersTo() throws Exception {
    assumeTrue(TlsProvider.OPENSSL.isAvailable(), "skipped: the other side can't do it");
    InetSocketAddress address = listen(endpoint(TransportConfig.builder()));
    AtomicInteger packed = new AtomicInteger();
    SslContext offering =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL)
            .protocols("TLSv1.3")
            .keyManager(new OwnKey(Identity.generate()))
            .trustManager(new PeerTrust(List.of(), false))
            .endpointIdentificationAlgorithm(null)
            .option(
                OpenSslContextOption.CERTIFICATE_COMPRESSION_ALGORITHMS,
                OpenSslCertificateCompressionConfig.newBuilder()
                    .addAlgorithm(new CountingPacker(packed), AlgorithmMode.Both)
                    .build())
            .build();
    Channel channel =
        new Bootstrap()
            .group(loops)
            .channel(TransportKind.best().channelType())
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel made) {
                    made.pipeline().addLast(offering.newHandler(made.alloc()));
                  }
                })
            .connect(address)
            .sync()
            .channel();

    channel.pipeline().get(SslHandler.class).handshakeFuture().sync();

    Await.until("the other side has its certificate", () -> !accepted.isEmpty());
    assertThat(packed).hasValue(0);
    channel.close().sync();
  }

  /** Counts how often it is asked to pack or unpack. */
  private record CountingPacker(AtomicInteger asked)
      implements OpenSslCertificateCompressionAlgorithm {
    @Override
    public byte[] compress(SSLEngine engine, byte[] plain) {
      asked.incrementAndGet();
      return plain;
    }

    @Override
    public byte[] decompress(SSLEngine engine, int length, byte[] packed) {
      asked.incrementAndGet();
      return packed;
    }

    @Override
    public int algorithmId() {
      return 1; // zlib's
    }
  }

  private void assertForgotten(Endpoint server) {
    Await.until("it is forgotten", () -> !accepted.isEmpty() && server.connectionCount() == 0);
    assertThat(accepted.get(0).ready).isNotDone();
  }

  private static Socket dialBare(InetSocketAddress address) throws IOException {
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout((int) Await.LIMIT.toMillis());
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** The first words of somebody who speaks TLS. */
  private static byte[] clientHello() throws NoSuchAlgorithmException, SSLException {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(new String[] {"TLSv1.3"});
    ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), hello);
    byte[] bytes = new byte[hello.position()];
    hello.flip().get(bytes);
    return bytes;
  }

  /** A byte every few milliseconds, until there is nobody any more to take one. */
  private static int trickle(Socket socket, byte[] bytes) {
    int taken = 0;
    while (taken < bytes.length && isWritten(socket, new byte[] {bytes[taken]})) {
      taken++;
      LockSupport.parkNanos(20_000_000);
    }
    return taken;
  }

  private static boolean isWritten(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      return false; // it was disconnected
    }
  }

  /** Somebody between two nodes who keeps what the dialling one sends on its first connection. */
  private static final class Recorder implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, LOOPBACK);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CompletableFuture<byte[]> recorded = new CompletableFuture<>();

    Recorder(InetSocketAddress target) throws IOException {
      threads.execute(
          () -> {
            try (Socket near = listener.accept();
                Socket far = dialBare(target)) {
              CompletableFuture<byte[]> back =
                  CompletableFuture.supplyAsync(() -> copy(far, near), threads);
              recorded.complete(copy(near, far));
              Await.result(back);
            } catch (IOException e) {
              recorded.completeExceptionally(e);
            }
          });
    }

    InetSocketAddress address() {
      return RawPeer.address(listener);
    }

    /** What was sent, once the connection is over. */
    byte[] sent() {
      return Await.result(recorded);
    }

    private static byte[] copy(Socket from, Socket to) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      try {
        OutputStream out = to.getOutputStream();
        for (int count = from.getInputStream().read(buffer);
            count >= 0;
            count = from.getInputStream().read(buffer)) {
          all.write(buffer, 0, count);
          out.write(buffer, 0, count);
        }
        to.shutdownOutput();
      } catch (IOException e) {
        // one of them is gone
      }
      return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
      listener.close();
      threads.shutdown();
    }
  }
}
