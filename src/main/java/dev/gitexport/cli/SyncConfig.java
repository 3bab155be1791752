package dev.gitexport.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gitexport.failure.InputException;
import dev.gitexport.failure.SafeText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// The file that lists folders: each with its path and the options of a folder by their names.
///
/// @param command whose options hold where the file says nothing
record SyncConfig(
    Surroundings surroundings,
    Upstreams upstreams,
    StateDirectoryOption states,
    CommandSpec command) {

  private static final String FOLDERS = "folders";
  private static final String PATH = "path";

  /// @throws InputException.InvalidManifest naming file, line, column and field
  List<SyncPlace> read(Path file) {
    Path place = surroundings.resolve(file);
    Path base = Files.isDirectory(place) ? place : place.resolveSibling("");
    List<SyncPlace> places = new ArrayList<>();
    for (ManifestText text : ManifestText.read(file.toString(), surroundings)) {
      for (ManifestNode node : ManifestNode.documents(text)) {
        for (int i = 0; i < folders(node).size(); i++) {
          places.add(folder(node, i, base));
        }
      }
    }
    return List.copyOf(places);
  }

  private static JsonNode folders(ManifestNode node) {
    node.value()
        .fieldNames()
        .forEachRemaining(name -> {
          if (!name.equals(FOLDERS)) {
            throw ManifestBinding.unknown(node, name, List.of(FOLDERS));
          }
        });
    JsonNode list = node.value().path(FOLDERS);
    if (!list.isArray() || list.isEmpty()) {
      throw node.invalid(FOLDERS, "it is required, a list of mappings with a 'path'");
    }
    return list;
  }

  private SyncPlace folder(ManifestNode node, int index, Path base) {
    String field = FOLDERS + "[" + index + "]";
    JsonNode entry = node.value().path(FOLDERS).path(index);
    if (!entry.path(PATH).isTextual() || entry.path(PATH).asText().isBlank()) {
      throw node.invalid(field + "." + PATH, "it is required: a folder");
    }
    Path folder = base.resolve(entry.path(PATH).asText()).normalize();
    FolderOptions options = new FolderOptions(surroundings);
    CommandLine line = new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
    List<String> args = inherited(line);
    for (Map.Entry<String, JsonNode> value : entry.properties()) {
      if (!value.getKey().equals(PATH)) {
        args.addAll(arguments(node, field, value.getKey(), value.getValue(), line));
      }
    }
    return located(
        node,
        field,
        () -> {
          line.parseArgs(args.toArray(String[]::new));
          return options.place(folder, base, upstreams, states);
        });
  }

  /// What the command line said for all folders.
  private List<String> inherited(CommandLine line) {
    List<String> args = new ArrayList<>();
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      if (line.getCommandSpec().findOption(option.longestName()) != null) {
        option.originalStringValues().forEach(text -> add(args, option, text));
      }
    }
    return args;
  }

  private static List<String> arguments(
      ManifestNode node, String field, String name, JsonNode value, CommandLine line) {
    OptionSpec option = line.getCommandSpec().findOption("--" + name);
    if (option == null) {
      List<String> known = new ArrayList<>(List.of(PATH));
      line.getCommandSpec().options().forEach(each -> known.add(each.longestName().substring(2)));
      throw node.invalid(
          field + "." + name, "the field is not known. " + NearestName.hint(name, known));
    }
    List<String> args = new ArrayList<>();
    for (JsonNode each : value.isArray() ? value : List.of(value)) {
      if (!each.isValueNode() || each.isNull() || (value.isArray() && !option.isMultiValue())) {
        throw node.invalid(
            field + "." + name,
            option.isMultiValue() ? "it is a list of texts" : "it is one value");
      }
      add(args, option, each.asText());
    }
    return args;
  }

  private static void add(List<String> args, OptionSpec option, String text) {
    if (option.arity().max() > 0) {
      args.add(option.longestName() + "=" + text);
    } else if (Boolean.parseBoolean(text)) {
      args.add(option.longestName());
    }
  }

  private static <T> T located(ManifestNode node, String field, Supplier<T> value) {
    try {
      return value.get();
    } catch (ParameterException e) {
      String option =
          e.getArgSpec() instanceof OptionSpec given ? given.longestName().substring(2) : "";
      throw node.invalid(field + "." + option, SafeText.of(e.getMessage()));
    } catch (InputException.InvalidSpec e) {
      throw node.invalid(
          field + "." + e.field().replaceFirst("^--", ""),
          SafeText.of(e.getMessage()).substring(e.field().length() + 2));
    }
  }
}
