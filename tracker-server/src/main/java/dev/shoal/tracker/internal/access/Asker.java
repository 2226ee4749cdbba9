package dev.shoal.tracker.internal.access;

import dev.shoal.protocol.PeerId;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Who asks: one connection, as far as accounts and groups depend on it. */
public interface Asker {
  /** The host at its other end. */
  InetAddress address();

  /** Whose key it is that the other end has proved to have: who asks came by TLS. */
  PeerId peer();

  /** As whom it is logged in; null before that, and when that login has ended. */
  @Nullable LoginView login();

  /** It is logged in from now on, in place of whatever login it had. */
  void loggedIn(LoginView login);

  /** It is logged in no more. */
  void loggedOut();

  /** Whether anybody still waits for an answer. */
  boolean isOpen();
}
