package dev.shoal.peer.console;

import dev.shoal.peer.FileDetails;
import dev.shoal.peer.FoundFile;
import dev.shoal.peer.GroupFileInfo;
import dev.shoal.peer.GroupInfo;
import dev.shoal.peer.GroupMember;
import dev.shoal.peer.GroupRole;
import dev.shoal.peer.SearchPage;
import dev.shoal.peer.service.DownloadInfo;
import dev.shoal.peer.service.LogEntry;
import dev.shoal.peer.service.NodeStatus;
import dev.shoal.peer.service.PeerInfo;
import dev.shoal.peer.service.RateSample;
import dev.shoal.protocol.ShoalLink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What callers are told, where it is not one of the service's records. */
final class Answers {
  private Answers() {}

  /** Done, and there is nothing to tell. */
  record Done() {
    static final Done DONE = new Done();
  }

  /**
   * Why something was not done.
   *
   * @param error what is wrong
   */
  record Refusal(Fault error) {}

  /**
   * What is wrong.
   *
   * @param code for programs
   * @param message a sentence for a person
   * @param reason what stands in the way, of the disk; null if it is not the disk
   */
  record Fault(String code, String message, @Nullable String reason) {}

  /**
   * Proves that who answers has the token, without telling it.
   *
   * @param proof HMAC-SHA-256 under the token, base64url
   */
  record Proof(String proof) {}

  /**
   * Whom the node is connected with.
   *
   * @param peers all of them
   */
  record PeerList(List<PeerInfo> peers) {}

  /**
   * What happened.
   *
   * @param entries the oldest first
   */
  record LogPage(List<LogEntry> entries) {}

  /**
   * What an event stream begins with.
   *
   * @param status of the node
   * @param downloads the newest hundred, the first one's first
   * @param older what to ask for those before these with; null: these are all
   * @param log all entries that are kept
   * @param rates of the last five minutes, one a second, the oldest first
   */
  record Hello(
      NodeStatus status,
      List<DownloadInfo> downloads,
      @Nullable String older,
      List<LogEntry> log,
      List<RateSample> rates) {}

  /**
   * What has gone.
   *
   * @param id of it
   */
  record Gone(String id) {}

  /**
   * One page of what a search found.
   *
   * @param files newest first
   * @param next what to ask for the next ones with; null: there are no more
   * @param warming whether the tracker has just started, so that not every file can be found yet
   */
  record Found(List<FoundItem> files, @Nullable String next, boolean warming) {
    static Found of(SearchPage page, List<String> trackers) {
      return new Found(
          page.files().stream().map(file -> FoundItem.of(file, trackers)).toList(),
          page.next(),
          page.warming());
    }
  }

  /**
   * A file in the tracker's catalogue.
   *
   * @param fileId 64 hex digits
   * @param name a claim
   * @param size bytes
   * @param tags claims
   * @param publishedMillis since the epoch
   * @param seeders who have all of it now
   * @param leechers who have some of it now
   * @param link to hand to others
   */
  record FoundItem(
      String fileId,
      String name,
      long size,
      List<String> tags,
      long publishedMillis,
      int seeders,
      int leechers,
      String link) {
    private static FoundItem of(FoundFile file, List<String> trackers) {
      return new FoundItem(
          file.fileId().toString(),
          file.name(),
          file.length(),
          file.tags(),
          file.published().toEpochMilli(),
          file.seeders(),
          file.leechers(),
          new ShoalLink(file.fileId(), file.name(), trackers).toString());
    }
  }

  /**
   * What the tracker knows of a file.
   *
   * @param fileId 64 hex digits
   * @param name a claim; null if nobody published it
   * @param size bytes; -1 if nobody published it
   * @param seeders who have all of it now
   * @param leechers who have some of it now
   * @param warming whether the tracker has just started, so that peers are still coming back
   */
  record FileKnown(
      String fileId, @Nullable String name, long size, int seeders, int leechers, boolean warming) {
    static FileKnown of(FileDetails details) {
      FoundFile published = details.published();
      return new FileKnown(
          details.fileId().toString(),
          published == null ? null : published.name(),
          published == null ? -1 : published.length(),
          details.seeders(),
          details.leechers(),
          details.warming());
    }
  }

  /**
   * Who is logged in.
   *
   * @param user name of the account; null if nobody is
   */
  record Login(@Nullable String user) {}

  /**
   * The groups that one may see.
   *
   * @param groups all of them
   */
  record GroupList(List<GroupInfo> groups) {}

  /**
   * Who belongs to a group, or asked to.
   *
   * @param members all of them
   */
  record MemberList(List<GroupMember> members) {}

  /**
   * What has become of a wish to join.
   *
   * @param role in the group from now on; {@code requested}: the owner has to accept first
   */
  record Joined(GroupRole role) {}

  /**
   * What lets others into a group.
   *
   * @param code to hand to them
   */
  record Invited(String code) {
    @Override
    public String toString() {
      return "Invited[]";
    }
  }

  /**
   * A group's files.
   *
   * @param files by name
   */
  record GroupFiles(List<GroupItem> files) {
    static GroupFiles of(List<GroupFileInfo> files) {
      return new GroupFiles(files.stream().map(GroupItem::of).toList());
    }
  }

  /**
   * A file in a group's list.
   *
   * @param fileId 64 hex digits
   * @param name unique within the group; a claim
   * @param size bytes; a claim
   * @param tags claims
   * @param sharers users who share it in the group, some of them
   * @param publishedMillis since the epoch
   * @param seeders who have all of it now
   * @param leechers who have some of it now
   */
  record GroupItem(
      String fileId,
      String name,
      long size,
      List<String> tags,
      List<String> sharers,
      long publishedMillis,
      int seeders,
      int leechers) {
    private static GroupItem of(GroupFileInfo file) {
      return new GroupItem(
          file.fileId().toString(),
          file.name(),
          file.length(),
          file.tags(),
          file.sharers(),
          file.published().toEpochMilli(),
          file.seeders(),
          file.leechers());
    }
  }

  /**
   * What has become of a file that one does not share in a group any more.
   *
   * @param gone whether it has left the group's list, nobody else sharing it there
   */
  record Unlisted(boolean gone) {}
}
