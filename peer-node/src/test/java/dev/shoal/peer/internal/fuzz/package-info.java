/**
 * Fuzzing of what a node reads from its own files and from people: known trackers, logins, lists of
 * files, links, commands. Each target stands beside what it tries, with the inputs to begin with;
 * its test tries those and some thousand like them in every build, and {@code FuzzIT} has Jazzer
 * try others for two seconds each. For longer, keeping what was learned:
 *
 * <pre>
 * ./mvnw -pl peer-node -am verify -Dit.test=dev.shoal.peer.internal.fuzz.FuzzIT \
 *     -Dtest=LinesFuzzTargetTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dfailsafe.failIfNoSpecifiedTests=false -Dinvoker.skip \
 *     -Dshoal.fuzz.runs=100000000 -Dshoal.fuzz.seconds=120 -Dshoal.fuzz.seed=2 \
 *     -Dshoal.fuzz.corpus=$PWD/target/fuzz
 * </pre>
 */
@NullMarked
package dev.shoal.peer.internal.fuzz;

import org.jspecify.annotations.NullMarked;
