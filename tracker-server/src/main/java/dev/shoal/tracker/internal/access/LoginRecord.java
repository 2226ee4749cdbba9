package dev.shoal.tracker.internal.access;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.PeerId;
import dev.shoal.tracker.internal.state.StoredLogin;

/**
 * A login that connections of one node may take up. Immutable.
 *
 * @param tokenHash SHA-256 of its token
 * @param userKey of the account
 * @param peer the only node it is good for
 * @param expiresMillis Unix time of its end
 */
public record LoginRecord(ByteString tokenHash, String userKey, PeerId peer, long expiresMillis) {
  static LoginRecord of(StoredLogin stored) {
    return new LoginRecord(
        stored.getTokenHash(),
        stored.getUser(),
        PeerId.fromBytes(stored.getPeerId().toByteArray()),
        stored.getExpiresMillis());
  }

  /** As a connection that took it up knows it. */
  public LoginView view() {
    return new LoginView(userKey, tokenHash, expiresMillis);
  }
}
