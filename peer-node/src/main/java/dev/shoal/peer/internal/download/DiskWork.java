package dev.shoal.peer.internal.download;

import dev.shoal.peer.ShoalException;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.internal.access.Audience;
import dev.shoal.peer.internal.hash.FileStamp;
import dev.shoal.peer.internal.hash.HashedFile;
import dev.shoal.peer.internal.serve.PartialHolding;
import dev.shoal.peer.internal.serve.ServedFile;
import dev.shoal.peer.internal.store.PartFile;
import dev.shoal.peer.internal.store.UnverifiedPart;
import dev.shoal.protocol.ChunkSet;
import dev.shoal.protocol.FileId;
import dev.shoal.protocol.Manifest;
import dev.shoal.transport.SharedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one download does to the disk before its first and after its last chunk. All of it blocks.
 */
final class DiskWork {
  private static final Logger log = LoggerFactory.getLogger(DiskWork.class);

  private final DownloadContext context;
  private final FileId fileId;
  private final Path destination;
  private final boolean overwrite;
  private final Supplier<Audience> audience;
  private final BooleanSupplier goOn;

  /**
   * @param audience for whom what is fetched now may be held here
   * @param goOn asked during long work; it ends with a {@link CancellationException} when false
   */
  DiskWork(
      DownloadContext context,
      FileId fileId,
      Path destination,
      boolean overwrite,
      Supplier<Audience> audience,
      BooleanSupplier goOn) {
    this.context = context;
    this.fileId = fileId;
    this.destination = destination;
    this.overwrite = overwrite;
    this.audience = audience;
    this.goOn = goOn;
  }

  /**
   * Makes sure that the file may be made, and finds the manifest of an earlier attempt.
   *
   * @throws StorageException if the destination is taken, or can't be
   */
  Optional<Manifest> prepare() throws StorageException {
    PartFile.requireFree(context.files(), destination, fileId, overwrite);
    return PartFile.resumable(context.files(), destination, fileId);
  }

  /** Makes the file for bytes that come before it is known what the file consists of. */
  UnverifiedPart receive(long length) throws StorageException {
    return UnverifiedPart.create(context.files(), destination, fileId, length);
  }

  /**
   * Opens the part file, checks what must be checked, and copies what this node has elsewhere.
   *
   * @param received what has come before the manifest was known, which is used up
   */
  Opened open(Manifest manifest, Optional<ServedFile> local, Optional<WholeFetch.Received> received)
      throws ShoalException {
    PartFile part =
        received.isPresent()
            ? adopt(manifest, received.get())
            : PartFile.open(
                context.files(), destination, manifest, System.nanoTime(), hashed -> requireGoOn());
    try {
      part.narrow(audience.get());
      if (local.isPresent()) {
        part.narrow(local.get().audience());
        LocalCopy.run(local.get().path(), part, context.hashers(), context.allocator(), goOn);
      }
      if (!part.audience().equals(audience.get())) {
        log.info(
            "{} is not held for whom it is fetched now, since a part of it was for others",
            part.destination());
      }
      requireGoOn();
      ChunkSet held = part.held();
      String name = String.valueOf(destination.getFileName());
      SharedChannel channel = SharedChannel.open(part.path());
      return new Opened(
          part,
          held,
          new PartialHolding(manifest, name, part.audience(), channel, held, context.uploads()));
    } catch (IOException e) {
      part.close();
      throw new StorageException("cannot read " + part.path(), e);
    } catch (StorageException | RuntimeException e) {
      part.close();
      throw e;
    }
  }

  private PartFile adopt(Manifest manifest, WholeFetch.Received received) throws StorageException {
    @Nullable PartFile adopted = null;
    try {
      adopted =
          received
              .part()
              .adopt(
                  manifest,
                  audience.get(),
                  received.sound(),
                  System.nanoTime(),
                  hashed -> requireGoOn());
      return adopted;
    } finally {
      if (adopted == null) {
        received.part().discard();
      }
    }
  }

  /** Gives the complete file its name, and serves it from there if that is wanted. */
  void publish(Opened opened, boolean keepSharing) throws ShoalException {
    opened.part().publish(overwrite);
    Path path = opened.part().destination();
    Manifest manifest = opened.part().manifest();
    context.hashes().learn(path, manifest);
    if (keepSharing) {
      HashedFile file = new HashedFile(path, FileStamp.of(path), manifest);
      context.library().keep(file, opened.holding().name(), opened.holding().audience());
    }
  }

  /**
   * Lets go of the file, or of what an earlier attempt left if it was never opened.
   *
   * @param discard whether to delete what was fetched
   */
  void leave(@Nullable Opened opened, boolean discard) throws StorageException {
    if (opened == null) {
      PartFile.remove(context.files(), destination, fileId);
    } else if (discard) {
      opened.discard();
    } else {
      opened.close();
    }
  }

  private void requireGoOn() {
    if (!goOn.getAsBoolean()) {
      throw new CancellationException();
    }
  }
}
