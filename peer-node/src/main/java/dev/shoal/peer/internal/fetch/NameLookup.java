package dev.shoal.peer.internal.fetch;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Looks up hosts' addresses as the system does, which blocks: one after the other, so that a slow
 * name server holds up one worker at most. Thread-safe.
 */
final class NameLookup {
  private final Executor workers;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  NameLookup(Executor workers) {
    this.workers = workers;
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
    synchronized (this) {
      CompletableFuture<List<InetAddress>> found =
          last.handleAsync((before, ignored) -> resolve(host), workers);
      last = found;
      return found;
    }
  }

  private static List<InetAddress> resolve(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
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
