package dev.shoal.peer;

/**
 * Somebody in a group, or who asked to be.
 *
 * @param user name of the account
 * @param role in the group
 */
public record GroupMember(String user, GroupRole role) {}
