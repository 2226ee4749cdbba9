package dev.shoal.tracker.internal.access.account;

import com.google.protobuf.MessageLite;
import dev.shoal.protocol.AccountNames;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.wire.ChangeUser;
import dev.shoal.protocol.wire.ListUsers;
import dev.shoal.protocol.wire.UserChanged;
import dev.shoal.protocol.wire.UserEntry;
import dev.shoal.protocol.wire.UserList;
import dev.shoal.tracker.internal.access.AccessRequests;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.Account;
import dev.shoal.tracker.internal.access.Asker;
import dev.shoal.tracker.internal.access.LoginView;
import dev.shoal.tracker.internal.access.audit.AuditEvent;
import dev.shoal.tracker.internal.access.audit.AuditKind;
import dev.shoal.tracker.internal.access.group.ChangePace;
import dev.shoal.tracker.internal.access.group.PageBudget;
import dev.shoal.tracker.internal.access.login.HashingLane;
import dev.shoal.tracker.internal.access.login.PasswordRules;
import dev.shoal.tracker.internal.state.ChangeAccount;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.store.AccessRefusals;
import java.util.concurrent.CompletableFuture;

/** Lets administrators list the accounts of others and change them. On the loop. */
public final class UserAdministration implements AccessRequests {
  private final AccountParts parts;
  private final ChangePace pace;

  /**
   * Answers from those parts.
   *
   * @param pace of an administrator's changes
   */
  public UserAdministration(AccountParts parts, ChangePace pace) {
    this.parts = parts;
    this.pace = pace;
  }

  @Override
  public boolean takes(FrameKind kind) {
    return kind == FrameKind.CHANGE_USER || kind == FrameKind.LIST_USERS;
  }

  @Override
  public CompletableFuture<? extends MessageLite> serve(
      Asker asker, FrameKind kind, MessageLite header) {
    return parts.oneAtATime().serve(asker, () -> begin(asker, kind, header));
  }

  private CompletableFuture<? extends MessageLite> begin(
      Asker asker, FrameKind kind, MessageLite header) {
    try {
      LoginView login = Logins.required(asker);
      checkAdministrator(asker, login, kind);
      if (kind == FrameKind.LIST_USERS) {
        return CompletableFuture.completedFuture(list((ListUsers) header));
      }
      pace.count(login.userKey());
      return change(asker, login, (ChangeUser) header);
    } catch (ProtocolException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void checkAdministrator(Asker asker, LoginView login, FrameKind kind)
      throws ProtocolException {
    if (!parts.view().isAdministrator(login.userKey())) {
      String request = kind == FrameKind.LIST_USERS ? "list-users" : "change-user";
      record(AuditKind.ACCESS_DENIED, asker, login, "request", request);
      throw AccessRefusals.forAdministrators();
    }
  }

  private UserList list(ListUsers request) {
    AccessView view = parts.view();
    PageBudget page = new PageBudget(FrameKind.USER_LIST, request.getLimit());
    UserList.Builder list = UserList.newBuilder();
    String after = AccountNames.key(request.getAfter());
    for (Account account : view.accounts().tailMap(after, false).values()) {
      UserEntry entry =
          UserEntry.newBuilder()
              .setUser(account.name())
              .setAdministrator(account.administrator())
              .setCreatedMillis(account.createdMillis())
              .setOwnedGroups(view.groupsOwnedBy(account.key()))
              .build();
      if (!page.take(entry)) {
        return list.setMore(true).build();
      }
      list.addUsers(entry);
    }
    return list.build();
  }

  private CompletableFuture<UserChanged> change(Asker asker, LoginView login, ChangeUser request)
      throws ProtocolException {
    AccountNames.check(request.getUser(), "user");
    ChangeAccount.Builder command =
        ChangeAccount.newBuilder().setUser(login.userKey()).setName(request.getUser());
    return switch (request.getChangeCase()) {
      case RESET_PASSWORD -> reset(asker, login, request, command);
      case DELETE -> {
        if (!request.getDelete()) {
          throw nothingChanges();
        }
        yield submit(asker, login, AuditKind.ACCOUNT_DELETED, command.setDelete(true));
      }
      case ADMINISTRATOR -> {
        boolean administrator = request.getAdministrator();
        yield submit(
            asker,
            login,
            administrator ? AuditKind.ADMINISTRATOR_MADE : AuditKind.ADMINISTRATOR_UNMADE,
            command.setAdministrator(administrator));
      }
      case CHANGE_NOT_SET -> throw nothingChanges();
    };
  }

  private static ProtocolException nothingChanges() {
    return new ProtocolException(ErrorCode.BAD_REQUEST, "the request changes nothing");
  }

  private CompletableFuture<UserChanged> reset(
      Asker asker, LoginView login, ChangeUser request, ChangeAccount.Builder command)
      throws ProtocolException {
    PasswordRules.checkNew(request.getResetPasswordBytes(), request.getUser());
    if (parts.view().account(AccountNames.key(request.getUser())) == null) { // checked again later
      throw AccessRefusals.noSuchUser();
    }
    parts.throttle().tryTrusted(parts.nowNanos().getAsLong());
    return parts
        .pool()
        .hash(HashingLane.KNOWN, request.getResetPassword(), asker::isOpen)
        .thenCompose(
            hash ->
                login.equals(asker.login())
                    ? submit(asker, login, AuditKind.PASSWORD_RESET, command.setPasswordHash(hash))
                    : CompletableFuture.failedFuture(
                        new ProtocolException(
                            ErrorCode.LOGIN_REQUIRED,
                            "this login has ended meanwhile: log in again")));
  }

  private CompletableFuture<UserChanged> submit(
      Asker asker, LoginView login, AuditKind kind, ChangeAccount.Builder command) {
    return parts
        .commands()
        .submit(Command.newBuilder().setChangeAccount(command))
        .thenApply(
            outcome -> {
              forgetNodes(kind, command.getName());
              audit(outcome, kind, asker, login, command.getName());
              return UserChanged.getDefaultInstance();
            });
  }

  /** A name that is used again, or a node that was stolen, must not be taken for the one known. */
  private void forgetNodes(AuditKind kind, String name) {
    if (kind == AuditKind.ACCOUNT_DELETED || kind == AuditKind.PASSWORD_RESET) {
      parts.throttle().forget(AccountNames.key(name));
    }
  }

  /** To make an administrator of one changes nothing. */
  private void audit(Outcome outcome, AuditKind kind, Asker asker, LoginView login, String name) {
    if (outcome.getAccessChangesCount() > 0) {
      record(kind, asker, login, "account", AccountNames.key(name));
    }
  }

  private void record(AuditKind kind, Asker asker, LoginView login, String detail, String value) {
    parts
        .audit()
        .record(
            AuditEvent.of(kind, asker.address(), asker.peer())
                .user(login.userKey())
                .with(detail, value));
  }
}
