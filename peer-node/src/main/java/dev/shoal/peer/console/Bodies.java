package dev.shoal.peer.console;

import com.google.gson.annotations.SerializedName;
import dev.shoal.peer.DownloadPriority;
import dev.shoal.peer.JoinPolicy;

/** What callers send, where it is not one of the service's requests. */
final class Bodies {
  private Bodies() {}

  /**
   * How fast a share may be sent.
   *
   * @param upload bytes a second; 0: as the node's limit
   */
  record UploadRate(long upload) {
    static final UploadRate DEFAULTS = new UploadRate(0);
  }

  /**
   * How fast a file may be fetched.
   *
   * @param download bytes a second; 0: as the node's limit
   */
  record DownloadRate(long download) {
    static final DownloadRate DEFAULTS = new DownloadRate(0);
  }

  /**
   * How much a download matters.
   *
   * @param priority beside the node's other downloads
   */
  record Importance(DownloadPriority priority) {
    static final Importance DEFAULTS = new Importance(DownloadPriority.NORMAL);
  }

  /**
   * An account to be made.
   *
   * @param user name of the account
   * @param password of the account
   * @param code the one-time code of a new tracker, for its first administrator; empty: none
   */
  record NewAccount(String user, String password, String code) {
    static final NewAccount DEFAULTS = new NewAccount("", "", "");

    @Override
    public String toString() {
      return "NewAccount[" + user + "]";
    }
  }

  /**
   * Somebody who logs in.
   *
   * @param user name of the account
   * @param password of the account
   */
  record Credentials(String user, String password) {
    static final Credentials DEFAULTS = new Credentials("", "");

    @Override
    public String toString() {
      return "Credentials[" + user + "]";
    }
  }

  /**
   * Somebody who logs out.
   *
   * @param everywhere whether all logins of the account end, on whatever node
   */
  record Leave(boolean everywhere) {
    static final Leave DEFAULTS = new Leave(false);
  }

  /**
   * A password to be changed.
   *
   * @param oldPassword that holds now
   * @param newPassword to take its place
   */
  record PasswordChange(
      @SerializedName("old") String oldPassword, @SerializedName("new") String newPassword) {
    static final PasswordChange DEFAULTS = new PasswordChange("", "");

    @Override
    public String toString() {
      return "PasswordChange[]";
    }
  }

  /**
   * A group to be made.
   *
   * @param name of the group
   * @param policy who may join
   */
  record NewGroup(String name, JoinPolicy policy) {
    static final NewGroup DEFAULTS = new NewGroup("", JoinPolicy.APPROVAL);
  }

  /**
   * What opens a group.
   *
   * @param code the invitation; empty where none is needed
   */
  record Invitation(String code) {
    static final Invitation DEFAULTS = new Invitation("");

    @Override
    public String toString() {
      return "Invitation[]";
    }
  }
}
