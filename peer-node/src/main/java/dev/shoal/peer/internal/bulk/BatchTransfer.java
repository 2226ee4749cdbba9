package dev.shoal.peer.internal.bulk;

import com.google.protobuf.ByteString;
import dev.shoal.peer.ShoalException;
import dev.shoal.peer.WantedFile;
import dev.shoal.peer.internal.download.DownloadContext;
import dev.shoal.peer.internal.link.PeerLink;
import dev.shoal.peer.internal.schedule.MemoryBudget;
import dev.shoal.protocol.ErrorCode;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.wire.FilesData;
import dev.shoal.protocol.wire.FilesRequest;
import dev.shoal.transport.Connection;
import dev.shoal.transport.RateLimit;
import dev.shoal.transport.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches batches from all sources at once, as the plan says and memory allows. Belongs to one
 * event loop, to which what happens on links and workers is handed over.
 */
final class BatchTransfer {
  private static final Logger log = LoggerFactory.getLogger(BatchTransfer.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Told on the event loop. */
  interface Listener {
    /** It is decided what becomes of some files. */
    void onStored(BatchSink.Stored stored);

    /** Storing failed in a way that has nothing to do with the files. */
    void onError(int[] files, ShoalException cause);

    /** A source is of no use any more; its link has been let go. */
    void onSourceEnd(BatchSource source, End why);

    /** Something has changed: there may be more to do, or nothing left. */
    void onChange();
  }

  /** Why a source is used no more. */
  enum End {
    /** The connection was lost. */
    LOST,
    /** It can't, or won't, give batches, or takes far too long. */
    USELESS,
    /** It sent what it must not. */
    BANNED
  }

  private final DownloadContext context;
  private final EventLoop loop;
  private final List<WantedFile> files;
  private final BatchPlan plan;
  private final BatchSink sink;

  /** Of this download, within the node's. */
  private final RateLimit limit;

  private final MemoryBudget.Account memory;
  private final Listener listener;
  private final List<BatchSource> sources = new ArrayList<>();
  private int nextId;
  private int underWay;
  private boolean starved;

  /**
   * @param memory from which every batch is taken; stays the caller's
   */
  BatchTransfer(
      DownloadContext context,
      EventLoop loop,
      List<WantedFile> files,
      BatchPlan plan,
      BatchSink sink,
      MemoryBudget.Account memory,
      Listener listener) {
    this.context = context;
    this.loop = loop;
    this.files = files;
    this.plan = plan;
    this.sink = sink;
    this.limit = context.downloads();
    this.memory = memory;
    this.listener = listener;
  }

  /** Uses one more source. */
  void add(PeerLink link) {
    BatchSource source = new BatchSource(nextId++, link);
    sources.add(source);
    link.attachBatches();
    plan.addSource(source.id());
    pump();
  }

  /** Whether nothing is being fetched or stored. */
  boolean isIdle() {
    return underWay == 0;
  }

  /** Asks for as much as may be asked for: of each source a batch, then of each another. */
  void pump() {
    long now = System.nanoTime();
    boolean asked = !starved;
    while (asked) {
      asked = false;
      for (BatchSource source : List.copyOf(sources)) {
        asked |= !starved && mayAsk(source, now) && ask(source, now);
      }
    }
  }

  /** Over a link that others use as well, the limit is kept by asking later: none reads slowly. */
  private boolean mayAsk(BatchSource source, long now) {
    return source.mayAsk(now)
        && (limit.bytesPerSecond() == 0
            || !source.link().isShared()
            || (source.isIdle() && limit.reserve(0, now) - now <= 0));
  }

  /** Lets go of all sources; what is being stored is. */
  void stop() {
    List.copyOf(sources).forEach(this::letGo);
  }

  private boolean ask(BatchSource source, long now) {
    int mostBytes = source.mostBytes();
    int[] wanted = plan.next(source.id(), mostBytes);
    if (wanted.length == 0) {
      return false;
    }
    if (!memory.tryReserve(mostBytes)) {
      plan.again(wanted);
      starved = true;
      memory.onAvailable(
          () ->
              loop.execute(
                  () -> {
                    starved = false;
                    listener.onChange();
                  }));
      return false;
    }
    new Batch(source, wanted, mostBytes, now).begin();
    return true;
  }

  private void end(BatchSource source, End why) {
    if (!source.isRemoved()) {
      if (why == End.BANNED) {
        log.warn("{} sent files that are not what was asked for; it is banned", source.address());
      }
      boolean claimed = why != End.LOST && !source.link().isDialled();
      if (claimed) {
        source.link().distrust(); // its address is a mere claim: next time it is dialled
      }
      letGo(source);
      listener.onSourceEnd(source, claimed ? End.LOST : why);
    }
  }

  private void letGo(BatchSource source) {
    sources.remove(source);
    plan.removeSource(source.id());
    source.remove();
    source.link().detachBatches();
    source.link().letGo();
  }

  private void failed(BatchSource source, TransportException cause) {
    log.debug("no batch from {}", source.address(), cause);
    if (cause.code() == ErrorCode.PROTOCOL_VIOLATION) {
      end(source, End.BANNED);
    } else if (cause instanceof TransportException.Closed
        || cause.code() == ErrorCode.SHUTTING_DOWN) { // the link, though maybe not its peer
      end(source, End.LOST);
    } else if (cause.code() == ErrorCode.BUSY || cause.code() == ErrorCode.LIMIT_EXCEEDED) {
      if (!source.failed(System.nanoTime())) {
        end(source, End.USELESS);
      }
    } else if (!(cause instanceof TransportException.Cancelled)) {
      end(source, End.USELESS);
    }
  }

  /** One request, from its sending until its files are stored. */
  private final class Batch implements BatchFetch.Listener {
    private final BatchSource source;
    private final int[] wanted;
    private final int reserved;
    private final long beganNanos;
    private Connection.@Nullable Cancellable request;

    Batch(BatchSource source, int[] wanted, int reserved, long now) {
      this.source = source;
      this.wanted = wanted;
      this.reserved = reserved;
      this.beganNanos = now;
    }

    void begin() {
      ByteString.Output ids = ByteString.newOutput(wanted.length * FileId.LENGTH);
      for (int file : wanted) {
        ids.write(files.get(file).fileId().toBytes(), 0, FileId.LENGTH);
      }
      FilesRequest header =
          FilesRequest.newBuilder().setFileIds(ids.toByteString()).setMostBytes(reserved).build();
      underWay++;
      source.asked();
      Connection.Cancellable sent =
          source
              .link()
              .connection()
              .request(
                  FrameKind.FILES_REQUEST,
                  header,
                  TIMEOUT,
                  new BatchFetch(wanted.length, reserved, context.allocator(), this::limit, this));
      request = sent;
      source.asked(sent);
    }

    /** A link is not read more slowly for this download while another uses it as well. */
    private @Nullable RateLimit limit() {
      return source.link().isShared() ? limit.outer() : limit;
    }

    @Override
    public void onBatch(FilesData header, ByteBuf bytes) {
      loop.execute(() -> here(header, bytes));
    }

    @Override
    public void onFailure(TransportException cause) {
      loop.execute(
          () -> {
            over();
            plan.again(wanted);
            settle();
            failed(source, cause);
            listener.onChange();
          });
    }

    private void over() {
      if (request != null) {
        source.over(request);
      }
    }

    private void here(FilesData header, ByteBuf bytes) {
      long now = System.nanoTime();
      long took = now - beganNanos;
      over();
      source.answered(took, now);
      if (source.link().isShared()) {
        limit.reserve(bytes.readableBytes(), now);
      }
      plan.answered(source.id(), wanted, header);
      pump(); // first of all, so that the source has something to do
      Supplier<BatchSink.Stored> storing =
          () -> sink.store(wanted, header, bytes, source.address(), Duration.ofNanos(took));
      try {
        context.workers().execute(() -> store(storing, header, bytes));
      } catch (RejectedExecutionException e) {
        bytes.release();
        unstored(header, new ShoalException("the node's workers take no more work", e));
      }
    }

    /** On a worker. */
    private void store(Supplier<BatchSink.Stored> storing, FilesData header, ByteBuf bytes) {
      Runnable news;
      try {
        news = stored(storing, header);
      } finally {
        bytes.release();
      }
      loop.execute(news); // only now, as the loop gives its memory to the next batch at once
    }

    private Runnable stored(Supplier<BatchSink.Stored> storing, FilesData header) {
      try {
        BatchSink.Stored stored = storing.get();
        return () -> stored(stored);
      } catch (RuntimeException | OutOfMemoryError e) {
        String message = "storing small files failed: " + e.getMessage();
        return () -> unstored(header, new ShoalException(message, e));
      }
    }

    private void stored(BatchSink.Stored stored) {
      context.badChunks().add(stored.bad().size());
      plan.again(stored.bad().stream().mapToInt(file -> file).toArray());
      if (!stored.bad().isEmpty()) {
        end(source, End.BANNED);
      }
      settle();
      listener.onStored(stored);
      listener.onChange();
    }

    private void unstored(FilesData header, ShoalException cause) {
      settle();
      listener.onError(
          header.getIndexesList().stream().mapToInt(index -> wanted[index]).toArray(), cause);
      listener.onChange();
    }

    private void settle() {
      underWay--;
      memory.release(reserved);
    }
  }
}
