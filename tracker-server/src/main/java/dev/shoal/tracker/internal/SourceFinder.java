package dev.shoal.tracker.internal;

import dev.shoal.protocol.ProtocolException;
import dev.shoal.tracker.internal.codec.AnswerWriter;
import dev.shoal.tracker.internal.codec.FileIdWords;
import dev.shoal.tracker.internal.codec.QueryReader;
import dev.shoal.tracker.internal.push.Subscriber;
import dev.shoal.tracker.internal.push.Subscriptions;
import dev.shoal.tracker.internal.swarm.SourceSample;
import dev.shoal.tracker.internal.swarm.SwarmIndex;
import io.netty.buffer.ByteBuf;
import java.util.function.LongSupplier;

/** Answers who has a file, with addresses that the asker can use and never the asker's own. */
final class SourceFinder {
  private final SwarmIndex swarms;
  private final Subscriptions subscriptions;
  private final TrackerPolicy policy;
  private final Warming warming;
  private final LongSupplier nowNanos;
  private final QueryReader query = new QueryReader();
  private final SourceSample sample = new SourceSample();

  /**
   * A finder in those swarms.
   *
   * @param warming whether peers are still coming back after a restart
   */
  SourceFinder(
      SwarmIndex swarms,
      Subscriptions subscriptions,
      TrackerPolicy policy,
      Warming warming,
      LongSupplier nowNanos) {
    this.swarms = swarms;
    this.subscriptions = subscriptions;
    this.policy = policy;
    this.warming = warming;
    this.nowNanos = nowNanos;
  }

  /** Answers a query with sources. */
  void find(Subscriber asker, ByteBuf header, ByteBuf answer) throws ProtocolException {
    query.read(header);
    FileIdWords file = query.file();
    int number = swarms.find(file.word0(), file.word1(), file.word2(), file.word3());
    int wanted = policy.answers().wanted(query.maxSources());
    sample.begin(
        asker.addresses(),
        asker.registrationsNumber(),
        wanted,
        query.complete(),
        query.lacksLittle());
    swarms.sample(number, sample);
    boolean subscribed =
        query.subscribe()
            && subscriptions.subscribe(asker, file, sample, query.complete(), nowNanos.getAsLong());
    AnswerWriter.sources(sample, warming.isWarming(), subscribed, answer);
  }
}
