package dev.shoal.protocol.internal.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.internal.hash.LaneTrial.Verdict;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class LaneTrialTest {
  private static final int MIB = 1 << 20;
  private static final long SECOND = 1_000_000_000L;

  /** 0.25 GB/s, as without SHA extensions. */
  private static final double SLOW = 4;

  /** 1.75 GB/s. */
  private static final double FAST = 0.57;

  /** Of a whole group, while it is interpreted. */
  private static final long INTERPRETED = 20_000_000;

  private final FakeLanes lanes = new FakeLanes();
  private final LaneTrial trial = new LaneTrial(() -> lanes.now, this::load);
  private int loaded;

  @Test
  void shouldNotTryLanesBeforeThePlainDigestIsCompiled() {
    plain(7, 20 * SLOW);
    assertThat(loaded).isZero();

    plain(1, SLOW);
    assertThat(loaded).isOne();
  }

  @Test
  void shouldChooseLanesAsSoonAsOneRunWasFaster() {
    lanes.groupNanos = INTERPRETED;
    plain(20, SLOW);
    assertThat(trial.verdict()).isNull();

    lanes.groupNanos = 16 * 1024 / 2;
    plain(1, SLOW);

    assertThat(trial.verdict()).isEqualTo(new Verdict(lanes, 2 + 1));
  }

  @Test
  void shouldGiveLanesAFewTimesWhatPlainHashingTook() {
    lanes.groupNanos = INTERPRETED / 100;
    plain(8, SLOW);
    int before = lanes.runs;

    plain(1, SLOW);

    long share = (long) (4 * SLOW * MIB);
    assertThat((lanes.runs - before) * lanes.groupNanos).isBetween(share, share + lanes.groupNanos);
  }

  @Test
  void shouldLeaveAFastDigestAloneUntilMuchHasBeenHashed() {
    lanes.groupNanos = 16 * 1024 / 4;
    plain((int) (9 * SECOND / (FAST * MIB)), FAST);
    assertThat(loaded).isZero();

    plain((int) (2 * SECOND / (FAST * MIB)), FAST);

    assertThat(trial.verdict()).isEqualTo(new Verdict(lanes, 7 + 1));
  }

  @Test
  void shouldKeepPlainDigestWhenLanesGainLessThanTheMargin() {
    double crawling = 1000 * SLOW; // so that the limit is soon reached
    lanes.groupNanos = (long) (16 * 1024 * crawling * 0.97);

    plain(100, crawling);

    assertThat(trial.verdict()).isEqualTo(Verdict.PLAIN);
    assertThat(lanes.runs).isGreaterThan(50);
  }

  @Test
  void shouldGiveUpLanesThatAreNeverCompiled() {
    lanes.groupNanos = INTERPRETED;

    plain(1000, SLOW);

    assertThat(trial.verdict()).isEqualTo(Verdict.PLAIN);
    assertThat(lanes.runs * lanes.groupNanos).isBetween(4 * SECOND, 6 * SECOND);
  }

  @Test
  void shouldKeepPlainDigestWhenLanesMiscalculate() {
    lanes.wrong = true;

    plain(8, SLOW);

    assertThat(trial.verdict()).isEqualTo(Verdict.PLAIN);
    assertThat(lanes.runs).isOne();
  }

  @Test
  void shouldKeepPlainDigestWhenLanesDoNotLoad() {
    LaneTrial broken =
        new LaneTrial(
            () -> lanes.now,
            () -> {
              throw new NoSuchMethodError("of a later incubator");
            });

    broken.plainTook(8 * MIB, (long) (SLOW * 8 * MIB));

    assertThat(broken.verdict()).isEqualTo(Verdict.PLAIN);
  }

  @Test
  void shouldSwitchHashersOverOnceLanesHaveWon() {
    ChosenHasher hasher = new ChosenHasher(Hashers.sha256(), trial, () -> lanes.now += SECOND);
    ByteBuffer content = ByteBuffer.allocate(8 * MIB);
    byte[] plainly = new byte[16 * 32];
    byte[] inLanes = new byte[16 * 32];

    hasher.hash(content, MIB / 2, plainly, 0);
    int trials = lanes.runs;
    hasher.hash(content.rewind(), MIB / 2, inLanes, 0);

    assertThat(trial.verdict()).isNotNull();
    assertThat(lanes.runs).isEqualTo(trials + 1);
    assertThat(inLanes).isEqualTo(plainly);
  }

  @Test
  void shouldNotTimeWhatIsShort() {
    ChosenHasher hasher = new ChosenHasher(Hashers.sha256(), trial, () -> lanes.now += SECOND);
    for (int i = 0; i < 1000; i++) {
      hasher.hash(ByteBuffer.allocate(16 * 1024 - 1), 1024, new byte[16 * 32], 0);
    }
    assertThat(loaded).isZero();
  }

  private void plain(int mebibytes, double nanosPerByte) {
    for (int i = 0; i < mebibytes; i++) {
      trial.plainTook(MIB, (long) (nanosPerByte * MIB));
    }
  }

  private Lanes load() {
    loaded++;
    return lanes;
  }

  /** Sixteen lanes that take the time they are told to. */
  private static final class FakeLanes implements Lanes {
    private long now;
    private long groupNanos = 1;
    private boolean wrong;
    private int runs;

    @Override
    public int count() {
      return 16;
    }

    @Override
    public MessageHasher newHasher(int least, MessageDigest sha256) {
      PlainHasher plain = new PlainHasher(sha256);
      return (messages, length, hashes, offset) -> {
        plain.hash(messages, length, hashes, offset);
        hashes[offset] ^= (byte) (wrong ? 1 : 0);
        now += groupNanos;
        runs++;
      };
    }
  }
}
