package dev.gitexport.cli;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.RoundingMode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A size as Kubernetes writes it: `2Gi`, `512Mi`, `1500000`.
final class Bytes implements ITypeConverter<Long> {

  @Override
  public Long convert(String text) {
    try {
      return Quantity.getAmountInBytes(Quantity.parse(text))
          .setScale(0, RoundingMode.CEILING)
          .longValueExact();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new TypeConversionException(
          "'" + text + "' is no size: write 512Mi, 2Gi or a number of bytes");
    }
  }
}
