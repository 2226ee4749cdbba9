package dev.shoal.peer.internal.fetch;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Looks up hosts' addresses as the system does, which blocks: a few at a time and each host once,
 * so that a slow name server of one does not hold up the others. Thread-safe.
 */
final class NameLookup {
  /** What looks up the addresses of one host. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final Executor threads;
  private final Resolver resolver;
  private final Map<String, CompletableFuture<List<InetAddress>>> underWay = new HashMap<>();

  /**
   * @param threads as many as look-ups at a time; may be blocked
   */
  NameLookup(Executor threads) {
    this(threads, InetAddress::getAllByName);
  }

  NameLookup(Executor threads, Resolver resolver) {
    this.threads = threads;
    this.resolver = resolver;
  }

  /**
   * The addresses of a host; an address is its own.
   *
   * @return fails with an {@link UnknownHostException}
   */
  CompletableFuture<List<InetAddress>> find(String host) {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal != null) {
      return CompletableFuture.completedFuture(List.of(address(literal)));
    }
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    synchronized (this) {
      CompletableFuture<List<InetAddress>> before = underWay.putIfAbsent(host, found);
      if (before != null) {
        return before.copy();
      }
    }
    CompletableFuture.completedFuture(host)
        .thenApplyAsync(this::resolve, threads)
        .whenComplete(
            (addresses, failure) -> {
              ended(host);
              if (failure == null) {
                found.complete(addresses);
              } else {
                found.completeExceptionally(failure);
              }
            });
    return found.copy();
  }

  private synchronized void ended(String host) {
    underWay.remove(host);
  }

  private List<InetAddress> resolve(String host) {
    try {
      return List.of(resolver.resolve(host));
    } catch (UnknownHostException e) {
      throw new CompletionException(e);
    }
  }

  private static InetAddress address(byte[] literal) {
    try {
      return InetAddress.getByAddress(literal);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the bytes of an address", e);
    }
  }
}
