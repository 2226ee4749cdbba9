package dev.shoal.tracker.internal.access;

import com.google.protobuf.ByteString;

/**
 * A login, as a connection that took it up knows it.
 *
 * @param userKey of the account
 * @param tokenHash by which the login is known: never the token
 * @param expiresMillis Unix time of its end
 */
public record LoginView(String userKey, ByteString tokenHash, long expiresMillis) {}
