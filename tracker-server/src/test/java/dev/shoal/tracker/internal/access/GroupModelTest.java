package dev.shoal.tracker.internal.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.wire.JoinPolicy;
import dev.shoal.tracker.internal.state.ChangeGroup;
import dev.shoal.tracker.internal.state.Command;
import dev.shoal.tracker.internal.state.Outcome;
import dev.shoal.tracker.internal.store.AccessLimits;
import dev.shoal.tracker.internal.store.InstantCommitter;
import dev.shoal.tracker.internal.store.SomeCommands;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Holds groups against a naive model, whatever their members and others do. What ends is cleared
 * away in the smallest steps, and whoever starts between them sees the same.
 */
@Tag("any-jdk")
class GroupModelTest {
  private static final int USERS = 4;
  private static final int GROUPS = 2;
  private static final int FILES = 3;
  private static final int CODES = 2;
  private static final String ROOT = "root";

  /** A membership with its note, its share and file, and a note that is over. */
  private static final int MOST_CHANGES_OF_A_STEP = 6;

  private static final List<String> USER_NAMES =
      IntStream.range(0, USERS).mapToObj(number -> "user" + number).toList();
  private static final List<String> GROUP_NAMES =
      IntStream.range(0, GROUPS).mapToObj(number -> "group" + number).toList();

  private enum Deed {
    CREATE,
    JOIN,
    JOIN_BY_CODE,
    LEAVE,
    ACCEPT,
    REJECT,
    REMOVE,
    DELETE,
    INVITE,
    POLICY,
    PUBLISH,
    PUBLISH_AGAIN,
    UNPUBLISH,
    END_ACCOUNT
  }

  /** What a user does to a group; the numbers serve as the deed needs them. */
  private record Step(int user, int group, Deed deed, int first, int second) {}

  @Property(tries = 200)
  void shouldAgreeWithModelWhateverUsersDo(
      @ForAll("steps") @Size(min = 1, max = 100) List<Step> steps) {
    try (World world = new World()) {
      for (Step step : steps) {
        world.act(step);
        world.check();
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, USERS - 1),
            Arbitraries.integers().between(0, GROUPS - 1),
            Arbitraries.of(Deed.class),
            Arbitraries.integers().between(0, 11),
            Arbitraries.integers().between(0, 11))
        .as(Step::new)
        .list();
  }

  /** The tracker's state with its view, and the model. */
  private static final class World implements AutoCloseable {
    private final InstantCommitter committer =
        new InstantCommitter(
            new AccessLimits(
                USERS + 1, 1, GROUPS, GROUPS, USERS, FILES, GROUPS * FILES, GROUPS * FILES, 1));
    private final AccessView view = new AccessView();
    private final GroupModel model = new GroupModel();
    private int groupsMade;

    World() {
      follow(committer.apply(SomeCommands.account(ROOT, true)));
      USER_NAMES.forEach(name -> follow(committer.apply(SomeCommands.account(name))));
    }

    void act(Step step) {
      String user = USER_NAMES.get(step.user());
      String group = GROUP_NAMES.get(step.group());
      Outcome outcome = committer.apply(command(step, user, group));
      follow(outcome);

      assertThat(code(outcome)).as("%s", step).isEqualTo(expected(step, user, group));
      checkFreshView();
      clear();
      if (step.deed() == Deed.END_ACCOUNT && !outcome.hasRefusal()) {
        assertThat(view.account(user)).isNull();
        follow(committer.apply(SomeCommands.account(user)));
      }
    }

    /** Until nothing has remained of what has ended. */
    private void clear() {
      while (view.hasRemains()) {
        Outcome outcome = committer.apply(SomeCommands.clear());
        assertThat(outcome.getAccessChangesCount()).isBetween(1, MOST_CHANGES_OF_A_STEP);
        follow(outcome);
        checkFreshView();
        view.work(1);
      }
    }

    private Command.Builder command(Step step, String user, String group) {
      String other = USER_NAMES.get(step.first() % USERS);
      int file = step.first() % FILES;
      int code = step.first() % CODES;
      return switch (step.deed()) {
        case CREATE ->
            SomeCommands.group(user, group, groupsMade++, policy(step), step.second() % CODES);
        case JOIN -> SomeCommands.join(user, group);
        case JOIN_BY_CODE -> SomeCommands.join(user, group, code);
        case LEAVE -> SomeCommands.leave(user, group);
        case ACCEPT -> SomeCommands.accept(user, group, other);
        case REJECT -> SomeCommands.reject(user, group, other);
        case REMOVE -> SomeCommands.remove(user, group, other);
        case DELETE -> SomeCommands.delete(user, group);
        case INVITE ->
            SomeCommands.change(
                user, group, ChangeGroup.newBuilder().setInvite(SomeCommands.id(code)));
        case POLICY ->
            SomeCommands.change(
                user,
                group,
                ChangeGroup.newBuilder()
                    .setPolicy(SomeCommands.policy(policy(step), step.second() % CODES)));
        case PUBLISH -> SomeCommands.publish(user, group, file, "name" + file);
        case PUBLISH_AGAIN ->
            SomeCommands.publish(user, group, file, "name" + step.second() % FILES);
        case UNPUBLISH -> SomeCommands.unpublish(user, group, file);
        case END_ACCOUNT -> SomeCommands.endAccount(ROOT, user);
      };
    }

    private @Nullable ErrorCode expected(Step step, String user, String group) {
      String other = USER_NAMES.get(step.first() % USERS);
      int file = step.first() % FILES;
      int code = step.first() % CODES;
      return switch (step.deed()) {
        case CREATE -> model.create(user, group, policy(step), step.second() % CODES);
        case JOIN -> model.join(user, group, -1);
        case JOIN_BY_CODE -> model.join(user, group, code);
        case LEAVE -> model.leave(user, group);
        case ACCEPT -> model.decide(user, group, other, true);
        case REJECT -> model.decide(user, group, other, false);
        case REMOVE -> model.remove(user, group, other);
        case DELETE -> model.delete(user, group);
        case INVITE -> model.invite(user, group, code);
        case POLICY -> model.setPolicy(user, group, policy(step), step.second() % CODES);
        case PUBLISH -> model.publish(user, group, file, "name" + file);
        case PUBLISH_AGAIN -> model.publish(user, group, file, "name" + step.second() % FILES);
        case UNPUBLISH -> model.unpublish(user, group, file);
        case END_ACCOUNT -> model.endAccount(user);
      };
    }

    private static JoinPolicy policy(Step step) {
      return switch (step.first() % 3) {
        case 0 -> JoinPolicy.JOIN_OPEN;
        case 1 -> JoinPolicy.JOIN_BY_APPROVAL;
        default -> JoinPolicy.JOIN_BY_INVITATION;
      };
    }

    private void follow(Outcome outcome) {
      outcome.getAccessChangesList().forEach(view::accept);
    }

    /** Of the command as a whole, or of its only file. */
    private static @Nullable ErrorCode code(Outcome outcome) {
      if (outcome.hasRefusal()) {
        return ErrorCode.of(outcome.getRefusal().getCode());
      }
      return outcome.getRefusalsCount() == 0
          ? null
          : ErrorCode.of(outcome.getRefusals(0).getCode());
    }

    void check() {
      for (String name : GROUP_NAMES) {
        Group group = view.group(name);
        assertThat(group == null ? "-" : ViewPicture.of(group)).isEqualTo(model.picture(name));
      }
    }

    /** Whoever starts now sees what those see who were there all the time. */
    void checkFreshView() {
      AccessView fresh = new AccessView();
      committer.feed(fresh::accept);

      assertThat(fresh.hasRemains()).isEqualTo(view.hasRemains());
      assertThat(ViewPicture.of(fresh, USER_NAMES, GROUP_NAMES))
          .isEqualTo(ViewPicture.of(view, USER_NAMES, GROUP_NAMES));
    }

    @Override
    public void close() {
      committer.close();
    }
  }
}
