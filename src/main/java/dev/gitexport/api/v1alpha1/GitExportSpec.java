package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to export, when, and where to. A field that is left out has its default after construction;
/// `repository` alone has none.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GitExportSpec(
    @JsonPropertyDescription(
            "Where the repository is: https://, ssh://, or git@host:path. No credentials in it.")
        @Required
        @Size(min = 1, max = 2048)
        @SelectableField
        @ValidationRule(value = Rules.REPOSITORY, message = Rules.REPOSITORY_FORM)
        @ValidationRule(value = Rules.NO_CREDENTIALS, message = Rules.NO_CREDENTIALS_FORM)
        @ValidationRule(value = Rules.NO_QUERY, message = Rules.NO_QUERY_FORM)
        String repository,
    @JsonPropertyDescription(
            "Branch, tag, commit, tree, refs/…, rev~N, rev^{…} or <rev>:<path>, in git's own grammar.")
        @Default(Defaults.TREEISH)
        @Size(min = 1, max = 1024)
        @SelectableField
        String treeish,
    @JsonPropertyDescription("Refs are read below refs/namespaces/<this>/ of that repository.")
        @Size(max = 255)
        String gitNamespace,
    @JsonPropertyDescription("Shallow fetches what the treeish asks for, Full all of the past.")
        @Default("Shallow")
        HistoryDepth history,
    @JsonPropertyDescription(
            "What is fetched beside the treeish, as git's refspecs: [+]source[:destination] or"
                + " ^source. Implies history Full.")
        @Size(max = 64)
        @ValidationRule(value = Rules.REFSPECS_STARS, message = Rules.REFSPECS_STARS_FORM)
        @ValidationRule(value = Rules.REFSPECS_SIDES, message = Rules.REFSPECS_SIDES_FORM)
        @ValidationRule(value = Rules.REFSPECS_NEGATIVE, message = Rules.REFSPECS_NEGATIVE_FORM)
        List<@Size(max = 512) String> refspecs,
    @JsonPropertyDescription(
            "Secret of this namespace with Flux's keys: username and password or bearerToken,"
                + " ca.crt, tls.crt and tls.key; githubAppID, githubAppInstallationID,"
                + " githubAppPrivateKey and githubAppBaseURL; for ssh identity, known_hosts and"
                + " password.")
        @Nullable SecretReference secretRef,
    @JsonPropertyDescription(
            "Secret of this namespace with the proxy to the repository's host: address"
                + " (http://, https:// or socks5://host:port), username and password.")
        @Nullable SecretReference proxySecretRef,
    @JsonPropertyDescription("Signatures without which nothing is exported.")
        @Nullable VerifySpec verify,
    @JsonPropertyDescription(
            "Export submodules too, at the commits that the tree names. They are fetched with the"
                + " same Secret, and from the repository's own scheme, host and port only.")
        @Default("false")
        Boolean recurseSubmodules,
    @JsonPropertyDescription(
            "Export the files that LFS pointers name (filter=lfs in .gitattributes), fetched from the"
                + " repository's own LFS server with the same Secret.")
        @Default("false")
        Boolean lfs,
    @JsonPropertyDescription("gitignore patterns of what is exported; empty means everything.")
        List<String> include,
    @JsonPropertyDescription("gitignore text of what is not.") String ignore,
    @JsonPropertyDescription("Honour export-ignore and export-subst, as git archive does.")
        @Default("true")
        Boolean exportAttributes,
    @JsonPropertyDescription(
            "A symlink that leaves the export: Contained refuses the export, Skip leaves the link"
                + " out, Preserve keeps it.")
        @Default("Contained")
        SymlinkMode symlinks,
    @JsonPropertyDescription("How often the repository is looked at.")
        @Default(Defaults.INTERVAL)
        @Size(max = 32)
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_FORM)
        @ValidationRule(value = Rules.A_SECOND, message = Rules.A_SECOND_FORM)
        GoDuration interval,
    @JsonPropertyDescription("How long one look at the repository and one fetch may take.")
        @Default(Defaults.TIMEOUT)
        @Size(max = 32)
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_FORM)
        @ValidationRule(value = Rules.A_SECOND, message = Rules.A_SECOND_FORM)
        GoDuration timeout,
    @JsonPropertyDescription("True stops all work on this resource; what is published stays.")
        @Default("false")
        Boolean suspend,
    @JsonPropertyDescription(
            "How an unchanged file gets into a new export. Auto is Hardlink, else Reflink, else"
                + " Copy; the others fail rather than degrade.")
        @Default("Auto")
        SharingMode sharing,
    @JsonPropertyDescription("Modes and group of what is exported.") PermissionsSpec permissions,
    @JsonPropertyDescription("Directories that outlive exports.") @Size(max = 64)
        List<SharedDirectory> shared,
    @JsonPropertyDescription("How exports are published.") PublishSpec publish,
    @JsonPropertyDescription("Which published exports stay.") RetentionSpec retention,
    @JsonPropertyDescription("What one export may hold at most.") LimitsSpec limits,
    @JsonPropertyDescription("What becomes of the exports when the resource is deleted.")
        @Default("Retain")
        DeletionPolicy deletionPolicy) {

  public GitExportSpec {
    repository = Defaults.or(repository, "");
    treeish = Defaults.or(treeish, Defaults.TREEISH);
    gitNamespace = Defaults.or(gitNamespace, "");
    history = Defaults.or(history, HistoryDepth.SHALLOW);
    refspecs = Defaults.or(refspecs);
    recurseSubmodules = Defaults.or(recurseSubmodules, false);
    lfs = Defaults.or(lfs, false);
    include = Defaults.or(include);
    ignore = Defaults.or(ignore, "");
    exportAttributes = Defaults.or(exportAttributes, true);
    symlinks = Defaults.or(symlinks, SymlinkMode.CONTAINED);
    interval = Defaults.or(interval, new GoDuration(Defaults.INTERVAL));
    timeout = Defaults.or(timeout, new GoDuration(Defaults.TIMEOUT));
    suspend = Defaults.or(suspend, false);
    sharing = Defaults.or(sharing, SharingMode.AUTO);
    permissions = Defaults.or(permissions, PermissionsSpec.DEFAULT);
    shared = Defaults.or(shared);
    publish = Defaults.or(publish, PublishSpec.DEFAULT);
    retention = Defaults.or(retention, RetentionSpec.DEFAULT);
    limits = Defaults.or(limits, LimitsSpec.DEFAULT);
    deletionPolicy = Defaults.or(deletionPolicy, DeletionPolicy.RETAIN);
  }
}
