package dev.shoal.tracker.internal;

import dev.shoal.protocol.PeerId;
import dev.shoal.tracker.internal.groups.GroupHolder;
import dev.shoal.tracker.internal.reach.Target;
import dev.shoal.tracker.internal.swarm.AddressView;
import dev.shoal.tracker.internal.swarm.Registrations;
import dev.shoal.tracker.internal.swarm.SourceAddress;
import dev.shoal.tracker.internal.swarm.Standing;
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

  /** Whose it is; null if whoever opened it has proved nothing. */
  private final @Nullable PeerId owner;

  private AddressView addresses;
  private Listening listening;
  private boolean dialable;
  private @Nullable SourceAddress sourceAddress;
  private @Nullable Caller caller;

  /** Where it is being checked whether the peer is there; null while that is not under way. */
  private @Nullable Target check;

  private boolean checked;

  /** What it has registered; replaced as a whole when all is forgotten. */
  Registrations registrations;

  /** How many, with those of groups' files, its address was charged with. */
  int charged;

  /** What it holds of groups' files; null if it has registered none. */
  @Nullable GroupHolder groupHolder;

  /**
   * When it is over unless it shows a sign of life. This and its neighbours: {@link ExpiryQueue}.
   */
  long deadlineNanos;

  @Nullable ExpiryQueue queue;
  @Nullable Session earlier;
  @Nullable Session later;

  Session(
      long id,
      byte[] secret,
      Registrations registrations,
      Caller caller,
      Listening listening,
      boolean dialable) {
    this.id = id;
    this.secret = secret;
    this.owner = caller.isProven() ? caller.peer() : null;
    this.registrations = registrations;
    this.addresses = caller.addresses();
    this.listening = listening;
    carry(caller, listening, dialable);
  }

  /** Carried by that connection from now on. */
  void carry(Caller carrier, Listening where, boolean canBeDialled) {
    if (!isAt(carrier, where)) {
      check = null; // what comes of it does not matter any more
    }
    checked = false;
    caller = carrier;
    addresses = carrier.addresses();
    listening = where;
    setDialable(canBeDialled);
  }

  /** How many files it has registered, those of groups among them. */
  int registered() {
    return registrations.size() + (groupHolder == null ? 0 : groupHolder.size());
  }

  /** Whether its peer is where such a one is. */
  boolean isAt(Caller other, Listening where) {
    return listening.equals(where) && addresses.remote().equals(other.addresses().remote());
  }

  /** Whether it is worth while to check whether the peer can be dialled. */
  boolean wantsCheck() {
    return !dialable && !checked && check == null && listening.port() != 0;
  }

  /** That is being checked there. */
  void beginCheck(Target target) {
    check = target;
  }

  /** Whether it is that place which is being checked. */
  boolean isBeingCheckedAt(Target target) {
    return target.equals(check);
  }

  /** It could not be begun. */
  void forgetCheck() {
    check = null;
  }

  /** A check is over; returns whether it was about where the peer is now. */
  boolean endCheck(Target target) {
    if (!isBeingCheckedAt(target)) {
      return false;
    }
    check = null;
    checked = true;
    return true;
  }

  /** Whether other peers can be sent to where it listens. */
  void setDialable(boolean canBeDialled) {
    dialable = canBeDialled && listening.port() != 0;
    sourceAddress =
        dialable ? SourceAddress.of(addresses, listening.port(), listening.everywhere()) : null;
  }

  /** Whether it is for that one to resume: a secret that was stolen is of no use elsewhere. */
  boolean isFor(Caller resuming) {
    return owner == null || (resuming.isProven() && resuming.peer().equals(owner));
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

  /** The hosts at the ends of the connection that carries it, or carried it last. */
  AddressView addresses() {
    return addresses;
  }

  Listening listening() {
    return listening;
  }

  /** Whether other peers can be sent to it. */
  boolean isDialable() {
    return dialable;
  }

  /** Where it is as a source; null unless it can be dialled. */
  @Nullable SourceAddress sourceAddress() {
    return sourceAddress;
  }

  /** How its registrations are to stand. */
  Standing standing() {
    if (caller == null) {
      return Standing.HIDDEN;
    }
    return dialable ? Standing.SHOWN : Standing.COUNTED;
  }
}
