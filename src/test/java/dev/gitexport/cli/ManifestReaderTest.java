package dev.gitexport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gitexport.api.v1alpha1.GitExport;
import dev.gitexport.failure.InputException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ManifestReaderTest {

  private static final String HEAD =
      """
      apiVersion: gitexport.dev/v1alpha1
      kind: GitExport
      metadata:
        name: shop
      spec:
        repository: /srv/shop.git
      """;

  private final List<String> notes = new ArrayList<>();

  private List<Manifest> read(String text) {
    return ManifestReader.read(List.of(new ManifestText("shop.yaml", text)), notes::add);
  }

  private GitExport export(String text) {
    return ((Manifest.Export) read(text).getFirst()).resource();
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    var resource = export(HEAD);

    assertThat(resource.getMetadata().getNamespace()).isEqualTo("default");
    assertThat(resource.getSpec().treeish()).isEqualTo("HEAD");
    assertThat(resource.getSpec().interval().text()).isEqualTo("5m");
    assertThat(resource.getSpec().retention().count()).isEqualTo(5);
    assertThat(resource.getSpec().exportAttributes()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'  retension: {}'|shop.yaml:7:|spec.retension: the field is not known. Did you mean 'retention'?",
        "'  retention: {count: many}'|shop.yaml:7:22|spec.retention.count: \"many\" is not a whole number",
        "'  retention: {count: \"5\"}'|shop.yaml:7:22|spec.retention.count: \"5\" is not a whole number",
        "'  retention: {cuont: 5}'|shop.yaml:7:|spec.retention.cuont: the field is not known. Did you mean 'count'?",
        "'  treeish: 1234567'|shop.yaml:7:12|spec.treeish: 1234567 is not text. Put it in quotes",
        "'  interval: 5 minutes'|shop.yaml:7:13|spec.interval: '5 minutes' is no duration",
        "'  suspend: \"yes\"'|shop.yaml:7:12|spec.suspend: \"yes\" is not true or false",
        "'  sharing: Softlink'|shop.yaml:7:12|Write Auto, Hardlink, Reflink, Copy",
        "'  shared: [{pth: a}]'|shop.yaml:7:|spec.shared[0].pth: the field is not known. Did you mean 'path'?",
        "'  include: all'|shop.yaml:7:12|spec.include: \"all\" is not a list",
        "'  permissions: {fileMode: 0444}'|shop.yaml:7:27|spec.permissions.fileMode: 444 is not text",
        "'  treeish: a\n  treeish: b'|shop.yaml:8:3|spec.treeish: it is there twice",
        "'status: {}\nspce: {}'|shop.yaml:8:1|spce: the field is not known. Did you mean 'spec'?",
        "'  treeish: [a'|shop.yaml:8:|this is no YAML",
      })
  void aMistakeIsNamedWithItsPlace(String lines, String place, String problem) {
    assertThatThrownBy(() -> read(HEAD + lines + "\n"))
        .isInstanceOf(InputException.InvalidManifest.class)
        .hasMessageStartingWith(place)
        .hasMessageContaining(problem);
  }

  @Test
  void severalDocumentsAndListsAreRead() {
    var manifests =
        read(
            HEAD
                + "---\n# nothing\n---\n"
                + HEAD.replace("name: shop", "name: blog")
                + "---\napiVersion: gitexport.dev/v1alpha1\nkind: GitSync\nmetadata: {name: shop}\n"
                + "spec: {repository: /srv/x.git, branch: live, volume: {path: x}}\n"
                + "---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\n");

    assertThat(manifests)
        .extracting(manifest -> LocalResource.label(manifest.resource()))
        .containsExactly("default/shop", "default/blog", "default/shop");
    assertThat(manifests).last().isInstanceOf(Manifest.Sync.class);
    assertThat(notes).singleElement().asString().contains("skipped: Service");
  }

  @Test
  void oneNameIsThereOnce() {
    assertThatThrownBy(() -> read(HEAD + "---\n" + HEAD))
        .hasMessageContaining("shop.yaml:11:9")
        .hasMessageContaining("default/shop is there twice");
  }

  @Test
  void variablesAreNotExpanded() {
    assertThat(export(HEAD.replace("/srv/shop.git", "${HOME}/x")).getSpec().repository())
        .isEqualTo("${HOME}/x");
  }

  @Test
  void anUnknownVersionIsAnError() {
    assertThatThrownBy(() -> read(HEAD.replace("v1alpha1", "v9")))
        .hasMessageContaining("Write gitexport.dev/v1alpha1");
  }

  @Test
  void aRingOfAnchorsIsRefused() {
    assertThatThrownBy(() -> read("a: &a\n  b: *a\n"))
        .isInstanceOf(InputException.InvalidManifest.class);
  }
}
