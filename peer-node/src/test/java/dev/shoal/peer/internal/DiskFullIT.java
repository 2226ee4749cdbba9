package dev.shoal.peer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.peer.Download;
import dev.shoal.peer.DownloadOptions;
import dev.shoal.peer.DownloadResult;
import dev.shoal.peer.StorageException;
import dev.shoal.peer.StorageException.Reason;
import dev.shoal.peer.internal.store.DiskFile;
import dev.shoal.peer.internal.store.DiskFileLayer;
import dev.shoal.peer.internal.store.FileLayer;
import dev.shoal.peer.swarm.Await;
import dev.shoal.peer.swarm.Swarm;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DiskFullIT {
  private static final int LENGTH = 16 << 20;

  @TempDir Path directory;
  private final AtomicLong freeBytes = new AtomicLong(5 << 20);

  @Test
  void shouldKeepWhatIsThereAndGoOnLaterWhenTheDiskIsFull() throws Exception {
    try (Swarm swarm = Swarm.in(directory).sharing(LENGTH).seeders(1).leechers(0).start()) {
      NodeConfig.Draft draft = new NodeConfig.Draft();
      draft.bind = InetAddress.getLoopbackAddress();
      draft.dataDirectory = directory.resolve("small");
      draft.files = smallDisk();
      Node node = Node.start(draft.conclude());
      try {
        DownloadOptions options =
            DownloadOptions.defaults().withSources(List.of(swarm.seeders().get(0).address()));
        Download first = node.download(swarm.fileId(), swarm.copy(0), options);
        StorageException why = Await.failure(first.completion(), StorageException.class);
        assertThat(why.reason()).isEqualTo(Reason.DISK_FULL);
        long verified = first.progress().verifiedBytes();
        assertThat(verified).isBetween(1L, 5L << 20);

        freeBytes.set(Long.MAX_VALUE);
        Download second = node.download(swarm.fileId(), swarm.copy(0), options);
        DownloadResult result = Await.result(second.completion());
        swarm.isIdentical(result.path());
        assertThat(result.keptBytes()).isGreaterThanOrEqualTo(verified);
        assertThat(result.fetchedBytes()).isEqualTo(LENGTH - result.keptBytes());
      } finally {
        node.close();
      }
    }
  }

  /** The real disk, but with so many free bytes. */
  private FileLayer smallDisk() {
    FileLayer disk = new DiskFileLayer();
    return proxy(
        FileLayer.class,
        disk,
        result ->
            result instanceof DiskFile file ? proxy(DiskFile.class, file, same -> same) : result);
  }

  /** Passes everything on, but writes only while there is room. */
  private <T> T proxy(Class<T> type, T target, UnaryOperator<Object> wrap) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().equals("write")
                  && freeBytes.addAndGet(-((ByteBuffer) arguments[0]).remaining()) < 0) {
                throw new IOException("No space left on device");
              }
              try {
                Object result = method.invoke(target, arguments);
                return result == null ? null : wrap.apply(result);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return type.cast(proxy);
  }
}
