package dev.shoal.transport;

import dev.shoal.protocol.PeerId;

/**
 * Who the other side of a TLS connection has proved to be.
 *
 * @param peerId from the key of its certificate
 * @param issued whether an authority that this side trusts has issued the certificate; otherwise it
 *     is self-signed, and says nothing but the key
 * @param subject what the certificate calls its holder, for people; a claim unless it is issued
 */
public record RemoteIdentity(PeerId peerId, boolean issued, String subject) {}
