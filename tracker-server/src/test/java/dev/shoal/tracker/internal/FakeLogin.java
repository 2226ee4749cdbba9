package dev.shoal.tracker.internal;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.GroupEpoch;
import dev.shoal.tracker.internal.access.LoginHolder;
import dev.shoal.tracker.internal.access.LoginView;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection that is none: logged in by a word, and with a memory of what it was told. */
final class FakeLogin implements LoginHolder {
  static final long EXPIRY = 1_000_000;

  private final PeerId peer;
  final List<GroupEpoch> news = new ArrayList<>();
  private @Nullable LoginView login;
  private Runnable whenLoggedOut = () -> {};

  FakeLogin(PeerId peer) {
    this.peer = peer;
  }

  /** A login of that account. */
  static LoginView login(String user) {
    return new LoginView(user, ByteString.copyFromUtf8("token of " + user), EXPIRY);
  }

  @Override
  public InetAddress address() {
    return FakeCaller.host("10.0.0.1");
  }

  @Override
  public PeerId peer() {
    return peer;
  }

  @Override
  public @Nullable LoginView login() {
    return login;
  }

  @Override
  public void loggedIn(LoginView begun) {
    login = begun;
  }

  @Override
  public void loggedOut() {
    login = null;
    whenLoggedOut.run();
  }

  void whenLoggedOut(Runnable action) {
    whenLoggedOut = action;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void tell(GroupEpoch epoch) {
    news.add(epoch);
  }
}
