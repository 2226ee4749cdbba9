package dev.shoal.peer.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a node that stays running is told when it starts. Immutable; paths are absolute. */
public final class RunningNodeConfig {
  private final Path dataDirectory;
  private final Path downloadDirectory;
  private final List<Path> allowed;
  private final List<Path> watched;
  private final Map<String, Path> mirrored;
  private final @Nullable TransferLimits limits;
  private final String version;
  private final Runnable onStop;

  private RunningNodeConfig(Builder builder) {
    this.dataDirectory = absolute(builder.dataDirectory);
    this.downloadDirectory = absolute(builder.downloadDirectory);
    this.allowed = builder.allowed.stream().map(RunningNodeConfig::absolute).toList();
    this.watched = builder.watched.stream().map(RunningNodeConfig::absolute).distinct().toList();
    this.mirrored = Collections.unmodifiableMap(new LinkedHashMap<>(builder.mirrored));
    this.limits = builder.limits;
    this.version = builder.version;
    this.onStop = builder.onStop;
  }

  /**
   * A builder.
   *
   * @param dataDirectory the node's: what it remembers lies in {@code node} below it
   */
  public static Builder builder(Path dataDirectory) {
    return new Builder(dataDirectory);
  }

  /** Where the node remembers things. */
  public Path dataDirectory() {
    return dataDirectory;
  }

  /** Where files are fetched to unless the request says otherwise. */
  public Path downloadDirectory() {
    return downloadDirectory;
  }

  /** Directories below which files may be fetched to besides. */
  public List<Path> allowed() {
    return allowed;
  }

  /** Folders whose files are shared. */
  public List<Path> watched() {
    return watched;
  }

  /** Groups whose files are fetched, and into which folder each. */
  public Map<String, Path> mirrored() {
    return mirrored;
  }

  /** The limits to begin with; null: those that are remembered. */
  public @Nullable TransferLimits limits() {
    return limits;
  }

  /** Of the program. */
  public String version() {
    return version;
  }

  /** Ends the program. */
  public Runnable onStop() {
    return onStop;
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private final Path dataDirectory;
    private Path downloadDirectory = Path.of(System.getProperty("user.home"), "Shoal");
    private List<Path> allowed = List.of();
    private List<Path> watched = List.of();
    private final Map<String, Path> mirrored = new LinkedHashMap<>();
    private @Nullable TransferLimits limits;
    private String version = "dev";
    private Runnable onStop = () -> {};

    private Builder(Path dataDirectory) {
      this.dataDirectory = dataDirectory;
    }

    /** Where files are fetched to; made if it is missing. Default {@code Shoal} in the home. */
    public Builder downloadDirectory(Path value) {
      downloadDirectory = value;
      return this;
    }

    /** Directories below which files may be fetched to besides. Default none. */
    public Builder allowed(List<Path> values) {
      allowed = new ArrayList<>(values);
      return this;
    }

    /** Folders whose files are shared. Default none. */
    public Builder watched(List<Path> values) {
      watched = new ArrayList<>(values);
      return this;
    }

    /** Fetches all files of a group, now and later, into a folder, which is made if missing. */
    public Builder mirror(String group, Path directory) {
      mirrored.put(group, RunningNodeConfig.absolute(directory));
      return this;
    }

    /** Limits in place of those that are remembered. Default null: these. */
    public Builder limits(@Nullable TransferLimits value) {
      limits = value;
      return this;
    }

    /** Of the program, as its status says. Default {@code dev}. */
    public Builder version(String value) {
      version = value;
      return this;
    }

    /** Called once when somebody asks the node to end; must not block. Default nothing. */
    public Builder onStop(Runnable value) {
      onStop = value;
      return this;
    }

    /** The settings. */
    public RunningNodeConfig build() {
      return new RunningNodeConfig(this);
    }
  }
}
