package dev.shoal.tracker.internal.access;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The connections that are logged in, found by whatever may concern them. */
public final class ConnectedLogins {
  private final Map<ByteString, Set<LoginHolder>> byToken = new HashMap<>();
  private final Map<String, Set<LoginHolder>> byUser = new HashMap<>();
  private final NavigableMap<Long, Set<LoginHolder>> byExpiry = new TreeMap<>();
  private int size;

  /** A connection is logged in. */
  public void add(LoginHolder holder, LoginView login) {
    add(byToken, login.tokenHash(), holder);
    add(byUser, login.userKey(), holder);
    add(byExpiry, login.expiresMillis(), holder);
    size++;
  }

  /** It is no more, or it is over. */
  public void remove(LoginHolder holder, LoginView login) {
    remove(byToken, login.tokenHash(), holder);
    remove(byUser, login.userKey(), holder);
    remove(byExpiry, login.expiresMillis(), holder);
    size--;
  }

  /** Logs out every connection with that login. */
  public void end(ByteString tokenHash) {
    of(byToken, tokenHash).forEach(Asker::loggedOut);
  }

  /** Every connection of an account, as of now. */
  public List<LoginHolder> of(String userKey) {
    return of(byUser, userKey);
  }

  /**
   * Logs out connections whose login has expired.
   *
   * @param nowMillis Unix time
   */
  public void expire(long nowMillis) {
    while (!byExpiry.isEmpty() && byExpiry.firstKey() <= nowMillis) {
      of(byExpiry, byExpiry.firstKey()).forEach(Asker::loggedOut);
    }
  }

  /** Number of connections that are logged in. */
  public int size() {
    return size;
  }

  private static <K> void add(Map<K, Set<LoginHolder>> map, K key, LoginHolder holder) {
    map.computeIfAbsent(key, each -> new LinkedHashSet<>()).add(holder);
  }

  private static <K> void remove(Map<K, Set<LoginHolder>> map, K key, LoginHolder holder) {
    map.computeIfPresent(
        key, (each, holders) -> holders.remove(holder) && holders.isEmpty() ? null : holders);
  }

  /** A copy: who is logged out leaves the set. */
  private static <K> List<LoginHolder> of(Map<K, Set<LoginHolder>> map, K key) {
    Set<LoginHolder> holders = map.get(key);
    return holders == null ? List.of() : List.copyOf(holders);
  }
}
