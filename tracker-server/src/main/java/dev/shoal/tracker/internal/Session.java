package dev.shoal.tracker.internal;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A peer's session: carried by one connection, or lost and waiting to be resumed, or over.
 *
 * <p>{@link SessionTable} alone changes its state.
 */
final class Session {
  final long id;
  private final byte[] secret;
  private final Registrations registrations;
  private AddressView addresses;
  private Listening listening;
  private @Nullable Caller caller;

  /** When it is over unless it shows a sign of life, kept by {@link ExpiryQueue}. */
  long deadlineNanos;

  Session(long id, byte[] secret, Registrations registrations, Caller caller, Listening listening) {
    this.id = id;
    this.secret = secret;
    this.registrations = registrations;
    this.addresses = caller.addresses();
    this.listening = listening;
    this.caller = caller;
  }

  /** Carried by that connection from now on. */
  void carry(Caller carrier, Listening where) {
    caller = carrier;
    addresses = carrier.addresses();
    listening = where;
  }

  /** Carried by no connection. */
  void drop() {
    caller = null;
  }

  /** The connection that carries it; null while it is lost, and when it is over. */
  @Nullable Caller caller() {
    return caller;
  }

  boolean isCarriedBy(Caller connection) {
    return caller == connection;
  }

  /** Compares in a time that says nothing about the secret. */
  boolean hasSecret(byte[] claimed) {
    return MessageDigest.isEqual(secret, claimed);
  }

  /** Not to be changed. */
  byte[] secret() {
    return secret;
  }

  Registrations registrations() {
    return registrations;
  }

  /** The hosts at the ends of the connection that carries it, or carried it last. */
  AddressView addresses() {
    return addresses;
  }

  Listening listening() {
    return listening;
  }

  /** Whether other peers can be sent there. */
  boolean isDialable() {
    return listening.port() != 0;
  }
}
