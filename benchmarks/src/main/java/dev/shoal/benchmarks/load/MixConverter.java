package dev.shoal.benchmarks.load;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a {@link Mix} from the command line. */
final class MixConverter implements ITypeConverter<Mix> {
  @Override
  public Mix convert(String text) {
    try {
      return Mix.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
