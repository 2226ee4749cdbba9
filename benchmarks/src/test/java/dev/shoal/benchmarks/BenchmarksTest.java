package dev.shoal.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shoal.benchmarks.micro.CpuProfiler;
import dev.shoal.transport.TransportKind;
import java.util.Collection;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Keeps every benchmark alive: each is run for a moment with all its parameters. */
@Tag("any-jdk")
class BenchmarksTest {
  @Test
  void shouldRunWithEveryParameterWhenCalledForAMoment() throws RunnerException {
    String[] transports =
        Stream.of(TransportKind.EPOLL, TransportKind.NIO)
            .filter(TransportKind::isAvailable)
            .map(TransportKind::name)
            .toArray(String[]::new);
    Options options =
        new OptionsBuilder()
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .param("transport", transports)
            .param("files", "1000") // a million takes a while to be filled in
            .addProfiler(CpuProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    assertThat(results)
        .extracting(result -> result.getParams().getBenchmark().replaceFirst(".*\\.(?=.*\\.)", ""))
        .containsAll(JmhCommand.benchmarks())
        .isNotEmpty();
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(result.getPrimaryResult().getScore()).isPositive();
              assertThat(result.getSecondaryResults()).containsKey(CpuProfiler.LABEL);
            });
  }
}
