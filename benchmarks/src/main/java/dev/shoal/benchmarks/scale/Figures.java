package dev.shoal.benchmarks.scale;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Reads single figures of a running tracker from its {@code /metrics}. */
public final class Figures {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpRequest request;

  /** Of the tracker whose HTTP port this is. */
  public Figures(int port) {
    request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .timeout(PATIENCE)
            .build();
  }

  /** All of them now, in Prometheus' text format; empty while the tracker does not answer. */
  public String scrape() throws InterruptedException {
    try {
      return client.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    }
  }

  /** The sum of a figure over all its labels; 0 if there is none. */
  public static double sum(String scraped, String name) {
    return scraped
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
