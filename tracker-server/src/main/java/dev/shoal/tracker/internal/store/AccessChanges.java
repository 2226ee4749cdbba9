package dev.shoal.tracker.internal.store;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.tracker.internal.state.AccessChange;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.state.StoredAccount;
import dev.shoal.tracker.internal.state.StoredGroup;
import dev.shoal.tracker.internal.state.StoredGroupFile;
import dev.shoal.tracker.internal.state.StoredKey;
import dev.shoal.tracker.internal.state.StoredLogin;
import dev.shoal.tracker.internal.state.StoredMembership;
import dev.shoal.tracker.internal.state.StoredRemains;
import dev.shoal.tracker.internal.state.StoredShare;

/**
 * Changes records of accounts and groups for one command, and enters each change in its outcome.
 */
final class AccessChanges {
  private final AccessTables tables;
  private final Outcome.Builder outcome;

  AccessChanges(AccessTables tables, Outcome.Builder outcome) {
    this.tables = tables;
    this.outcome = outcome;
  }

  AccessTables tables() {
    return tables;
  }

  Outcome.Builder outcome() {
    return outcome;
  }

  void put(StoredAccount account) {
    make(AccessChange.newBuilder().setAccount(account));
  }

  void put(StoredLogin login) {
    make(AccessChange.newBuilder().setLogin(login));
  }

  void put(StoredRemains remains) {
    make(AccessChange.newBuilder().setRemains(remains));
  }

  void put(StoredKey key) {
    make(AccessChange.newBuilder().setKey(key));
  }

  void put(StoredGroup group) {
    make(AccessChange.newBuilder().setGroup(group));
  }

  void put(StoredGroupFile file) {
    make(AccessChange.newBuilder().setFile(file));
  }

  void put(StoredShare share) {
    make(AccessChange.newBuilder().setShare(share));
  }

  void putMembership(ByteString group, String user, Membership membership) {
    make(
        AccessChange.newBuilder()
            .setMembership(
                StoredMembership.newBuilder()
                    .setGroupId(group)
                    .setUser(user)
                    .setMembership(membership.getNumber())));
  }

  /** An account that has ended already. */
  void endAccount(String user) {
    make(
        AccessChange.newBuilder()
            .setAccountGone(AccessChange.AccountGone.newBuilder().setUser(user)));
  }

  void end(StoredRemains remains) {
    make(AccessChange.newBuilder().setRemainsGone(remains));
  }

  void clear(ByteString group, int records) {
    make(
        AccessChange.newBuilder()
            .setCleared(AccessChange.Cleared.newBuilder().setGroupId(group).setRecords(records)));
  }

  void end(StoredLogin login) {
    make(
        AccessChange.newBuilder()
            .setLoginGone(
                AccessChange.LoginGone.newBuilder()
                    .setTokenHash(login.getTokenHash())
                    .setUser(login.getUser())));
  }

  void end(StoredKey key) {
    make(
        AccessChange.newBuilder()
            .setKeyGone(AccessChange.KeyGone.newBuilder().setKeyId(key.getKeyId())));
  }

  void end(StoredGroup group) {
    make(
        AccessChange.newBuilder()
            .setGroupGone(
                AccessChange.GroupGone.newBuilder()
                    .setGroupId(group.getGroupId())
                    .setEpoch(group.getEpoch() + 1)));
  }

  void endMembership(ByteString group, String user) {
    make(
        AccessChange.newBuilder()
            .setMembershipGone(
                AccessChange.MembershipGone.newBuilder().setGroupId(group).setUser(user)));
  }

  void end(StoredShare share) {
    make(AccessChange.newBuilder().setShareGone(share));
  }

  void endFile(ByteString group, ByteString file) {
    make(
        AccessChange.newBuilder()
            .setFileGone(
                AccessChange.GroupFileGone.newBuilder().setGroupId(group).setFileId(file)));
  }

  private void make(AccessChange.Builder builder) {
    AccessChange change = builder.build();
    tables.accept(change);
    outcome.addAccessChanges(change);
  }
}
