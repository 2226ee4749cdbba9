package dev.shoal.tracker.internal;

import dev.shoal.tracker.internal.access.AccessCommands;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.Clearing;
import dev.shoal.tracker.internal.access.account.AccountParts;
import dev.shoal.tracker.internal.access.account.AccountRequests;
import dev.shoal.tracker.internal.access.account.AccountTerms;
import dev.shoal.tracker.internal.access.account.LoginTally;
import dev.shoal.tracker.internal.access.account.OneAtATime;
import dev.shoal.tracker.internal.access.account.UserAdministration;
import dev.shoal.tracker.internal.access.audit.AuditLog;
import dev.shoal.tracker.internal.access.capability.CapabilityRequests;
import dev.shoal.tracker.internal.access.group.ChangePace;
import dev.shoal.tracker.internal.access.group.FoundingPace;
import dev.shoal.tracker.internal.access.group.GroupRequests;
import dev.shoal.tracker.internal.access.login.AdministratorCode;
import dev.shoal.tracker.internal.access.login.HashingPool;
import dev.shoal.tracker.internal.access.login.LoginThrottle;
import dev.shoal.tracker.internal.access.login.PasswordHasher;
import dev.shoal.tracker.internal.figures.AccessFigures;
import dev.shoal.tracker.internal.figures.AccessFigures.AuditFigures;
import dev.shoal.tracker.internal.figures.AccessFigures.PasswordFigures;
import dev.shoal.tracker.internal.figures.AccessFigures.TryFigures;
import dev.shoal.tracker.internal.store.CommandSink;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What answers requests about accounts and groups, and the threads that it needs for that. */
public final class AccessServices implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AccessServices.class);

  private final HashingPool pool;
  private final AuditLog audit;
  private final AdministratorCode code;
  private final Supplier<AccessFigures> figures;

  private AccessServices(
      HashingPool pool, AuditLog audit, AdministratorCode code, Supplier<AccessFigures> figures) {
    this.pool = pool;
    this.audit = audit;
    this.code = code;
    this.figures = figures;
  }

  /**
   * Lets that state answer such requests.
   *
   * @param quotas say which addresses limits hold for
   * @param view accounts and groups, which the state follows too
   * @param committer keeps changes of them, and calls its replies on the loop
   * @param audit which is owned and closed by what this gives
   * @param loop which owns the state
   */
  public static AccessServices of(
      AccessSettings settings,
      TrackerPolicy.Quotas quotas,
      TrackerState state,
      AccessView view,
      CommandSink committer,
      AuditLog audit,
      Executor loop) {
    SecureRandom random = new SecureRandom();
    LongSupplier nowMillis = state.nowMillis();
    AccessCommands commands = new AccessCommands(view, committer, nowMillis, loop);
    HashingPool pool =
        new HashingPool(new PasswordHasher(settings.cost(), random), settings.hashing(), loop);
    AdministratorCode code =
        view.hasAdministrator() ? AdministratorCode.none() : AdministratorCode.random(random);
    AccountParts parts =
        new AccountParts(
            new AccountTerms(settings.rules().toAsk(), settings.loginLife()),
            view,
            commands,
            pool,
            new LoginThrottle(settings.throttle()),
            code,
            new OneAtATime(),
            audit,
            random,
            state::now,
            nowMillis);
    AccountRequests accounts = new AccountRequests(parts);
    ChangePace changing = ChangePace.ofChanges(state::now);
    UserAdministration administration = new UserAdministration(parts, changing);
    CapabilityRequests capabilities =
        new CapabilityRequests(
            view, commands, audit, settings.capabilityLife(), state::now, nowMillis);
    GroupRequests groups =
        new GroupRequests(
            view,
            commands,
            state.groupSwarms(),
            audit,
            random,
            changing,
            new FoundingPace(settings.groupsPerHour(), quotas::appliesTo, state::now),
            state::now);
    Clearing clearing = new Clearing(view, commands);
    state
        .desk()
        .answerBy(
            List.of(accounts, administration, capabilities, groups),
            () -> {
              accounts.sweep();
              clearing.work();
            });
    loop.execute(() -> makeKey(capabilities));
    return new AccessServices(
        pool,
        audit,
        code,
        () ->
            new AccessFigures(
                view.accountCount(),
                view.groupCount(),
                view.loginCount(),
                tries(accounts.tally(), state.desk().cutConnections()),
                passwords(pool),
                capabilities.issued(),
                new AuditFigures(audit.written(), audit.leftOut())));
  }

  /** Where that fails, the first who needs the key has it made. */
  private static void makeKey(CapabilityRequests capabilities) {
    capabilities
        .start()
        .whenComplete(
            (made, failure) -> {
              if (failure != null) {
                log.warn("the key that capabilities are signed by could not be kept", failure);
              }
            });
  }

  private static TryFigures tries(LoginTally tally, long cut) {
    return new TryFigures(tally.accepted(), tally.denied(), tally.throttled(), cut);
  }

  private static PasswordFigures passwords(HashingPool pool) {
    return new PasswordFigures(
        pool.runs(), pool.running(), pool.waiting(), pool.refused(), pool.dropped());
  }

  /** The figures of this moment; on the loop. */
  AccessFigures figures() {
    return figures.get();
  }

  /** What makes the first administrator; empty if there is one. From any thread. */
  public Optional<String> administratorCode() {
    return code.text();
  }

  /** Passwords hashed so far; on the loop. */
  public long passwordRuns() {
    return pool.runs();
  }

  /** Hashes no more passwords. On the loop, before {@link #close}. */
  public void stop() {
    pool.close();
  }

  /** Waits for what is hashed and written still, and ends. Blocks: not on the loop. */
  @Override
  public void close() {
    pool.awaitEnd();
    audit.close();
  }
}
