import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Credential;
import com.google.cloud.tools.jib.api.CredentialRetriever;
import com.google.cloud.tools.jib.api.DescriptorDigest;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.event.EventHandlers;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import com.google.cloud.tools.jib.hash.Digests;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import com.google.cloud.tools.jib.image.json.V22ManifestListTemplate;
import com.google.cloud.tools.jib.image.json.V22ManifestListTemplate.ManifestDescriptorTemplate;
import com.google.cloud.tools.jib.image.json.V22ManifestTemplate;
import com.google.cloud.tools.jib.registry.RegistryClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Pushes docker-archives to a registry, as they are: one as the image, more of them with their platforms at the end of its tag, and an index of
/// them as the image. Credentials are those of `docker login`, or of what `docker login` asks.
///
/// usage: java -cp JIB PushImage.java IMAGE ARCHIVE...
class PushImage {

  private static final Pattern ARCHITECTURE = Pattern.compile("\"architecture\": *\"(\\w+)\"");

  private final ImageReference image;
  private final List<CredentialRetriever> credentials;

  private PushImage(ImageReference image) throws IOException {
    var retrievers = CredentialRetrieverFactory.forImage(image, event -> {});
    this.image = image;
    this.credentials = List.of(dockerConfig(retrievers), retrievers.wellKnownCredentialHelpers());
  }

  /// Where `docker` itself looks for it.
  private static CredentialRetriever dockerConfig(CredentialRetrieverFactory retrievers) {
    var directory = System.getenv("DOCKER_CONFIG");
    return directory == null ? retrievers.dockerConfig() : retrievers.dockerConfig(Path.of(directory, "config.json"));
  }

  public static void main(String[] arguments) throws Exception {
    var image = ImageReference.parse(arguments[0]);
    var archives = List.of(arguments).subList(1, arguments.length).stream().map(Path::of).toList();
    var pushed = new PushImage(image).push(archives);
    System.out.println(image + " is " + pushed);
  }

  private DescriptorDigest push(List<Path> archives) throws Exception {
    if (archives.size() == 1) {
      return push(archives.getFirst(), architecture(archives.getFirst()), image);
    }
    var registry = registry();
    var index = new V22ManifestListTemplate();
    for (Path archive : archives) {
      var architecture = architecture(archive);
      var digest = push(archive, architecture, ImageReference.of(image.getRegistry(), image.getRepository(), image.getTag().orElseThrow() + "-" + architecture));
      var manifest = registry.pullManifest(digest.toString(), V22ManifestTemplate.class).getManifest();
      var entry = new ManifestDescriptorTemplate();
      entry.setMediaType(manifest.getManifestMediaType());
      entry.setDigest(digest.toString());
      entry.setSize(Digests.computeDigest(manifest).getSize());
      entry.setPlatform(architecture, "linux");
      index.addManifest(entry);
    }
    return registry.pushManifest(index, image.getTag().orElseThrow());
  }

  private DescriptorDigest push(Path archive, String architecture, ImageReference target) throws Exception {
    var registry = RegistryImage.named(target);
    credentials.forEach(registry::addCredentialRetriever);
    return Jib.from(TarImage.at(archive))
        .setPlatforms(Set.of(new Platform(architecture, "linux")))
        .containerize(
            Containerizer.to(registry)
                .setToolName("gitexport")
                .setAllowInsecureRegistries(isOfThisMachine()))
        .getDigest();
  }

  private RegistryClient registry() throws Exception {
    var http = new FailoverHttpClient(isOfThisMachine(), false, event -> {});
    var factory = RegistryClient.factory(EventHandlers.builder().build(), image.getRegistry(), image.getRepository(), http);
    var credential = credential();
    credential.ifPresent(factory::setCredential);
    var client = factory.newRegistryClient();
    if (!client.doPushBearerAuth() && credential.isPresent()) {
      client.configureBasicAuth();
    }
    return client;
  }

  private Optional<Credential> credential() throws Exception {
    for (var retriever : credentials) {
      var found = retriever.retrieve();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /// As its configuration says.
  private static String architecture(Path archive) throws Exception {
    var tar = new ProcessBuilder("tar", "-xOf", archive.toString(), "config.json").start();
    var architecture = ARCHITECTURE.matcher(new String(tar.getInputStream().readAllBytes()));
    if (tar.waitFor() != 0 || !architecture.find()) {
      throw new IOException(archive + " says of no architecture");
    }
    return architecture.group(1);
  }

  /// Only such a registry is spoken to without TLS.
  private boolean isOfThisMachine() {
    return image.getRegistry().matches("(localhost|127\\.0\\.0\\.1)(:\\d+)?");
  }
}
