package dev.shoal.peer.console;

import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.LogEntry;
import dev.shoal.peer.service.ServiceListener;
import dev.shoal.peer.service.ShareInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has changed since it was last told: of each thing only how it is now, so that however much
 * happens little has to be kept and told. Thread-safe.
 */
final class PendingEvents implements ServiceListener {
  /** More changed shares than this are told as one event. */
  static final int MOST_SHARES = 200;

  /** Of more entries of the log than this the oldest are left out. */
  static final int MOST_ENTRIES = 500;

  /**
   * One thing to be told.
   *
   * @param name of the event
   * @param value a record
   */
  record Event(String name, Object value) {}

  /**
   * One thing as it is sent.
   *
   * @param name of the event
   * @param data JSON
   */
  record Text(String name, String data) {}

  private final Map<String, Event> downloads = new LinkedHashMap<>();
  private final Map<String, Event> shares = new LinkedHashMap<>();
  private final List<Event> entries = new ArrayList<>();
  private boolean manyShares;

  @Override
  public synchronized void downloadChanged(DownloadInfo download) {
    downloads.put(download.id(), new Event("download", download));
  }

  @Override
  public synchronized void downloadGone(String id) {
    downloads.put(id, new Event("download-gone", new Answers.Gone(id)));
  }

  @Override
  public synchronized void shareChanged(ShareInfo share) {
    changed(share.id(), new Event("share", share));
  }

  @Override
  public synchronized void shareGone(String id) {
    changed(id, new Event("share-gone", new Answers.Gone(id)));
  }

  @Override
  public synchronized void sharesChanged() {
    manyShares = true;
    shares.clear();
  }

  @Override
  public synchronized void logged(LogEntry entry) {
    if (entries.size() == MOST_ENTRIES) {
      entries.remove(0);
    }
    entries.add(new Event("log", entry));
  }

  private void changed(String id, Event event) {
    if (manyShares) {
      return;
    }
    shares.put(id, event);
    if (shares.size() > MOST_SHARES) {
      sharesChanged();
    }
  }

  /** Takes all that there is to tell. */
  synchronized List<Event> drain() {
    List<Event> drained = new ArrayList<>(downloads.values());
    drained.addAll(shares.values());
    if (manyShares) {
      drained.add(new Event("shares", Answers.Done.DONE));
    }
    drained.addAll(entries);
    downloads.clear();
    shares.clear();
    entries.clear();
    manyShares = false;
    return drained;
  }
}
