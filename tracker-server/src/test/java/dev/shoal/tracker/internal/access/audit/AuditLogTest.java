package dev.shoal.tracker.internal.access.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.protocol.PeerId;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditLogTest {
  private final List<String> written = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore allowed = new Semaphore(0);
  private final AtomicLong now = new AtomicLong();
  private volatile boolean broken;
  private final AuditLog log = AuditLog.to(this::write, now::get, now::get);

  /** As a disk that the test can hold up, and break. */
  private void write(List<String> lines) throws IOException {
    begun.release();
    allowed.acquireUninterruptibly();
    if (broken) {
      throw new IOException("the disk is full");
    }
    written.addAll(lines);
  }

  @AfterEach
  void close() {
    finish();
  }

  @Test
  void shouldWriteWhoDidWhatFromWhere() {
    PeerId peer = PeerId.fromBytes(new byte[PeerId.LENGTH]);
    log.record(
        AuditEvent.of(AuditKind.GROUP_JOINED, InetAddress.getLoopbackAddress(), peer)
            .user("alice")
            .with("group", "docs"));
    finish();
    assertThat(written)
        .containsExactly(
            "{\"time\":\"1970-01-01T00:00:00Z\",\"event\":\"group-joined\",\"address\":"
                + "\"127.0.0.1\",\"peer\":\""
                + peer.toText()
                + "\",\"user\":\"alice\",\"group\":\"docs\"}");
  }

  @Test
  void shouldNotWaitForTheDiskAndSayHowMuchItHadToLeaveOut() {
    log.record(AuditEvent.of(AuditKind.LOGIN));
    begun.acquireUninterruptibly();
    for (int i = 0; i < AuditLog.MAX_WAITING + 7; i++) {
      log.record(AuditEvent.of(AuditKind.LOGIN));
    }
    finish();
    assertThat(written).hasSize(1 + AuditLog.MAX_WAITING + 1);
    assertThat(written)
        .filteredOn(line -> line.contains("left-out"))
        .singleElement()
        .asString()
        .endsWith("\"event\":\"left-out\",\"login\":\"7\"}");
  }

  @Test
  void shouldSayHowMuchIsMissingOnceItCanWriteAgain() {
    broken = true;
    log.record(AuditEvent.of(AuditKind.LOGIN));
    begun.acquireUninterruptibly();
    log.record(AuditEvent.of(AuditKind.LOGOUT));
    allowed.release();
    begun.acquireUninterruptibly(); // the next one is begun when the first has failed
    broken = false;
    finish();
    assertThat(written).hasSize(2);
    assertThat(written.get(0)).endsWith("\"event\":\"left-out\",\"login\":\"1\"}");
    assertThat(written.get(1)).contains("\"event\":\"logout\"");
    assertThat(log.written()).isEqualTo(1);
    assertThat(log.leftOut()).isEqualTo(1);
  }

  @Test
  void shouldKeepWhatAnybodyCanProvokeToARate() {
    for (int i = 0; i < 10_000; i++) {
      log.record(AuditEvent.of(AuditKind.LOGIN_THROTTLED).user("alice"));
      if (i % 100 == 0) {
        log.record(AuditEvent.of(AuditKind.LOGIN));
      }
    }
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    for (int i = 0; i < 10; i++) {
      log.record(AuditEvent.of(AuditKind.LOGIN_THROTTLED));
    }
    finish();
    int kept = AuditLog.PROVOKED_AT_ONCE + AuditLog.PROVOKED_PER_SECOND;
    assertThat(written).filteredOn(line -> line.contains("login-throttled\",")).hasSize(200);
    assertThat(written).filteredOn(line -> line.endsWith("\"login-throttled\"}")).hasSize(5);
    assertThat(written).filteredOn(line -> line.contains("\"login\"")).hasSize(100);
    assertThat(leftOut("login-throttled")).isEqualTo(10_010 - kept);
    assertThat(log.leftOut()).isEqualTo(10_010 - kept);
    assertThat(log.written()).isEqualTo(kept + 100);
  }

  @Test
  void shouldNotEvenMakeWhatIsLeftOut() {
    AtomicInteger made = new AtomicInteger();
    for (int i = 0; i < 1000; i++) {
      log.record(
          AuditKind.LOGIN_THROTTLED,
          () -> {
            made.incrementAndGet();
            return AuditEvent.of(AuditKind.LOGIN_THROTTLED);
          });
    }
    assertThat(made).hasValue(AuditLog.PROVOKED_AT_ONCE);
  }

  @Test
  void shouldTakeNothingMoreAndLeaveNoThreadWhenClosed() {
    finish();
    log.record(AuditEvent.of(AuditKind.LOGIN));
    assertThat(written).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("shoal-audit"));
  }

  private long leftOut(String kind) {
    String key = "\"" + kind + "\":\"";
    return written.stream()
        .filter(line -> line.contains("left-out"))
        .mapToLong(
            line -> {
              int from = line.indexOf(key) + key.length();
              return Long.parseLong(line.substring(from, line.indexOf('"', from)));
            })
        .sum();
  }

  private void finish() {
    allowed.release(1_000_000);
    log.close();
  }
}
