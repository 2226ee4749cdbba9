package dev.shoal.peer.cli;

import dev.shoal.tracker.TrackerServer;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tracker in this JVM, and those who use it. */
final class People {
  private final Path directory;
  private final TrackerServer tracker;
  private final List<Person> people = new ArrayList<>();

  /**
   * Starts the tracker.
   *
   * @param directory for what is everybody's own
   */
  People(Path directory) {
    this.directory = directory;
    this.tracker =
        TrackerServer.builder()
            .bindAddress(InetAddress.getLoopbackAddress())
            .port(0)
            .start()
            .join();
  }

  /** Somebody new, logged in. */
  Person person(String name, String... more) throws IOException {
    Person person =
        Person.loggedIn(name, directory, NetUtil.toSocketAddressString(tracker.address()), more);
    people.add(person);
    return person;
  }

  /** The first administrator, logged in. */
  Person administrator(String name) throws IOException {
    return person(name, "--code", tracker.administratorCode().orElseThrow());
  }

  /** Ends what they do, and the tracker. */
  void stop() throws InterruptedException {
    for (Person person : people) {
      person.stop();
    }
    tracker.close();
  }
}
