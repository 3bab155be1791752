package dev.gitexport.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gitexport.failure.InputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// One mapping of a manifest file: its values, and where in the file each of them is.
final class ManifestNode {

  private static final int DEEPEST = 64;
  private static final int LARGEST = 4 * 1024 * 1024;

  private final String file;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final JsonNode value;

  private ManifestNode(String file, Node root) {
    this.file = file;
    this.value = convert(root, "", 0);
  }

  /// The documents of a YAML or JSON file.
  ///
  /// @throws InputException.InvalidManifest when it is none
  static List<ManifestNode> documents(ManifestText text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(text.file())
            .setSchema(new CoreSchema())
            .setCodePointLimit(LARGEST)
            .build();
    List<ManifestNode> documents = new ArrayList<>();
    try {
      new Compose(settings)
          .composeAllFromString(text.content())
          .forEach(node -> documents.add(new ManifestNode(text.file(), node)));
    } catch (MarkedYamlEngineException e) {
      String place =
          e.getProblemMark()
              .map(mark -> ":%d:%d".formatted(mark.getLine() + 1, mark.getColumn() + 1))
              .orElse("");
      throw new InputException.InvalidManifest(
          text.file() + place + ": this is no YAML: " + e.getProblem(), e);
    } catch (YamlEngineException e) {
      throw new InputException.InvalidManifest(
          text.file() + ": this is no YAML: " + e.getMessage(), e);
    }
    return documents;
  }

  JsonNode value() {
    return value;
  }

  /// One element of a list of mappings, with places in the same file.
  ManifestNode child(String path) {
    return new ManifestNode(file, nodes.getOrDefault(path, root()));
  }

  /// `website.yaml:12:14` for a field's path, or for the nearest field above it that is there.
  String place(String path) {
    String known = path;
    while (!nodes.containsKey(known)) {
      int end = Math.max(known.lastIndexOf('.'), known.lastIndexOf('['));
      known = end < 0 ? "" : known.substring(0, end);
    }
    return place(nodes.getOrDefault(known, root()));
  }

  InputException.InvalidManifest invalid(String path, String problem) {
    String field = path.isEmpty() ? "" : path + ": ";
    return new InputException.InvalidManifest(place(path) + ": " + field + problem, null);
  }

  private Node root() {
    return nodes.values().iterator().next();
  }

  private String place(Node node) {
    return node.getStartMark()
        .map(mark -> "%s:%d:%d".formatted(file, mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(file);
  }

  private JsonNode convert(Node node, String path, int depth) {
    nodes.put(path, node);
    if (depth > DEEPEST) {
      throw invalid(path, "it is nested deeper than %d levels".formatted(DEEPEST));
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar, path);
      case SequenceNode list -> list(list, path, depth);
      case MappingNode mapping -> mapping(mapping, path, depth);
      default -> throw invalid(path, "only mappings, lists and values are understood");
    };
  }

  private ObjectNode mapping(MappingNode mapping, String path, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw invalid(path, "a key is a plain word");
      }
      String field = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
      if (object.has(key.getValue())) {
        nodes.put(field, key);
        throw invalid(field, "it is there twice. Remove one of them.");
      }
      JsonNode value = convert(tuple.getValueNode(), field, depth + 1);
      nodes.put(field, value.isContainerNode() ? key : tuple.getValueNode());
      object.set(key.getValue(), value);
    }
    return object;
  }

  private ArrayNode list(SequenceNode list, String path, int depth) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Node element : list.getValue()) {
      array.add(convert(element, path + "[" + array.size() + "]", depth + 1));
    }
    return array;
  }

  private JsonNode scalar(ScalarNode scalar, String path) {
    String text = scalar.getValue();
    try {
      if (scalar.getTag().equals(Tag.INT)) {
        return JsonNodeFactory.instance.numberNode(new BigInteger(text));
      }
      if (scalar.getTag().equals(Tag.FLOAT)) {
        return DecimalNode.valueOf(new BigDecimal(text));
      }
    } catch (NumberFormatException e) {
      throw invalid(path, "'%s' is no number here; put text in quotes".formatted(text));
    }
    if (scalar.getTag().equals(Tag.BOOL)) {
      return BooleanNode.valueOf(Boolean.parseBoolean(text));
    }
    return scalar.getTag().equals(Tag.NULL) ? NullNode.getInstance() : TextNode.valueOf(text);
  }
}
