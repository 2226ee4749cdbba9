package dev.shoal.peer.console;

import dev.shoal.transport.http.HttpAnswer;
import dev.shoal.transport.http.HttpException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files that the page is made of, from the program itself. No path leads anywhere else: of
 * those that have the form of such a file, only what lies beside this class is ever found.
 */
final class PageFiles {
  private static final Pattern FORM =
      Pattern.compile("(?:[a-z0-9-]{1,40}/)?[a-z0-9-]{1,40}\\.(html|css|js|svg|png)");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png");

  /** Nothing from elsewhere, no script or style in the page itself, and the page in no frame. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Map<String, PageFile> loaded = new ConcurrentHashMap<>();
  private final Executor reader;

  private record PageFile(HttpAnswer whole, String tag) {}

  /**
   * @param reader who reads files, and waits for nothing else
   */
  PageFiles(Executor reader) {
    this.reader = reader;
  }

  /**
   * Answers with a file.
   *
   * @param path of the request, decoded
   * @param known tags of what the asker has, if any
   */
  CompletableFuture<HttpAnswer> answer(String path, Optional<String> known) {
    String name = path.equals("/") ? "index.html" : path.substring(1);
    if (!FORM.matcher(name).matches()) {
      return CompletableFuture.failedFuture(missing());
    }
    PageFile file = loaded.get(name);
    return file == null
        ? CompletableFuture.supplyAsync(() -> answer(load(name), known), reader)
        : CompletableFuture.completedFuture(answer(file, known));
  }

  private static HttpAnswer answer(PageFile file, Optional<String> known) {
    HttpAnswer answer =
        known.filter(tags -> tags.contains(file.tag)).isPresent() ? HttpAnswer.of(304) : file.whole;
    return answer
        .withHeader("etag", file.tag)
        .withHeader("cache-control", "no-cache")
        .withHeader("content-security-policy", POLICY)
        .withHeader("cross-origin-opener-policy", "same-origin");
  }

  private PageFile load(String name) {
    byte[] content = read(name);
    if (content == null) {
      throw missing();
    }
    String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
    PageFile file = new PageFile(HttpAnswer.bytes(200, type, content), tag(content));
    loaded.put(name, file);
    return file;
  }

  private static byte @Nullable [] read(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tag(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static HttpException missing() {
    return new HttpException(404, "not-found", "there is no such page here");
  }
}
