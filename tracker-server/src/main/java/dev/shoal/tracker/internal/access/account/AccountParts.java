package dev.shoal.tracker.internal.access.account;

import dev.shoal.tracker.internal.access.AccessCommands;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.audit.Audit;
import dev.shoal.tracker.internal.access.login.AdministratorCode;
import dev.shoal.tracker.internal.access.login.HashingPool;
import dev.shoal.tracker.internal.access.login.LoginThrottle;
import java.security.SecureRandom;
import java.util.function.LongSupplier;

/**
 * What requests about accounts are answered from.
 *
 * @param view what there is
 * @param commands changes it
 * @param pool hashes passwords
 * @param throttle says whose
 * @param code makes the first administrator
 * @param oneAtATime holds connections to one request at a time
 * @param audit hears of it all
 * @param random makes tokens
 * @param nowNanos of any origin, never running backwards
 * @param nowMillis Unix time
 */
public record AccountParts(
    AccountTerms terms,
    AccessView view,
    AccessCommands commands,
    HashingPool pool,
    LoginThrottle throttle,
    AdministratorCode code,
    OneAtATime oneAtATime,
    Audit audit,
    SecureRandom random,
    LongSupplier nowNanos,
    LongSupplier nowMillis) {}
