package com.example.embed;

import dev.shoal.peer.Peer;

/** Uses the peer as a library. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("embedded " + Peer.hi());
  }
}
