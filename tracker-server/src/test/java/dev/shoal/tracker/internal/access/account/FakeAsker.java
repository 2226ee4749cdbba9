package dev.shoal.tracker.internal.access.account;

import dev.shoal.protocol.PeerId;
import dev.shoal.tracker.internal.access.Asker;
import dev.shoal.tracker.internal.access.LoginView;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection of a node with a number, from an address of its own. */
public final class FakeAsker implements Asker {
  private final PeerId peer;
  private final InetAddress address;
  private @Nullable LoginView login;
  private boolean open = true;

  /** Two of the same number are two connections of one node. */
  public FakeAsker(int number) {
    byte[] id = new byte[PeerId.LENGTH];
    Arrays.fill(id, (byte) number);
    peer = PeerId.fromBytes(id);
    try {
      address = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) number});
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** As whom it is logged in, which it is. */
  public LoginView carried() {
    return Objects.requireNonNull(login, "it is not logged in");
  }

  /** Nobody waits for an answer any more. */
  public void close() {
    open = false;
  }

  @Override
  public InetAddress address() {
    return address;
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
  public void loggedIn(LoginView view) {
    login = view;
  }

  @Override
  public void loggedOut() {
    login = null;
  }

  @Override
  public boolean isOpen() {
    return open;
  }
}
