package dev.shoal.tracker.internal;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.PeerId;
import dev.shoal.protocol.wire.GroupEpoch;
import dev.shoal.tracker.internal.access.ConnectedLogins;
import dev.shoal.tracker.internal.access.LoginHolder;
import dev.shoal.tracker.internal.access.LoginView;
import dev.shoal.transport.Connection;
import java.net.InetAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A connection by TLS, and the login that it carries. */
final class ConnectedAsker implements LoginHolder {
  private final Connection connection;
  private final PeerId peer;
  private final ConnectedLogins logins;
  private final LongSupplier nowMillis;
  private final Runnable changed;
  private @Nullable LoginView login;
  private boolean gone;

  /**
   * Not logged in yet.
   *
   * @param peer as it has proved
   * @param nowMillis Unix time
   * @param changed called whenever it was logged in or out
   */
  ConnectedAsker(
      Connection connection,
      PeerId peer,
      ConnectedLogins logins,
      LongSupplier nowMillis,
      Runnable changed) {
    this.connection = connection;
    this.peer = peer;
    this.logins = logins;
    this.nowMillis = nowMillis;
    this.changed = changed;
  }

  @Override
  public InetAddress address() {
    return connection.remoteAddress().getAddress();
  }

  @Override
  public PeerId peer() {
    return peer;
  }

  @Override
  public @Nullable LoginView login() {
    LoginView current = login;
    return current == null || current.expiresMillis() <= nowMillis.getAsLong() ? null : current;
  }

  /** A connection that is over meanwhile is not logged in: nobody would log it out. */
  @Override
  public void loggedIn(LoginView begun) {
    if (!gone) {
      forget();
      login = begun;
      logins.add(this, begun);
      changed.run();
    }
  }

  @Override
  public void loggedOut() {
    if (login != null) {
      forget();
      changed.run();
    }
  }

  /** The connection is over. */
  void gone() {
    gone = true;
    forget();
  }

  private void forget() {
    LoginView former = login;
    if (former != null) {
      login = null;
      logins.remove(this, former);
    }
  }

  /** Ends the connection of whoever guesses. */
  void cut() {
    connection.abort(
        ErrorCode.LIMIT_EXCEEDED, "too many tries have failed on this connection; wait a while");
  }

  @Override
  public boolean isOpen() {
    return !gone && connection.isOpen();
  }

  /** Who does not read what it is told would go on by an epoch that is over: that ends. */
  @Override
  public void tell(GroupEpoch news) {
    if (connection.isWritable()) {
      connection.notify(FrameKind.GROUP_EPOCH, news);
    } else {
      connection.abort(ErrorCode.LIMIT_EXCEEDED, "this connection does not read what it is sent");
    }
  }
}
