package dev.shoal.peer.console;

import dev.shoal.peer.Account;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the API does with the node's login. */
final class AccountRoutes {
  private AccountRoutes() {}

  static List<Route> of(Account account) {
    return List.of(
        Route.get("/account", Answers.Login.class, call -> answer(account)),
        Route.create(
            "/account",
            Bodies.NewAccount.class,
            Answers.Login.class,
            call ->
                create(
                    account,
                    call.read(
                        Bodies.NewAccount.class, Bodies.NewAccount.DEFAULTS, "user", "password"))),
        Route.post(
            "/account/login",
            Bodies.Credentials.class,
            Answers.Login.class,
            call ->
                login(
                    account,
                    call.read(
                        Bodies.Credentials.class,
                        Bodies.Credentials.DEFAULTS,
                        "user",
                        "password"))),
        Route.post(
            "/account/logout",
            Bodies.Leave.class,
            Answers.Login.class,
            call ->
                account
                    .logout(call.read(Bodies.Leave.class, Bodies.Leave.DEFAULTS).everywhere())
                    .thenCompose(nothing -> answer(account))),
        Route.put(
            "/account/password",
            Bodies.PasswordChange.class,
            Answers.Login.class,
            call ->
                change(
                    account,
                    call.read(
                        Bodies.PasswordChange.class,
                        Bodies.PasswordChange.DEFAULTS,
                        "old",
                        "new"))),
        Route.post(
            "/account/refresh",
            Answers.Login.class,
            call -> account.refresh().thenApply(user -> new Answers.Login(user.orElse(null)))));
  }

  private static CompletableFuture<Answers.Login> answer(Account account) {
    return CompletableFuture.completedFuture(new Answers.Login(account.user().orElse(null)));
  }

  private static CompletableFuture<Answers.Login> create(Account account, Bodies.NewAccount said) {
    @Nullable String code = said.code().isEmpty() ? null : said.code();
    return wiped(said.password(), password -> account.create(said.user(), password, code))
        .thenCompose(nothing -> answer(account));
  }

  private static CompletableFuture<Answers.Login> login(Account account, Bodies.Credentials said) {
    return wiped(said.password(), password -> account.login(said.user(), password))
        .thenApply(Answers.Login::new);
  }

  private static CompletableFuture<Answers.Login> change(
      Account account, Bodies.PasswordChange said) {
    return wiped(
            said.oldPassword(),
            before -> wiped(said.newPassword(), after -> account.changePassword(before, after)))
        .thenCompose(nothing -> answer(account));
  }

  /** Does something with a password's characters, and wipes them once it is done. */
  private static <T> CompletableFuture<T> wiped(
      String password, Function<char[], CompletableFuture<T>> action) {
    char[] characters = password.toCharArray();
    return action.apply(characters).whenComplete((done, failure) -> Arrays.fill(characters, '\0'));
  }
}
