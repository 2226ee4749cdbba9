package dev.shoal.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.wire.Authenticate;
import dev.shoal.protocol.wire.Authenticated;
import dev.shoal.protocol.wire.Capability;
import dev.shoal.protocol.wire.ChangeGroup;
import dev.shoal.protocol.wire.ChangePassword;
import dev.shoal.protocol.wire.ChangeUser;
import dev.shoal.protocol.wire.CreateUser;
import dev.shoal.protocol.wire.GroupChanged;
import dev.shoal.protocol.wire.GroupEntry;
import dev.shoal.protocol.wire.GroupEpoch;
import dev.shoal.protocol.wire.GroupFile;
import dev.shoal.protocol.wire.GroupFileList;
import dev.shoal.protocol.wire.GroupList;
import dev.shoal.protocol.wire.GroupRegistration;
import dev.shoal.protocol.wire.GroupSource;
import dev.shoal.protocol.wire.GroupSources;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.protocol.wire.KeySet;
import dev.shoal.protocol.wire.KeysRotated;
import dev.shoal.protocol.wire.ListGroupFiles;
import dev.shoal.protocol.wire.ListGroups;
import dev.shoal.protocol.wire.ListMembers;
import dev.shoal.protocol.wire.ListUsers;
import dev.shoal.protocol.wire.LoggedIn;
import dev.shoal.protocol.wire.LoggedOut;
import dev.shoal.protocol.wire.Login;
import dev.shoal.protocol.wire.Logout;
import dev.shoal.protocol.wire.MemberEntry;
import dev.shoal.protocol.wire.MemberList;
import dev.shoal.protocol.wire.Membership;
import dev.shoal.protocol.wire.PasswordChanged;
import dev.shoal.protocol.wire.Present;
import dev.shoal.protocol.wire.Presented;
import dev.shoal.protocol.wire.PublishToGroup;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.PublishedToGroup;
import dev.shoal.protocol.wire.QueryGroup;
import dev.shoal.protocol.wire.RegisterInGroups;
import dev.shoal.protocol.wire.RegisteredInGroups;
import dev.shoal.protocol.wire.Rejection;
import dev.shoal.protocol.wire.RequestCapability;
import dev.shoal.protocol.wire.RequestKeys;
import dev.shoal.protocol.wire.RotateKeys;
import dev.shoal.protocol.wire.UnpublishFromGroup;
import dev.shoal.protocol.wire.UnpublishedFromGroup;
import dev.shoal.protocol.wire.UserChanged;
import dev.shoal.protocol.wire.UserCreated;
import dev.shoal.protocol.wire.UserEntry;
import dev.shoal.protocol.wire.UserList;
import dev.shoal.protocol.wire.VerificationKey;
import java.util.Collections;

/** {@link LargestMessages} about accounts, groups and capabilities. */
final class LargestAccessMessages {
  private static final int U32 = -1; // five bytes as a varint
  private static final long U64 = -1;
  private static final ByteString ID = ByteString.copyFrom(new byte[FileId.LENGTH]);
  private static final ByteString GROUP_ID = ByteString.copyFrom(new byte[GroupId.LENGTH]);
  private static final ByteString TOKEN = ByteString.copyFrom(new byte[CapabilityToken.LENGTH]);
  private static final ByteString LOGIN_TOKEN = ByteString.copyFrom(new byte[32]);
  private static final String ACCOUNT = "a".repeat(Limits.MAX_ACCOUNT_NAME);
  private static final String PASSWORD = "p".repeat(Limits.MAX_PASSWORD_BYTES);
  private static final String CODE = "c".repeat(64);
  private static final String NAME = "n".repeat(Limits.MAX_NAME_BYTES);
  private static final String TAG = "t".repeat(Limits.MAX_TAG_BYTES);
  private static final String SHORT_SENTENCE = "r".repeat(200);

  private LargestAccessMessages() {}

  static MessageLite of(FrameKind kind) {
    return switch (kind) {
      case PRESENT -> Present.newBuilder().setToken(TOKEN).build();
      case PRESENTED -> Presented.newBuilder().setRemainingMillis(U64).build();
      case CREATE_USER ->
          CreateUser.newBuilder().setUser(ACCOUNT).setPassword(PASSWORD).setCode(CODE).build();
      case USER_CREATED -> UserCreated.newBuilder().setAdministrator(true).build();
      case LOGIN -> Login.newBuilder().setUser(ACCOUNT).setPassword(PASSWORD).build();
      case LOGGED_IN ->
          LoggedIn.newBuilder()
              .setToken(LOGIN_TOKEN)
              .setExpiresMillis(U64)
              .setNowMillis(U64)
              .setUser(ACCOUNT)
              .setAdministrator(true)
              .build();
      case AUTHENTICATE -> Authenticate.newBuilder().setToken(LOGIN_TOKEN).build();
      case AUTHENTICATED ->
          Authenticated.newBuilder()
              .setExpiresMillis(U64)
              .setNowMillis(U64)
              .setUser(ACCOUNT)
              .setAdministrator(true)
              .build();
      case LOGOUT -> Logout.newBuilder().setEverywhere(true).build();
      case LOGGED_OUT -> LoggedOut.getDefaultInstance();
      case CHANGE_PASSWORD ->
          ChangePassword.newBuilder().setOldPassword(PASSWORD).setNewPassword(PASSWORD).build();
      case PASSWORD_CHANGED -> PasswordChanged.getDefaultInstance();
      case CHANGE_USER ->
          ChangeUser.newBuilder().setUser(ACCOUNT).setResetPassword(PASSWORD).build();
      case USER_CHANGED -> UserChanged.getDefaultInstance();
      case LIST_USERS -> ListUsers.newBuilder().setAfter(ACCOUNT).setLimit(U32).build();
      case USER_LIST -> users();
      case CHANGE_GROUP -> ChangeGroup.newBuilder().setGroup(ACCOUNT).setJoin(CODE).build();
      case GROUP_CHANGED ->
          GroupChanged.newBuilder()
              .setMembership(Membership.MEMBERSHIP_OWNER)
              .setInvitation(CODE)
              .build();
      case LIST_GROUPS -> ListGroups.newBuilder().setAfter(ACCOUNT).setLimit(U32).build();
      case GROUP_LIST -> groups();
      case LIST_MEMBERS ->
          ListMembers.newBuilder()
              .setGroup(ACCOUNT)
              .setRequests(true)
              .setAfter(ACCOUNT)
              .setLimit(U32)
              .build();
      case MEMBER_LIST -> members();
      default -> ofFiles(kind);
    };
  }

  private static MessageLite ofFiles(FrameKind kind) {
    return switch (kind) {
      case PUBLISH_TO_GROUP -> publish();
      case PUBLISHED_TO_GROUP -> published();
      case UNPUBLISH_FROM_GROUP ->
          UnpublishFromGroup.newBuilder().setGroup(ACCOUNT).setName(NAME).setFileId(ID).build();
      case UNPUBLISHED_FROM_GROUP ->
          UnpublishedFromGroup.newBuilder().setFileId(ID).setGone(true).build();
      case LIST_GROUP_FILES ->
          ListGroupFiles.newBuilder()
              .setGroup(ACCOUNT)
              .setName(NAME)
              .setAfter(NAME)
              .setLimit(U32)
              .build();
      case GROUP_FILE_LIST -> files();
      case REGISTER_IN_GROUPS -> register();
      case REGISTERED_IN_GROUPS -> RegisteredInGroups.newBuilder().setCount(U32).build();
      case QUERY_GROUP ->
          QueryGroup.newBuilder().setGroupId(GROUP_ID).setFileId(ID).setMaxSources(U32).build();
      case GROUP_SOURCES -> sources();
      case REQUEST_CAPABILITY ->
          RequestCapability.newBuilder().setGroupId(GROUP_ID).setFileId(ID).build();
      case CAPABILITY -> Capability.newBuilder().setToken(TOKEN).setNowMillis(U64).build();
      case REQUEST_KEYS -> RequestKeys.getDefaultInstance();
      case KEY_SET -> keys();
      case ROTATE_KEYS -> RotateKeys.getDefaultInstance();
      case KEYS_ROTATED -> KeysRotated.newBuilder().setKeyId(U32).build();
      case GROUP_EPOCH -> GroupEpoch.newBuilder().setGroupId(GROUP_ID).setEpoch(U64).build();
      default -> throw new AssertionError("no largest message of " + kind);
    };
  }

  private static GroupList groups() {
    GroupEntry largest =
        GroupEntry.newBuilder()
            .setName(ACCOUNT)
            .setPolicy(JoinPolicy.JOIN_BY_INVITATION)
            .setOwner(ACCOUNT)
            .setMemberCount(U32)
            .setMembership(Membership.MEMBERSHIP_OWNER)
            .build();
    return GroupList.newBuilder()
        .addAllGroups(Collections.nCopies(Limits.MAX_PAGE, largest))
        .setMore(true)
        .build();
  }

  private static UserList users() {
    UserEntry largest =
        UserEntry.newBuilder()
            .setUser(ACCOUNT)
            .setAdministrator(true)
            .setCreatedMillis(U64)
            .setOwnedGroups(U32)
            .build();
    return UserList.newBuilder()
        .addAllUsers(Collections.nCopies(Limits.MAX_PAGE, largest))
        .setMore(true)
        .build();
  }

  private static MemberList members() {
    MemberEntry largest =
        MemberEntry.newBuilder()
            .setUser(ACCOUNT)
            .setMembership(Membership.MEMBERSHIP_OWNER)
            .build();
    return MemberList.newBuilder()
        .addAllMembers(Collections.nCopies(Limits.MAX_PAGE, largest))
        .setMore(true)
        .build();
  }

  /** One file with all that it may have beside as many files of ordinary names as may be. */
  private static PublishToGroup publish() {
    PublishedFile ordinary =
        PublishedFile.newBuilder().setFileId(ID).setLength(U64).setName("n".repeat(190)).build();
    return PublishToGroup.newBuilder()
        .setGroup(ACCOUNT)
        .addAllFiles(Collections.nCopies(Limits.MAX_BATCH - 1, ordinary))
        .addFiles(
            PublishedFile.newBuilder()
                .setFileId(ID)
                .setLength(U64)
                .setName(NAME)
                .addAllTags(Collections.nCopies(Limits.MAX_TAGS, TAG)))
        .build();
  }

  private static PublishedToGroup published() {
    Rejection rejection =
        Rejection.newBuilder().setIndex(U32).setCode(U32).setMessage(SHORT_SENTENCE).build();
    return PublishedToGroup.newBuilder()
        .setGroupId(GROUP_ID)
        .setEpoch(U64)
        .addAllRejections(Collections.nCopies(Limits.MAX_BATCH, rejection))
        .build();
  }

  /** A page of the largest entries is shorter than it may be by number: bytes end it. */
  private static GroupFileList files() {
    GroupFile largest =
        GroupFile.newBuilder()
            .setFileId(ID)
            .setLength(U64)
            .setName(NAME)
            .addAllTags(Collections.nCopies(Limits.MAX_TAGS, TAG))
            .addAllSharers(Collections.nCopies(Limits.MAX_SHARERS_NAMED, ACCOUNT))
            .setPublishedMillis(U64)
            .setSeederCount(U32)
            .setLeecherCount(U32)
            .build();
    GroupFile ordinary =
        largest.toBuilder()
            .setName("n".repeat(250))
            .clearTags()
            .addAllTags(Collections.nCopies(4, TAG))
            .build();
    return GroupFileList.newBuilder()
        .addFiles(largest)
        .addAllFiles(Collections.nCopies(Limits.MAX_PAGE - 1, ordinary))
        .setMore(true)
        .setGroupId(GROUP_ID)
        .build();
  }

  private static RegisterInGroups register() {
    GroupRegistration largest =
        GroupRegistration.newBuilder()
            .setGroupId(GROUP_ID)
            .setFileId(ID)
            .setComplete(true)
            .setGone(true)
            .build();
    return RegisterInGroups.newBuilder()
        .setReset(true)
        .addAllRegistrations(Collections.nCopies(Limits.MAX_BATCH, largest))
        .build();
  }

  private static GroupSources sources() {
    GroupSource largest =
        GroupSource.newBuilder()
            .setAddress(ByteString.copyFrom(new byte[PackedAddress.V6_LENGTH]))
            .setPeerId(ID)
            .setComplete(true)
            .build();
    return GroupSources.newBuilder()
        .addAllSources(Collections.nCopies(Limits.MAX_GROUP_SOURCES, largest))
        .setSeederCount(U32)
        .setLeecherCount(U32)
        .build();
  }

  private static KeySet keys() {
    VerificationKey largest =
        VerificationKey.newBuilder()
            .setKeyId(U32)
            .setPublicKey(ByteString.copyFrom(new byte[VerificationKeys.LENGTH]))
            .setFromMillis(U64)
            .setUntilMillis(U64)
            .build();
    return KeySet.newBuilder()
        .addAllKeys(Collections.nCopies(Limits.MAX_KEYS, largest))
        .setNowMillis(U64)
        .build();
  }
}
