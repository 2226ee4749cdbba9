package dev.shoal.tracker.internal.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.shoal.protocol.FrameKind;
import dev.shoal.protocol.ProtocolVersion;
import dev.shoal.protocol.wire.Cancel;
import dev.shoal.protocol.wire.Details;
import dev.shoal.protocol.wire.Error;
import dev.shoal.protocol.wire.Goodbye;
import dev.shoal.protocol.wire.Heartbeat;
import dev.shoal.protocol.wire.Hello;
import dev.shoal.protocol.wire.OpenLease;
import dev.shoal.protocol.wire.Ping;
import dev.shoal.protocol.wire.Pong;
import dev.shoal.protocol.wire.Publish;
import dev.shoal.protocol.wire.PublishedFile;
import dev.shoal.protocol.wire.Query;
import dev.shoal.protocol.wire.Register;
import dev.shoal.protocol.wire.Registration;
import dev.shoal.protocol.wire.Role;
import dev.shoal.protocol.wire.Search;
import dev.shoal.protocol.wire.Unregister;
import dev.shoal.protocol.wire.Unsubscribe;
import dev.shoal.tracker.internal.fuzz.TrackerScript.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The inputs that fuzzing begins with: every message that a peer sends to a tracker, as it should
 * be, and what it takes several of them to do.
 */
final class Corpus {
  private static final ByteString FILE = MessageMaker.fileId(1);

  private final Map<String, byte[]> seeds = new LinkedHashMap<>();

  private Corpus() {
    for (FrameKind kind : FrameKind.values()) {
      add("made-" + name(kind), leased().make(0, kind, 1).make(1, kind, 5));
      add("many-" + name(kind), leased().make(0, kind, 3));
    }
    messages()
        .forEach((kind, header) -> add("message-" + name(kind), leased().send(0, kind, header)));
    scenarios();
  }

  /** All of them, by name. */
  static Map<String, byte[]> seeds() {
    return new Corpus().seeds;
  }

  /** Writes all of them into a directory, a file each. */
  static void write(Path directory) throws IOException {
    for (Map.Entry<String, byte[]> seed : seeds().entrySet()) {
      Files.write(directory.resolve(seed.getKey()), seed.getValue());
    }
  }

  /** What a peer may send to a tracker, each as it should be. */
  static Map<FrameKind, MessageLite> messages() {
    Map<FrameKind, MessageLite> messages = new LinkedHashMap<>();
    messages.put(FrameKind.HELLO, hello());
    messages.put(FrameKind.PING, Ping.getDefaultInstance());
    messages.put(FrameKind.PONG, Pong.getDefaultInstance());
    messages.put(FrameKind.ERROR, Error.newBuilder().setCode(1).setMessage("enough").build());
    messages.put(FrameKind.CANCEL, Cancel.getDefaultInstance());
    messages.put(FrameKind.OPEN_LEASE, OpenLease.newBuilder().setListenPort(7071).build());
    messages.put(FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance());
    messages.put(FrameKind.REGISTER, register(complete(), partial(MessageMaker.fileId(2))));
    messages.put(FrameKind.UNREGISTER, Unregister.newBuilder().addFileIds(FILE).build());
    messages.put(FrameKind.GOODBYE, Goodbye.getDefaultInstance());
    messages.put(FrameKind.PUBLISH, publish("Linux ISO"));
    messages.put(FrameKind.QUERY, Query.newBuilder().setFileId(FILE).setMaxSources(30).build());
    messages.put(FrameKind.SEARCH, Search.newBuilder().setText("linux").setLimit(10).build());
    messages.put(FrameKind.UNSUBSCRIBE, Unsubscribe.newBuilder().setFileId(FILE).build());
    messages.put(FrameKind.DETAILS, Details.newBuilder().setFileId(FILE).build());
    return messages;
  }

  private void scenarios() {
    Query subscribe =
        Query.newBuilder().setFileId(FILE).setMaxSources(30).setSubscribe(true).build();
    add(
        "subscription",
        leased()
            .send(0, FrameKind.QUERY, subscribe)
            .send(1, FrameKind.REGISTER, register(partial(FILE)))
            .step(Step.WAIT, 0, 1)
            .send(1, FrameKind.REGISTER, register(complete()))
            .step(Step.WAIT, 0, 1)
            .step(Step.HANG_UP, 1)
            .step(Step.WAIT, 0, 1)
            .send(0, FrameKind.UNSUBSCRIBE, Unsubscribe.newBuilder().setFileId(FILE).build()));
    add(
        "old-subscription",
        leased().send(0, FrameKind.QUERY, subscribe).step(Step.WAIT, 0, 9).step(Step.CHORES, 0));
    add(
        "resumption",
        leased()
            .send(0, FrameKind.REGISTER, register(complete()))
            .step(Step.CONNECT, 0, 0)
            .step(Step.RESUME, 0, 0b1000)
            .step(Step.RESUME, 1, 0b0010)
            .step(Step.CONNECT, 2, 1)
            .step(Step.RESUME, 2, 0b1000)
            .send(1, FrameKind.QUERY, subscribe));
    add(
        "publications",
        leased()
            .send(0, FrameKind.PUBLISH, publish("Linux ISO"))
            .send(1, FrameKind.REGISTER, register(partial(FILE)))
            .step(Step.SETTLE, 0)
            .step(Step.CHORES, 0)
            .send(1, FrameKind.REGISTER, register(complete()))
            .send(2, FrameKind.SEARCH, Search.newBuilder().setText("linu iso").build())
            .send(2, FrameKind.DETAILS, Details.newBuilder().setFileId(FILE).build())
            .step(Step.WAIT, 0, 3)
            .step(Step.SETTLE, 0));
    add(
        "dialled-back",
        new ScriptWriter(ScriptWriter.ALL_LEASED | TrackerScript.VERIFYING)
            .step(Step.DIALLED, 0, 1)
            .step(Step.DIALLED, 0, 2)
            .send(0, FrameKind.REGISTER, register(complete()))
            .step(Step.WAIT, 0, 2)
            .send(2, FrameKind.HEARTBEAT, Heartbeat.getDefaultInstance())
            .send(1, FrameKind.QUERY, subscribe));
    ScriptWriter much = new ScriptWriter(ScriptWriter.ALL_LEASED | TrackerScript.LIMITED);
    for (int i = 0; i < 40; i++) {
      much.send(0, FrameKind.QUERY, subscribe).send(1, FrameKind.PING, Ping.getDefaultInstance());
    }
    add(
        "too-much",
        much.step(Step.CONNECT, 0, 1).step(Step.CONNECT, 1, 1).step(Step.CONNECT, 2, 1));
    add(
        "slow-reader",
        leased()
            .step(Step.STALL, 0, 0)
            .make(1, FrameKind.REGISTER, 3)
            .send(0, FrameKind.QUERY, subscribe)
            .step(Step.CUT, 0, 7)
            .send(0, FrameKind.QUERY, subscribe)
            .step(Step.WAIT, 0, 2)
            .step(Step.STALL, 0, 1));
    add(
        "asks-while-drained",
        new ScriptWriter(ScriptWriter.ALL_LEASED | TrackerScript.VERIFYING)
            .send(0, FrameKind.GOODBYE, Goodbye.getDefaultInstance())
            .step(
                Step.RAW_HEADER,
                0,
                TrackerScript.KINDS.indexOf(FrameKind.GOODBYE),
                0,
                ScriptWriter.ID_ZERO,
                0)
            .step(Step.DIALLED, 0, 1));
    add("restarted", new ScriptWriter(TrackerScript.RESTARTED).make(0, FrameKind.HELLO, 1));
    add("no-hello", new ScriptWriter(0).step(Step.WAIT, 0, 5));
    add("no-frame", new ScriptWriter(0).step(Step.RAW, 0, 4, 'G', 'E', 'T', ' '));
  }

  private void add(String name, ScriptWriter script) {
    seeds.put(name, script.toBytes());
  }

  private static ScriptWriter leased() {
    return new ScriptWriter(ScriptWriter.ALL_LEASED);
  }

  private static Hello hello() {
    return Hello.newBuilder()
        .setMagic(ProtocolVersion.MAGIC)
        .setMinVersion(ProtocolVersion.MIN)
        .setMaxVersion(ProtocolVersion.MAX)
        .setRole(Role.ROLE_PEER)
        .setPeerId(ByteString.copyFrom(new byte[32]))
        .build();
  }

  private static Register register(Registration... registrations) {
    return Register.newBuilder().addAllRegistrations(List.of(registrations)).build();
  }

  private static Registration complete() {
    return Registration.newBuilder().setFileId(FILE).setComplete(true).build();
  }

  private static Registration partial(ByteString file) {
    return Registration.newBuilder()
        .setFileId(file)
        .setChunkSize(1 << 16)
        .setChunkSet(ByteString.copyFrom(new byte[] {(byte) 0xA0}))
        .build();
  }

  private static Publish publish(String name) {
    return Publish.newBuilder()
        .addFiles(
            PublishedFile.newBuilder()
                .setFileId(FILE)
                .setLength(150_000)
                .setName(name)
                .addTags("disk image"))
        .build();
  }

  /** As part of the names of seeds. */
  static String name(FrameKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
