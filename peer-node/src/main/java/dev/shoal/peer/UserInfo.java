package dev.shoal.peer;

import java.time.Instant;

/**
 * A user, as administrators see one.
 *
 * @param name as written when the account was made
 * @param created when that was, by the tracker's clock
 * @param ownedGroups how many groups are this user's own
 */
public record UserInfo(String name, boolean administrator, Instant created, int ownedGroups) {}
