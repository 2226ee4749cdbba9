package dev.shoal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.protocol.wire.Role;
import io.netty.channel.EventLoopGroup;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may connect by TLS, who is believed to be who, and what is said to those who are not. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"JDK", "OPENSSL"})
class TlsIT {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final TransportConfig HASTY =
      TransportConfig.builder()
          .helloTimeout(Duration.ofMillis(300))
          .idleTimeout(Duration.ofMillis(100))
          .build();

  private final TlsProvider provider;
  private final EventLoopGroup loops = TransportKind.best().newGroup(1, "test-tls");
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<RecordingHandler> accepted = new ArrayList<>();

  @TempDir Path directory = Path.of("");

  TlsIT(TlsProvider provider) {
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

  private Endpoint endpoint(Security security, TransportConfig config) {
    Greeting greeting =
        Greeting.of(
            Role.ROLE_PEER, security.identity().orElseGet(Identity::generate).peerId(), "test/1");
    Endpoint endpoint = new Endpoint(loops, config, greeting, security);
    endpoints.add(endpoint);
    return endpoint;
  }

  private Endpoint endpoint(Security security) {
    return endpoint(security, TransportConfig.defaults());
  }

  private Security.Builder security(Identity identity) {
    return Security.of(identity).provider(provider);
  }

  private Endpoint anybody() {
    return endpoint(security(Identity.generate()).build());
  }

  private InetSocketAddress listen(Endpoint endpoint) {
    return Await.result(
        endpoint.listen(
            new InetSocketAddress(LOOPBACK, 0),
            () -> {
              RecordingHandler handler = new RecordingHandler();
              accepted.add(handler);
              return handler;
            }));
  }

  private static CompletableFuture<Connection> dial(
      Endpoint from, InetSocketAddress to, PeerVerifier verifier) {
    return from.dial(to, null, verifier, new RecordingHandler());
  }

  private static CompletableFuture<Connection> dial(Endpoint from, InetSocketAddress to) {
    return dial(from, to, PeerVerifier.anybody());
  }

  private static CompletableFuture<Connection> dialPlainly(Endpoint from, InetSocketAddress to) {
    return from.dial(to, null, new RecordingHandler());
  }

  @Test
  void shouldProveWhoBothSidesAre() {
    Identity server = Identity.generate();
    Identity client = Identity.generate();
    InetSocketAddress address = listen(endpoint(security(server).build()));

    Connection there =
        Await.result(
            dial(
                endpoint(security(client).build()),
                address,
                PeerVerifier.expecting(server.peerId())));

    assertThat(there.authenticatedPeer()).contains(server.peerId());
    assertThat(Await.result(accepted.get(0).ready).authenticatedPeer()).contains(client.peerId());
  }

  @Test
  void shouldProveNothingWithoutTls() {
    InetSocketAddress address = listen(anybody());

    Connection there = Await.result(dialPlainly(anybody(), address));

    assertThat(there.authenticatedPeer()).isEmpty();
    assertThat(Await.result(accepted.get(0).ready).authenticatedPeer()).isEmpty();
  }

  @Test
  void shouldTellTheVerifierWhoIsThere() {
    Identity server = Identity.generate();
    InetSocketAddress address = listen(endpoint(security(server).build()));
    List<RemoteIdentity> seen = new ArrayList<>();

    Await.result(dial(anybody(), address, seen::add));

    String digits = server.peerId().toString().substring(0, 16);
    assertThat(seen)
        .containsExactly(
            new RemoteIdentity(server.peerId(), false, "CN=shoal " + digits, List.of()));
  }

  @Test
  void shouldNotTalkToAnotherNodeThanTheOneThatWasMeant() {
    Identity meant = Identity.generate();
    Identity there = Identity.generate();
    InetSocketAddress address = listen(endpoint(security(there).build()));

    TransportException failure =
        Await.failure(dial(anybody(), address, PeerVerifier.expecting(meant.peerId())));

    assertThat(failure)
        .isInstanceOf(TransportException.Untrusted.class)
        .hasMessage("the node there is " + there.peerId() + ", not " + meant.peerId());
    assertThat(failure.code()).isEqualTo(ErrorCode.UNTRUSTED);
    assertThat(accepted.get(0).ready).isNotDone();
  }

  /** Somebody in between has a key of their own, whatever name they give. */
  @Test
  void shouldNotTalkToSomebodyWhoOnlyClaimsToBeTheOneThatWasMeant() throws IOException {
    Identity meant = Identity.generate();
    try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK)) {
      CompletableFuture<Connection> dialled =
          dial(anybody(), RawPeer.address(listener), PeerVerifier.expecting(meant.peerId()));
      try (RawPeer between = RawPeer.accept(listener, encrypted())) {
        assertThatThrownBy(
                () -> {
                  between.send(FrameKind.HELLO, 0, hello(meant));
                  between.read(FrameKind.PING); // nothing is ever sent to it
                })
            .isInstanceOf(IOException.class);
        assertThat(Await.failure(dialled)).isInstanceOf(TransportException.Untrusted.class);
      }
    }
  }

  @Test
  void shouldRefuseAGreetingThatNamesAnotherNodeThanTheCertificate() throws IOException {
    InetSocketAddress address = listen(anybody());
    try (RawPeer liar = RawPeer.dial(address, encrypted())) {
      liar.send(FrameKind.HELLO, 0, hello(Identity.generate()));
      RawPeer.Frame error = liar.read(FrameKind.ERROR);
      assertThat(error.errorCode()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
      assertThat(error.error().getMessage())
          .isEqualTo("the greeting names another node than the certificate");
      liar.awaitEnd();
    }
  }

  private Way encrypted() {
    return new Way(TransportKind.best(), provider);
  }

  private static Hello hello(Identity claimed) {
    return RawPeer.hello().setPeerId(ByteString.copyFrom(claimed.peerId().toBytes())).build();
  }

  @Test
  void shouldRefusePlainConnectionsWhereTlsIsRequired() {
    InetSocketAddress address =
        listen(endpoint(security(Identity.generate()).requireTls(true).build()));

    TransportException failure = Await.failure(dialPlainly(anybody(), address));

    assertThat(failure).isInstanceOf(TransportException.Unreachable.class);
    assertThat(failure.code()).isEqualTo(ErrorCode.TLS_REQUIRED);
    assertThat(failure)
        .hasMessage("closed by the other side: only encrypted connections are taken here");
    assertThat(Await.result(dial(anybody(), address)).isOpen()).isTrue();
  }

  @Test
  void shouldNeverFallBackToPlainWhenTheOtherSideKnowsNoTls() {
    InetSocketAddress address = listen(endpoint(Security.plainOnly()));

    assertThat(Await.failure(dial(anybody(), address)))
        .isInstanceOf(TransportException.Untrusted.class)
        .hasMessage("the other side does not speak TLS");
  }

  @Test
  void shouldNotDialByTlsWithoutAnIdentity() {
    InetSocketAddress address = listen(anybody());

    assertThat(Await.failure(dial(endpoint(Security.plainOnly()), address)))
        .isInstanceOf(TransportException.Untrusted.class)
        .hasMessage("this side has no identity to prove by TLS");
  }

  @Test
  void shouldSayWhyWhenTheOtherSideHasNoRoom() {
    InetSocketAddress address =
        listen(
            endpoint(
                security(Identity.generate()).build(),
                TransportConfig.builder().maxConnections(1).build()));
    Endpoint client = anybody();
    Await.result(dial(client, address));

    assertThat(Await.failure(dial(client, address)).code()).isEqualTo(ErrorCode.BUSY);
  }

  @Test
  void shouldSayNothingButWhyItClosesToWhoeverSaysNothing() throws IOException {
    Endpoint server = endpoint(security(Identity.generate()).build(), HASTY);
    try (RawPeer silent = RawPeer.dial(listen(server), new Way(TransportKind.best(), null))) {
      assertThat(silent.read().errorCode()).isEqualTo(ErrorCode.TIMED_OUT);
      silent.awaitEnd();
      Await.until("it is forgotten", () -> server.connectionCount() == 0);
    }
  }

  @Test
  void shouldCloseConnectionsThatStopInsideTheHandshake() throws IOException {
    assertClosed(0x16, 3, 1, 0, 100, 1);
  }

  @Test
  void shouldCloseConnectionsThatBeginWithAnythingElse() throws IOException {
    assertClosed(0x15, 3, 3, 0, 2, 1, 0);
    assertClosed(0x80, 1, 2);
    assertClosed('G', 'E', 'T', ' ', '/');
  }

  @Test
  void shouldCloseConnectionsWhoseHandshakeMakesNoSense() throws IOException {
    assertClosed(0x16, 3, 3, 0, 4, 0x7F, 0, 0, 0);
    assertClosed(0x16, 3, 3, 0xFF, 0xFF, 1);
  }

  private void assertClosed(int... sent) throws IOException {
    Endpoint server = endpoint(security(Identity.generate()).build(), HASTY);
    InetSocketAddress address = listen(server);
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout((int) Await.LIMIT.toMillis());
      for (int each : sent) {
        socket.getOutputStream().write(each);
      }
      assertThat(socket.getInputStream().readAllBytes().length).isLessThan(500);
      Await.until("it is forgotten", () -> server.connectionCount() == 0);
    }
  }

  /** It would take the whole of the time limit if the message were gathered. */
  @Test
  void shouldNotGatherAHandshakeMessageOfAnyLength() throws IOException {
    Endpoint server = anybody();
    InetSocketAddress address = listen(server);
    byte[] record = new byte[5 + 16_384];
    record[0] = 0x16;
    record[1] = 3;
    record[2] = 3;
    record[3] = 0x40;
    byte[] first = record.clone();
    first[5] = 1; // a greeting of 16 MiB
    first[6] = (byte) 0xFF;
    first[7] = (byte) 0xFF;
    first[8] = (byte) 0xFF;
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      OutputStream out = socket.getOutputStream();
      assertThatThrownBy(
              () -> {
                out.write(first);
                for (int i = 0; i < 1000; i++) {
                  out.write(record);
                }
              })
          .isInstanceOf(IOException.class);
      Await.until("it is forgotten", () -> server.connectionCount() == 0);
    }
  }

  @Test
  void shouldNotTakeMoreCertificatesThanFitIntoOneMessage() {
    TestAuthority root = TestAuthority.root("root");
    Identity wordy = root.intermediate("wordy", 40_000).identity();
    InetSocketAddress address =
        listen(
            endpoint(
                security(Identity.generate()).authorities(List.of(root.certificate())).build()));

    CompletableFuture<Connection> dialled =
        dial(endpoint(security(wordy).authorities(List.of(root.certificate())).build()), address);

    assertThat(Await.failure(dialled)).isInstanceOf(TransportException.class);
    assertThat(accepted.get(0).ready).isNotDone();
  }

  /** Not even why it closes: whoever is on the path would be the one to read it. */
  @Test
  void shouldSayNothingWithoutTlsWhateverAnswersADialByTls() throws IOException {
    byte[] tooLarge = RawPeer.frame(FrameKind.HELLO.number(), 0, 0, new byte[0], new byte[0]);
    tooLarge[1] = 0x7F;
    for (byte[] answer : List.of(tooLarge, new byte[] {0})) {
      try (ServerSocket listener = new ServerSocket(0, 1, LOOPBACK)) {
        CompletableFuture<Connection> dialled =
            dial(endpoint(security(Identity.generate()).build(), HASTY), RawPeer.address(listener));
        try (Socket socket = listener.accept()) {
          socket.setSoTimeout((int) Await.LIMIT.toMillis());
          DataInputStream in = new DataInputStream(socket.getInputStream());
          assertThat(in.readNBytes(3)).startsWith(0x16, 3);
          in.readFully(new byte[in.readUnsignedShort()]);
          socket.getOutputStream().write(answer);
          assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(Await.failure(dialled)).isInstanceOf(TransportException.Unreachable.class);
      }
    }
  }

  @Test
  void shouldComputeHandshakesOnThreadsOfTheirOwnAndLeaveNone() {
    Endpoint server = anybody();
    Endpoint client = anybody();
    Await.until("there is none as long as there is nothing to do", () -> handshakeThreads() == 0);
    Await.result(dial(client, listen(server)));
    assertThat(handshakeThreads()).isPositive();
    Await.result(client.close());
    Await.result(server.close());
    Await.until("their threads have ended", () -> handshakeThreads() == 0);
  }

  private static long handshakeThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("shoal-tls"))
        .count();
  }

  @Test
  void shouldBeginNoMoreHandshakesThanAllowed() {
    Endpoint server = server(limits -> limits.handshakesPerAddress(2));
    InetSocketAddress address = listen(server);
    Endpoint client = anybody();
    Await.result(dial(client, address));
    Await.result(dial(client, address));

    assertThat(Await.failure(dial(client, address)))
        .isInstanceOf(TransportException.Unreachable.class);
    assertThat(server.refusedConnections()).isEqualTo(1);
    assertThat(Await.result(dialPlainly(client, address)).isOpen()).isTrue();
    Await.until(
        "there are more in a second",
        () -> Await.result(dial(client, address).handle((made, failure) -> made != null)));
  }

  @Test
  void shouldHaveNoMoreHandshakesUnderWayThanAllowed() throws IOException {
    Endpoint server = server(limits -> limits.openHandshakesPerAddress(1));
    InetSocketAddress address = listen(server);
    Endpoint client = anybody();
    Await.result(dial(client, address));
    Await.result(dial(client, address)); // one after the other is no more than one at a time
    try (Socket halfOpen = new Socket(address.getAddress(), address.getPort())) {
      halfOpen.getOutputStream().write(0x16);
      Await.until(
          "it is under way",
          () -> Await.result(dial(client, address).handle((made, failure) -> made == null)));
    }
    Await.until(
        "it is given up",
        () -> Await.result(dial(client, address).handle((made, failure) -> made != null)));
  }

  private Endpoint server(UnaryOperator<TrafficLimits.Builder> change) {
    TrafficLimits limits = change.apply(TrafficLimits.builder().loopback(true)).build();
    return endpoint(
        security(Identity.generate()).build(), TransportConfig.builder().limits(limits).build());
  }

  @Test
  void shouldRefuseWhoeverShowsNoCertificate() throws IOException {
    InetSocketAddress address = listen(anybody());
    try (SSLSocket anonymous = RawTls.anonymous().dial(LOOPBACK, address.getPort())) {
      anonymous.setSoTimeout((int) Await.LIMIT.toMillis());
      assertThatThrownBy(
              () -> {
                anonymous.startHandshake();
                if (anonymous.getInputStream().read() < 0) {
                  throw new IOException("the end");
                }
              })
          .isInstanceOf(IOException.class);
      assertThat(accepted.get(0).ready).isNotDone();
    }
  }

  @Test
  void shouldRefuseEarlierVersions() throws IOException {
    InetSocketAddress address = listen(anybody());
    try (SSLSocket old = RawTls.of(Identity.generate()).dial(LOOPBACK, address.getPort())) {
      old.setEnabledProtocols(new String[] {"TLSv1.2"});
      assertThatThrownBy(old::startHandshake).isInstanceOf(IOException.class);
    }
  }

  @Test
  void shouldHaveEveryConnectionProveWhoItIsAnew() throws IOException {
    InetSocketAddress address = listen(anybody());
    RawTls client = RawTls.of(RawPeer.IDENTITY);
    List<String> sessions = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (SSLSocket socket = client.dial(LOOPBACK, address.getPort())) {
        socket.setSoTimeout((int) Await.LIMIT.toMillis());
        assertThat(socket.getInputStream().read()).isZero(); // the greeting; tickets come before
        sessions.add(socket.getSession().getCreationTime() + socket.getSession().toString());
      }
    }
    assertThat(sessions).doesNotHaveDuplicates();
  }

  @Test
  void shouldTakeCertificatesOfATrustedAuthorityFromFiles() throws IOException {
    TestAuthority root = TestAuthority.root("root");
    TestAuthority office = root.intermediate("office", 0);
    Identity server = office.identityFromFiles(TestAuthority.rsa(2048), directory);
    Identity client = office.identityFromFiles(TestAuthority.ec("secp256r1"), directory);
    InetSocketAddress address = listen(endpoint(issuedOnly(server, root)));
    List<RemoteIdentity> seen = new ArrayList<>();

    Connection there = Await.result(dial(endpoint(issuedOnly(client, root)), address, seen::add));

    assertThat(there.authenticatedPeer()).contains(server.peerId());
    assertThat(seen)
        .containsExactly(
            new RemoteIdentity(server.peerId(), true, "CN=node 7,O=Example", List.of()));
    assertThat(Await.result(accepted.get(0).ready).authenticatedPeer()).contains(client.peerId());
  }

  private Security issuedOnly(Identity own, TestAuthority root) {
    return security(own).authorities(List.of(root.certificate())).authoritiesOnly(true).build();
  }

  @Test
  void shouldNotDialWhoHasACertificateOfAnotherAuthority() {
    TestAuthority trusted = TestAuthority.root("root");
    TestAuthority other = TestAuthority.root("root");
    InetSocketAddress address = listen(endpoint(issuedOnly(other.identity(), trusted)));

    assertThat(Await.failure(dial(endpoint(issuedOnly(trusted.identity(), trusted)), address)))
        .isInstanceOf(TransportException.Untrusted.class)
        .hasMessageStartingWith(
            "the other side's certificate is not valid by any authority trusted here");
  }

  @Test
  void shouldNotAcceptWhoHasACertificateOfAnotherAuthority() {
    TestAuthority trusted = TestAuthority.root("root");
    TestAuthority other = TestAuthority.root("root");
    InetSocketAddress address = listen(endpoint(issuedOnly(trusted.identity(), trusted)));

    Endpoint client =
        endpoint(security(other.identity()).authorities(List.of(trusted.certificate())).build());

    assertThat(Await.failure(dial(client, address)))
        .isInstanceOf(TransportException.Untrusted.class)
        .hasMessage("the other side does not accept the certificate of this one");
    assertThat(accepted.get(0).ready).isNotDone();
  }

  @Test
  void shouldNotAcceptWhoVouchesForItselfWhereOnlyAuthoritiesAreBelieved() {
    TestAuthority trusted = TestAuthority.root("root");
    InetSocketAddress address = listen(endpoint(issuedOnly(trusted.identity(), trusted)));
    Endpoint client =
        endpoint(security(Identity.generate()).authorities(List.of(trusted.certificate())).build());

    assertThat(Await.failure(dial(client, address)))
        .isInstanceOf(TransportException.Untrusted.class)
        .hasMessage("the other side does not accept the certificate of this one");
  }

  @Test
  void shouldNotDialWhoHasACertificateThatIsOver() {
    TestAuthority trusted = TestAuthority.root("root");
    TestAuthority.Terms over = new TestAuthority.Terms();
    over.validFrom = Duration.ofDays(-3);
    over.validUntil = Duration.ofDays(-2);
    KeyPair keys = TestAuthority.ec("secp256r1");
    InetSocketAddress address = listen(endpoint(issuedOnly(trusted.identity(keys, over), trusted)));

    assertThat(Await.failure(dial(endpoint(issuedOnly(trusted.identity(), trusted)), address)))
        .isInstanceOf(TransportException.Untrusted.class)
        .hasMessageContaining("not valid by any authority trusted here");
  }

  @Test
  void shouldNotHaveAnotherGreetingThanItsIdentity() {
    Greeting other = Greeting.of(Role.ROLE_PEER, Identity.generate().peerId(), "test/1");
    Security security = security(Identity.generate()).build();

    assertThatThrownBy(() -> new Endpoint(loops, TransportConfig.defaults(), other, security))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the greeting names another node than the identity");
  }
}
