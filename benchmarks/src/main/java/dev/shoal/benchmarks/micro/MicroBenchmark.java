package dev.shoal.benchmarks.micro;

import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What all benchmarks have in common: a short run, and JVM flags for the fork.
 *
 * <p>The fork gets the one flag that the manifest of Shoal's programs gives them, and no other that
 * changes how fast Netty is: on JDK 24 and later it does without {@code sun.misc.Unsafe}, as in the
 * programs.
 */
@State(Scope.Benchmark)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--enable-native-access=ALL-UNNAMED",
      "-Djmh.executor=CUSTOM",
      "-Djmh.executor.class=dev.shoal.benchmarks.micro.NettyThreads"
    })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class MicroBenchmark {}
