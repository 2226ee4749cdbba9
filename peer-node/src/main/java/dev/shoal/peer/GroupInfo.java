package dev.shoal.peer;

/**
 * A group as its tracker lists it.
 *
 * @param name of the group
 * @param policy who may join
 * @param owner user who made it
 * @param memberCount the owner included
 * @param role of who asks
 */
public record GroupInfo(
    String name, JoinPolicy policy, String owner, int memberCount, GroupRole role) {}
