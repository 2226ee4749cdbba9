package dev.shoal.tracker.internal.store;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.Limits;
import dev.shoal.protocol.ProtocolException;
import dev.shoal.protocol.VerificationKeys;
import dev.shoal.tracker.internal.state.AddKey;
import dev.shoal.tracker.internal.state.StoredKey;
import java.util.List;

/** The command about keys that capabilities are signed with. */
final class KeyRules {
  private KeyRules() {}

  /** All checks come before it changes anything. */
  static void add(AddKey command, long nowMillis, AccessChanges changes) throws ProtocolException {
    StoredKey key = command.getKey();
    List<StoredKey> known = changes.tables().keys();
    if (key.getPrivateKey().isEmpty()
        || key.getPublicKey().size() != VerificationKeys.LENGTH
        || key.getUntilMillis() <= key.getFromMillis()) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST, "a key needs both halves and a time");
    }
    if (known.stream().anyMatch(each -> each.getKeyId() == key.getKeyId())) {
      throw new ProtocolException(ErrorCode.CONFLICT, "there is a key of that number already");
    }
    if (known.stream().filter(each -> each.getUntilMillis() > nowMillis).count()
        >= Limits.MAX_KEYS) {
      throw new ProtocolException(
          ErrorCode.LIMIT_EXCEEDED,
          "there are "
              + Limits.MAX_KEYS
              + " keys already: wait until tokens signed with the oldest are over");
    }
    for (StoredKey each : known) {
      if (each.getUntilMillis() <= nowMillis) {
        changes.end(each);
      } else if (each.getUntilMillis() > command.getEarlierUntilMillis()) {
        changes.put(each.toBuilder().setUntilMillis(command.getEarlierUntilMillis()).build());
      }
    }
    changes.put(key);
  }
}
