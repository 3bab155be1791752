import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.nio.file.Path;

/// Pushes a docker-archive to a registry, as it is. Credentials are those of `docker login`, or of what `docker login` asks.
///
/// usage: java -cp JIB PushImage.java ARCHIVE IMAGE
class PushImage {

  public static void main(String[] arguments) throws Exception {
    var image = ImageReference.parse(arguments[1]);
    var credentials = CredentialRetrieverFactory.forImage(image, event -> {});
    var registry =
        RegistryImage.named(image)
            .addCredentialRetriever(credentials.dockerConfig())
            .addCredentialRetriever(credentials.wellKnownCredentialHelpers());
    var pushed =
        Jib.from(TarImage.at(Path.of(arguments[0])))
            .containerize(
                Containerizer.to(registry)
                    .setToolName("gitexport")
                    .setAllowInsecureRegistries(isOfThisMachine(image)));
    System.out.println(image + " is " + pushed.getDigest());
  }

  /// Only such a registry is spoken to without TLS.
  private static boolean isOfThisMachine(ImageReference image) {
    return image.getRegistry().matches("(localhost|127\\.0\\.0\\.1)(:\\d+)?");
  }
}
