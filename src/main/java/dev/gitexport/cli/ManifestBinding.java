package dev.gitexport.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.gitexport.failure.InputException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Binds a part of a manifest to a record, strictly: a field that is not known, or a value of
/// another type, is an error with its place. Nothing is converted on the quiet.
final class ManifestBinding {

  private final JsonMapper mapper = strict();

  <T> T bind(ManifestNode manifest, String part, Class<T> type) {
    JsonNode value = manifest.value().path(part);
    try {
      return mapper.treeToValue(value, type);
    } catch (JsonMappingException e) {
      String path = path(part, e);
      throw manifest.invalid(path, problem(e, value.at(pointer(e))));
    } catch (JacksonException e) {
      throw manifest.invalid(part, e.getOriginalMessage());
    }
  }

  private static JsonMapper strict() {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
    for (LogicalType type : List.of(LogicalType.Textual, LogicalType.POJO, LogicalType.Enum)) {
      builder.withCoercionConfig(
          type,
          config -> {
            config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
            config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
            config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
          });
    }
    return builder.build();
  }

  private String problem(JsonMappingException e, JsonNode value) {
    return switch (e) {
      case UnrecognizedPropertyException unknown -> {
        List<String> known =
            Objects.requireNonNullElse(unknown.getKnownPropertyIds(), List.of()).stream()
                .map(Object::toString)
                .sorted()
                .toList();
        yield "the field is not known. " + NearestName.hint(unknown.getPropertyName(), known);
      }
      case InvalidFormatException form
          when form.getTargetType() != null && form.getTargetType().isEnum() ->
          "%s is none of its values. Write %s.".formatted(value, words(form.getTargetType()));
      case MismatchedInputException mismatch when mismatch.getTargetType() != null ->
          "%s is not %s.".formatted(shown(value), TypeWord.of(mismatch.getTargetType()));
      default -> e.getCause() == null ? e.getOriginalMessage() : e.getCause().getMessage() + "";
    };
  }

  private static String shown(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "a mapping";
      case ARRAY -> "a list";
      case NULL, MISSING -> "nothing";
      case STRING, NUMBER, BOOLEAN, BINARY, POJO -> value.toString();
    };
  }

  private String words(Class<?> type) {
    return Stream.of(type.getEnumConstants())
        .map(constant -> mapper.convertValue(constant, String.class))
        .collect(Collectors.joining(", "));
  }

  private static String path(String part, JsonMappingException e) {
    StringBuilder path = new StringBuilder(part);
    for (JsonMappingException.Reference reference : e.getPath()) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append('.').append(reference.getFieldName());
      }
    }
    return path.toString();
  }

  private static String pointer(JsonMappingException e) {
    return e.getPath().stream()
        .map(step ->
            "/"
                + (step.getFieldName() == null
                    ? Integer.toString(step.getIndex())
                    : step.getFieldName().replace("~", "~0").replace("/", "~1")))
        .collect(Collectors.joining());
  }

  /// Of a manifest's own top level, which is never bound as a whole.
  static InputException.InvalidManifest unknown(
      ManifestNode manifest, String name, List<String> known) {
    return manifest.invalid(name, "the field is not known. " + NearestName.hint(name, known));
  }
}
