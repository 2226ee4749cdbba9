/**
 * Fuzzing of everything that a tracker is sent. An input is a script of what three peers do: frames
 * of every kind, well-formed and not, arbitrary bytes, bytes in pieces, connections lost, sessions
 * resumed, time that passes. {@link dev.shoal.tracker.internal.fuzz.TrackerScript} plays it against
 * a whole tracker, behind the pipeline of real connections, without sockets, disks or clocks, and
 * requires that every request is answered once or the connection ended with a reason, that nothing
 * is logged as an error, that sessions and swarms agree, and that in the end nothing is left: no
 * session, no registration, no byte.
 *
 * <p>{@code CorpusTest} plays what fuzzing begins with; {@code TrackerFuzzIT} has Jazzer go on from
 * there, for 10,000 runs or 12 seconds. For longer, keeping what was learned:
 *
 * <pre>
 * ./mvnw -pl tracker-server -am verify -Dit.test=TrackerFuzzIT -Dtest=CorpusTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
 *     -Dshoal.fuzz.runs=1000000 -Dshoal.fuzz.seconds=7200 -Dshoal.fuzz.seed=2 \
 *     -Dshoal.fuzz.corpus=$PWD/target/fuzz
 * </pre>
 *
 * <p>{@code AccessFuzzIT} does the same with what reads capabilities, keys, peer ids and names,
 * {@code dev.shoal.tracker.cli.ConfigurationFuzzIT} with the configuration file, {@code
 * dev.shoal.transport.FuzzIT} with certificates and identities, and {@code
 * dev.shoal.peer.internal.fuzz.FuzzIT} with what a node reads from its files and from people: for
 * two seconds each, and for longer by the same properties.
 *
 * <p>What goes wrong is printed as hexadecimal digits, to be put into {@code Corpus} once it is
 * mended. The tracker draws ids, secrets and sources at random, so that a rare input goes wrong
 * only sometimes.
 */
@NullMarked
package dev.shoal.tracker.internal.fuzz;

import org.jspecify.annotations.NullMarked;
