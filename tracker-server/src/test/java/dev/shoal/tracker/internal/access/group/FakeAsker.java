package dev.shoal.tracker.internal.access.group;

import dev.shoal.protocol.PeerId;
import dev.shoal.tracker.internal.access.Asker;
import dev.shoal.tracker.internal.access.LoginView;
import dev.shoal.tracker.internal.store.SomeCommands;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A connection of somebody, logged in or not. */
final class FakeAsker implements Asker {
  private @Nullable LoginView login;

  /** Logged in as that user; null: not at all. */
  FakeAsker(@Nullable String user) {
    login = user == null ? null : new LoginView(user, SomeCommands.id(1), Long.MAX_VALUE);
  }

  @Override
  public InetAddress address() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public PeerId peer() {
    return PeerId.fromBytes(SomeCommands.id(7).toByteArray());
  }

  @Override
  public @Nullable LoginView login() {
    return login;
  }

  @Override
  public void loggedIn(LoginView newLogin) {
    login = newLogin;
  }

  @Override
  public void loggedOut() {
    login = null;
  }

  @Override
  public boolean isOpen() {
    return true;
  }
}
