package dev.gitexport.cli;

import dev.gitexport.failure.InputException;
import dev.gitexport.failure.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The text of one manifest file.
///
/// @param file as errors name it
record ManifestText(String file, String content) {

  private static final String STANDARD_INPUT = "-";
  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

  /// Of a file; of the YAML and JSON files of a directory, by name; or of standard input, `-`.
  static List<ManifestText> read(String name, Surroundings surroundings) {
    try {
      if (name.equals(STANDARD_INPUT)) {
        return List.of(of("standard input", surroundings.input()));
      }
      Path path = surroundings.resolve(Path.of(name));
      return Files.isDirectory(path) ? directory(name, path) : List.of(file(name, path));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /// Of a file that is there.
  static ManifestText of(Path file) {
    try {
      return file(file.toString(), file);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private static InputException.InvalidManifest unreadable(String name, IOException e) {
    return new InputException.InvalidManifest(
        "Could not read %s: %s. Check the path.".formatted(name, SafeText.ofChain(e)), e);
  }

  private static List<ManifestText> directory(String name, Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      List<ManifestText> texts = new ArrayList<>();
      for (Path path : entries.filter(ManifestText::isManifest).sorted().toList()) {
        texts.add(file(name + "/" + path.getFileName(), path));
      }
      return List.copyOf(texts);
    }
  }

  private static boolean isManifest(Path path) {
    String name = String.valueOf(path.getFileName());
    return Files.isRegularFile(path) && ENDINGS.stream().anyMatch(name::endsWith);
  }

  private static ManifestText file(String name, Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new InputException.InvalidManifest(
          "Could not read %s: there is no such file. Check the path.".formatted(name), null);
    }
    try (InputStream stream = Files.newInputStream(path)) {
      return of(name, stream);
    }
  }

  private static ManifestText of(String name, InputStream stream) throws IOException {
    try {
      byte[] bytes = stream.readAllBytes();
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new ManifestText(name, text);
    } catch (CharacterCodingException e) {
      throw new InputException.InvalidManifest(
          "Could not read %s: it is not UTF-8. Save it as UTF-8.".formatted(name), e);
    }
  }
}
