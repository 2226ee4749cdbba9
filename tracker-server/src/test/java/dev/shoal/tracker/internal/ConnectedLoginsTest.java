package dev.shoal.tracker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.shoal.protocol.wire.GroupEpoch;
import dev.shoal.tracker.internal.access.AccessView;
import dev.shoal.tracker.internal.access.ConnectedLogins;
import dev.shoal.tracker.internal.access.EpochNews;
import dev.shoal.tracker.internal.access.LoginView;
import dev.shoal.tracker.internal.groups.GroupLimits;
import dev.shoal.tracker.internal.groups.GroupSwarms;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What reaches the connections that are logged in. */
class ConnectedLoginsTest {
  private final ConnectedLogins logins = new ConnectedLogins();

  @Test
  void shouldLogOutEveryConnectionOfALoginThatEnds() {
    FakeLogin one = connect("ann", "one", 100);
    FakeLogin same = connect("ann", "one", 100);
    FakeLogin other = connect("ann", "other", 100);

    logins.end(ByteString.copyFromUtf8("one"));

    assertThat(one.login()).isNull();
    assertThat(same.login()).isNull();
    assertThat(other.login()).isNotNull();
    assertThat(logins.of("ann")).containsExactly(other);
    assertThat(logins.size()).isEqualTo(1);
  }

  @Test
  void shouldLogOutWhenALoginHasExpired() {
    FakeLogin early = connect("ann", "one", 100);
    FakeLogin late = connect("bob", "two", 101);

    logins.expire(99);
    assertThat(early.login()).isNotNull();

    logins.expire(100);
    assertThat(early.login()).isNull();
    assertThat(late.login()).isNotNull();
    assertThat(logins.size()).isEqualTo(1);
  }

  @Test
  void shouldTellMembersOfALaterEpochInSlices() {
    AccessView view = new AccessView();
    List<String> arisen = new ArrayList<>();
    EpochNews news = new EpochNews(logins, () -> arisen.add("work"));
    GroupSwarms swarms = new GroupSwarms(new SplittableRandom(1), GroupLimits.DEFAULT, () -> {});
    view.setListener(new AccessEnds(logins, swarms, news));
    SomeGroups.put(view, 1, "ann", 1);
    SomeGroups.join(view, 1, "bob");
    SomeGroups.join(view, 1, "eve");
    FakeLogin ann = connect("ann");
    FakeLogin bob = connect("bob");
    FakeLogin eve = connect("eve");
    FakeLogin stranger = connect("joe");
    assertThat(arisen).isEmpty();

    SomeGroups.leave(view, 1, "eve");
    SomeGroups.put(view, 1, "ann", 2);
    assertThat(arisen).hasSize(1);
    assertThat(news.work(1)).isTrue();
    assertThat(ann.news).containsExactly(epoch(2));
    assertThat(bob.news).isEmpty();
    assertThat(news.work(100)).isFalse();
    assertThat(bob.news).containsExactly(epoch(2));
    assertThat(eve.news).isEmpty();
    assertThat(stranger.news).isEmpty();

    SomeGroups.put(view, 1, "ann", 3);
    SomeGroups.delete(view, 1, 4);
    while (news.work(1)) {
      // goes on
    }
    assertThat(ann.news).as("of the last one alone").containsExactly(epoch(2), epoch(4));
  }

  @Test
  void shouldTellThoseWhoWereToldAlreadyAgainWhenYetAnotherEpochComes() {
    AccessView view = new AccessView();
    EpochNews news = newsOf(view);
    SomeGroups.put(view, 1, "ann", 1);
    SomeGroups.join(view, 1, "bob");
    FakeLogin ann = connect("ann");
    FakeLogin bob = connect("bob");

    SomeGroups.put(view, 1, "ann", 2);
    news.work(1);
    SomeGroups.put(view, 1, "ann", 3);
    while (news.work(1)) {
      // goes on
    }

    assertThat(ann.news).containsExactly(epoch(2), epoch(3));
    assertThat(bob.news).as("of the present one alone").containsExactly(epoch(3));
  }

  @Test
  void shouldGoOnWithTheOthersWhenMembersLeaveMeanwhile() {
    AccessView view = new AccessView();
    EpochNews news = newsOf(view);
    SomeGroups.put(view, 1, "ann", 1);
    SomeGroups.join(view, 1, "bob");
    SomeGroups.join(view, 1, "eve");
    FakeLogin ann = connect("ann");
    FakeLogin bob = connect("bob");
    FakeLogin eve = connect("eve");

    SomeGroups.put(view, 1, "ann", 2);
    news.work(2);
    assertThat(ann.news).containsExactly(epoch(2));
    SomeGroups.leave(view, 1, "ann"); // whose turn was the last
    SomeGroups.leave(view, 1, "bob"); // whose turn is next
    while (news.work(1)) {
      // goes on
    }

    assertThat(bob.news).isEmpty();
    assertThat(eve.news).containsExactly(epoch(2));
  }

  @Test
  void shouldNotKeepOtherGroupsWaitingForOneThatChangesAllTheTime() {
    AccessView view = new AccessView();
    EpochNews news = newsOf(view);
    SomeGroups.put(view, 1, "ann", 1);
    SomeGroups.join(view, 1, "joe");
    SomeGroups.put(view, 2, "bob", 1);
    FakeLogin bob = connect("bob");

    SomeGroups.put(view, 1, "ann", 2);
    SomeGroups.put(view, 2, "bob", 2);
    for (int epoch = 3; epoch < 6; epoch++) {
      news.work(1);
      SomeGroups.put(view, 1, "ann", epoch);
    }

    assertThat(bob.news).hasSize(1);
  }

  private EpochNews newsOf(AccessView view) {
    EpochNews news = new EpochNews(logins, () -> {});
    GroupSwarms swarms = new GroupSwarms(new SplittableRandom(1), GroupLimits.DEFAULT, () -> {});
    view.setListener(new AccessEnds(logins, swarms, news));
    return news;
  }

  private FakeLogin connect(String user) {
    return connect(user, "token of " + user, 100);
  }

  private FakeLogin connect(String user, String token, long expires) {
    LoginView login = new LoginView(user, ByteString.copyFromUtf8(token), expires);
    FakeLogin connection = new FakeLogin(Some.peerId(user.hashCode()));
    connection.whenLoggedOut(() -> logins.remove(connection, login));
    connection.loggedIn(login);
    logins.add(connection, login);
    return connection;
  }

  private static GroupEpoch epoch(long number) {
    return GroupEpoch.newBuilder().setGroupId(SomeGroups.bytes(1)).setEpoch(number).build();
  }
}
