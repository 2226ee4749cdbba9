package dev.shoal.protocol;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.shoal.protocol.wire.Authenticate;
import dev.shoal.protocol.wire.Authenticated;
import dev.shoal.protocol.wire.Availability;
import dev.shoal.protocol.wire.Cancel;
import dev.shoal.protocol.wire.Capability;
import dev.shoal.protocol.wire.ChangeGroup;
import dev.shoal.protocol.wire.ChangePassword;
import dev.shoal.protocol.wire.ChangeUser;
import dev.shoal.protocol.wire.ChunkData;
import dev.shoal.protocol.wire.ChunkRequest;
import dev.shoal.protocol.wire.CreateUser;
import dev.shoal.protocol.wire.Details;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.FileDetails;
import dev.shoal.protocol.wire.FilesData;
import dev.shoal.protocol.wire.FilesRequest;
import dev.shoal.protocol.wire.Gone;
import dev.shoal.protocol.wire.Goodbye;
import dev.shoal.protocol.wire.GoodbyeAck;
import dev.shoal.protocol.wire.GroupChanged;
import dev.shoal.protocol.wire.GroupEpoch;
import dev.shoal.protocol.wire.GroupFileList;
import dev.shoal.protocol.wire.GroupList;
import dev.shoal.protocol.wire.GroupSources;
import dev.shoal.protocol.wire.Have;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.HeartbeatAck;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.protocol.wire.KeySet;
import dev.shoal.protocol.wire.KeysRotated;
import dev.shoal.protocol.wire.Lease;
import dev.shoal.protocol.wire.ListGroupFiles;
import dev.shoal.protocol.wire.ListGroups;
import dev.shoal.protocol.wire.ListMembers;
import dev.shoal.protocol.wire.ListUsers;
import dev.shoal.protocol.wire.LoggedIn;
import dev.shoal.protocol.wire.LoggedOut;
import dev.shoal.protocol.wire.Login;
import dev.shoal.protocol.wire.Logout;
import dev.shoal.protocol.wire.ManifestPage;
import dev.shoal.protocol.wire.ManifestRequest;
import dev.shoal.protocol.wire.MemberList;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.PasswordChanged;
import dev.shoal.protocol.wire.Ping;
import dev.shoal.protocol.wire.Pong;
import dev.shoal.protocol.wire.Present;
import dev.shoal.protocol.wire.Presented;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.PublishToGroup;
import dev.shoal.protocol.wire.Published;
import dev.shoal.protocol.wire.PublishedToGroup;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.QueryGroup;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.RegisterInGroups;
import dev.shoal.protocol.wire.Registered;
import dev.shoal.protocol.wire.RegisteredInGroups;
import dev.shoal.protocol.wire.RequestCapability;
import dev.shoal.protocol.wire.RequestKeys;
import dev.shoal.protocol.wire.RotateKeys;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.SearchResults;
import dev.shoal.protocol.wire.Sources;
import dev.shoal.protocol.wire.SwarmUpdate;
import dev.shoal.protocol.wire.UnpublishFromGroup;
import dev.shoal.protocol.wire.UnpublishedFromGroup;
import dev.shoal.protocol.wire.Unregister;
import dev.shoal.protocol.wire.Unregistered;
import dev.shoal.protocol.wire.Unsubscribe;
import dev.shoal.protocol.wire.Unwatch;
import dev.shoal.protocol.wire.UserChanged;
import dev.shoal.protocol.wire.UserCreated;
import dev.shoal.protocol.wire.UserList;
import dev.shoal.protocol.wire.Watch;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of frame: number on the wire, place in a conversation, caps, and the Protobuf message
 * that is the header.
 *
 * <p>The kind stands in the prefix, so a frame is held against its caps before anything is
 * allocated for it.
 */
public enum FrameKind {
  HELLO(0x0001, Place.NOTICE, 1024, 0, Hello.getDefaultInstance()),
  PING(0x0002, Place.NOTICE, 16, 0, Ping.getDefaultInstance()),
  PONG(0x0003, Place.NOTICE, 16, 0, Pong.getDefaultInstance()),
  ERROR(0x0004, Place.ANSWER, 4096, 0, Error.getDefaultInstance()),
  CANCEL(0x0005, Place.NOTICE, 16, 0, Cancel.getDefaultInstance()),

  OPEN_LEASE(0x0101, Place.REQUEST, 256, 0, OpenLease.getDefaultInstance()),
  LEASE(0x0102, Place.ANSWER, 256, 0, Lease.getDefaultInstance()),
  HEARTBEAT(0x0103, Place.REQUEST, 64, 0, Heartbeat.getDefaultInstance()),
  HEARTBEAT_ACK(0x0104, Place.ANSWER, 64, 0, HeartbeatAck.getDefaultInstance()),
  REGISTER(0x0105, Place.REQUEST, Limits.MAX_HEADER_BYTES, 0, Register.getDefaultInstance()),
  REGISTERED(0x0106, Place.ANSWER, 64, 0, Registered.getDefaultInstance()),
  UNREGISTER(0x0107, Place.REQUEST, 128 * 1024, 0, Unregister.getDefaultInstance()),
  UNREGISTERED(0x0108, Place.ANSWER, 64, 0, Unregistered.getDefaultInstance()),
  GOODBYE(0x0109, Place.REQUEST, 16, 0, Goodbye.getDefaultInstance()),
  GOODBYE_ACK(0x010A, Place.ANSWER, 16, 0, GoodbyeAck.getDefaultInstance()),
  PUBLISH(0x010B, Place.REQUEST, Limits.MAX_HEADER_BYTES, 0, Publish.getDefaultInstance()),
  PUBLISHED(0x010C, Place.ANSWER, Limits.MAX_HEADER_BYTES, 0, Published.getDefaultInstance()),
  QUERY(0x010D, Place.REQUEST, 256, 0, Query.getDefaultInstance()),
  SOURCES(0x010E, Place.ANSWER, 16 * 1024, 0, Sources.getDefaultInstance()),
  SEARCH(0x010F, Place.REQUEST, 1024, 0, Search.getDefaultInstance()),
  SEARCH_RESULTS(
      0x0110, Place.ANSWER, Limits.MAX_HEADER_BYTES, 0, SearchResults.getDefaultInstance()),
  SWARM_UPDATE(0x0111, Place.NOTICE, 16 * 1024, 0, SwarmUpdate.getDefaultInstance()),
  UNSUBSCRIBE(0x0112, Place.NOTICE, 64, 0, Unsubscribe.getDefaultInstance()),
  DETAILS(0x0113, Place.REQUEST, 64, 0, Details.getDefaultInstance()),
  FILE_DETAILS(0x0114, Place.ANSWER, 4096, 0, FileDetails.getDefaultInstance()),

  MANIFEST_REQUEST(0x0201, Place.REQUEST, 128, 0, ManifestRequest.getDefaultInstance()),
  MANIFEST_PAGE(
      0x0202, Place.ANSWER, 2048, Limits.MAX_BODY_BYTES, ManifestPage.getDefaultInstance()),
  WATCH(0x0203, Place.REQUEST, 128, 0, Watch.getDefaultInstance()),
  AVAILABILITY(0x0204, Place.ANSWER, 64, Limits.MAX_CHUNKS / 8, Availability.getDefaultInstance()),
  UNWATCH(0x0205, Place.NOTICE, 128, 0, Unwatch.getDefaultInstance()),
  HAVE(0x0206, Place.NOTICE, 8 * 1024, 0, Have.getDefaultInstance()),
  GONE(0x0207, Place.NOTICE, 4096, 0, Gone.getDefaultInstance()),
  CHUNK_REQUEST(0x0208, Place.REQUEST, 128, 0, ChunkRequest.getDefaultInstance()),
  CHUNK_DATA(0x0209, Place.ANSWER, 64, Limits.MAX_BODY_BYTES, ChunkData.getDefaultInstance()),
  FILES_REQUEST(0x020A, Place.REQUEST, 8 * 1024 + 64, 0, FilesRequest.getDefaultInstance()),
  FILES_DATA(0x020B, Place.ANSWER, 6 * 1024, Limits.MAX_BODY_BYTES, FilesData.getDefaultInstance()),
  PRESENT(0x020C, Place.REQUEST, 192, 0, Present.getDefaultInstance()),
  PRESENTED(0x020D, Place.ANSWER, 16, 0, Presented.getDefaultInstance()),

  CREATE_USER(0x0301, Place.REQUEST, 2048, 0, CreateUser.getDefaultInstance()),
  USER_CREATED(0x0302, Place.ANSWER, 16, 0, UserCreated.getDefaultInstance()),
  LOGIN(0x0303, Place.REQUEST, 2048, 0, Login.getDefaultInstance()),
  LOGGED_IN(0x0304, Place.ANSWER, 128, 0, LoggedIn.getDefaultInstance()),
  AUTHENTICATE(0x0305, Place.REQUEST, 64, 0, Authenticate.getDefaultInstance()),
  AUTHENTICATED(0x0306, Place.ANSWER, 64, 0, Authenticated.getDefaultInstance()),
  LOGOUT(0x0307, Place.REQUEST, 16, 0, Logout.getDefaultInstance()),
  LOGGED_OUT(0x0308, Place.ANSWER, 16, 0, LoggedOut.getDefaultInstance()),
  CHANGE_PASSWORD(0x0309, Place.REQUEST, 3 * 1024, 0, ChangePassword.getDefaultInstance()),
  PASSWORD_CHANGED(0x030A, Place.ANSWER, 16, 0, PasswordChanged.getDefaultInstance()),
  CHANGE_GROUP(0x030B, Place.REQUEST, 256, 0, ChangeGroup.getDefaultInstance()),
  GROUP_CHANGED(0x030C, Place.ANSWER, 128, 0, GroupChanged.getDefaultInstance()),
  LIST_GROUPS(0x030D, Place.REQUEST, 64, 0, ListGroups.getDefaultInstance()),
  GROUP_LIST(0x030E, Place.ANSWER, 32 * 1024, 0, GroupList.getDefaultInstance()),
  LIST_MEMBERS(0x030F, Place.REQUEST, 128, 0, ListMembers.getDefaultInstance()),
  MEMBER_LIST(0x0310, Place.ANSWER, 16 * 1024, 0, MemberList.getDefaultInstance()),
  PUBLISH_TO_GROUP(
      0x0311, Place.REQUEST, Limits.MAX_HEADER_BYTES, 0, PublishToGroup.getDefaultInstance()),
  PUBLISHED_TO_GROUP(
      0x0312, Place.ANSWER, Limits.MAX_HEADER_BYTES, 0, PublishedToGroup.getDefaultInstance()),
  UNPUBLISH_FROM_GROUP(0x0313, Place.REQUEST, 2048, 0, UnpublishFromGroup.getDefaultInstance()),
  UNPUBLISHED_FROM_GROUP(0x0314, Place.ANSWER, 64, 0, UnpublishedFromGroup.getDefaultInstance()),
  LIST_GROUP_FILES(0x0315, Place.REQUEST, 3 * 1024, 0, ListGroupFiles.getDefaultInstance()),
  GROUP_FILE_LIST(
      0x0316, Place.ANSWER, Limits.MAX_HEADER_BYTES, 0, GroupFileList.getDefaultInstance()),
  REGISTER_IN_GROUPS(0x0317, Place.REQUEST, 128 * 1024, 0, RegisterInGroups.getDefaultInstance()),
  REGISTERED_IN_GROUPS(0x0318, Place.ANSWER, 16, 0, RegisteredInGroups.getDefaultInstance()),
  QUERY_GROUP(0x0319, Place.REQUEST, 64, 0, QueryGroup.getDefaultInstance()),
  GROUP_SOURCES(0x031A, Place.ANSWER, 16 * 1024, 0, GroupSources.getDefaultInstance()),
  REQUEST_CAPABILITY(0x031B, Place.REQUEST, 64, 0, RequestCapability.getDefaultInstance()),
  CAPABILITY(0x031C, Place.ANSWER, 256, 0, Capability.getDefaultInstance()),
  REQUEST_KEYS(0x031D, Place.REQUEST, 16, 0, RequestKeys.getDefaultInstance()),
  KEY_SET(0x031E, Place.ANSWER, 1536, 0, KeySet.getDefaultInstance()),
  ROTATE_KEYS(0x031F, Place.REQUEST, 16, 0, RotateKeys.getDefaultInstance()),
  KEYS_ROTATED(0x0320, Place.ANSWER, 16, 0, KeysRotated.getDefaultInstance()),
  GROUP_EPOCH(0x0321, Place.NOTICE, 32, 0, GroupEpoch.getDefaultInstance()),
  CHANGE_USER(0x0322, Place.REQUEST, 2048, 0, ChangeUser.getDefaultInstance()),
  USER_CHANGED(0x0323, Place.ANSWER, 16, 0, UserChanged.getDefaultInstance()),
  LIST_USERS(0x0324, Place.REQUEST, 64, 0, ListUsers.getDefaultInstance()),
  USER_LIST(0x0325, Place.ANSWER, 16 * 1024, 0, UserList.getDefaultInstance());

  /** A kind's place in a conversation. */
  public enum Place {
    /** Expects exactly one answer, or an {@link #ERROR}; has a request id other than 0. */
    REQUEST,
    /** Answers the request whose id it carries. */
    ANSWER,
    /** Expects no answer. */
    NOTICE
  }

  private static final FrameKind[][] BY_NUMBER = index();

  private final int number;
  private final Place place;
  private final int maxHeader;
  private final int maxBody;
  private final Message prototype;
  private final Parser<? extends MessageLite> parser;

  FrameKind(int number, Place place, int maxHeader, int maxBody, Message prototype) {
    this.number = number;
    this.place = place;
    this.maxHeader = maxHeader;
    this.maxBody = maxBody;
    this.prototype = prototype;
    this.parser = DiscardUnknownFieldsParser.wrap(prototype.getParserForType());
  }

  /** The number on the wire: high byte the group, low byte the kind within it. */
  public int number() {
    return number;
  }

  /** The place in a conversation. */
  public Place place() {
    return place;
  }

  /** Largest header, bytes. */
  public int maxHeader() {
    return maxHeader;
  }

  /** Largest body, bytes; 0 for control frames. */
  public int maxBody() {
    return maxBody;
  }

  /**
   * Parser of the header. It passes over fields that it does not know: kept, each would take a
   * hundred times the memory that it took on the wire.
   */
  public Parser<? extends MessageLite> parser() {
    return parser;
  }

  /**
   * The kind that answers this request; its number is the next one.
   *
   * @throws IllegalStateException if this is no request
   */
  public FrameKind answer() {
    FrameKind answer = place == Place.REQUEST ? of(number + 1) : null;
    if (answer == null) {
      throw new IllegalStateException(this + " expects no answer");
    }
    return answer;
  }

  /** Whether the message is this kind's header. */
  public boolean accepts(MessageLite header) {
    return prototype.getClass() == header.getClass();
  }

  /** The kind with that number, or null when this version has none. */
  public static @Nullable FrameKind of(int number) {
    int group = number >>> 8;
    int member = number & 0xFF;
    return group < BY_NUMBER.length && member < BY_NUMBER[group].length
        ? BY_NUMBER[group][member]
        : null;
  }

  private static @Nullable FrameKind[][] index() {
    FrameKind[][] index = new FrameKind[4][0x26];
    for (FrameKind kind : values()) {
      index[kind.number >>> 8][kind.number & 0xFF] = kind;
    }
    return index;
  }
}
