package dev.shoal.peer.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a node's shares.
 *
 * @param next what to ask for the next ones with; null: there are no more
 */
public record SharePage(List<ShareInfo> shares, @Nullable String next) {
  public SharePage {
    shares = List.copyOf(shares);
  }
}
