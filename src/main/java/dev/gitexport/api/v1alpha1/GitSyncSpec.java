package dev.gitexport.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Which folder is kept in step with which branch, and how. A field that is left out has its
/// default after construction; `repository`, `branch` and `volume` have none.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GitSyncSpec(
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
            "The branch that is pushed to and followed, without refs/heads/. Made when it is missing;"
                + " an empty repository will do.")
        @Required
        @Size(min = 1, max = 255)
        @SelectableField
        @ValidationRule(value = Rules.BRANCH, message = Rules.BRANCH_FORM)
        String branch,
    @JsonPropertyDescription(
            "Pushes elsewhere than to the branch, as in live:refs/heads/review, with a '+' before it"
                + " replacing what is there; or deletes another ref besides, as in :refs/heads/old.")
        @Size(max = 512)
        @ValidationRule(value = Rules.PUSH_REFSPEC, message = Rules.PUSH_REFSPEC_FORM)
        String pushRefspec,
    @JsonPropertyDescription("Refs are those below refs/namespaces/<this>/ of that repository.")
        @Size(max = 255)
        String gitNamespace,
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
    @JsonPropertyDescription("How long all exchanges with the repository in one run may take.")
        @Default(Defaults.TIMEOUT)
        @Size(max = 32)
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_FORM)
        @ValidationRule(value = Rules.A_SECOND, message = Rules.A_SECOND_FORM)
        GoDuration timeout,
    @JsonPropertyDescription("True stops all work on this resource; folder and branch stay.")
        @Default("false")
        Boolean suspend,
    @JsonPropertyDescription("Where the folder is.") @Required WorkFolder volume,
    @JsonPropertyDescription(
            "gitignore text of what is left out, stronger than the folder's own .gitignore files.")
        @Size(max = 65536)
        String ignore,
    @JsonPropertyDescription("How often the folder is scanned and the branch is looked at.")
        @Default(Defaults.SYNC_INTERVAL)
        @Size(max = 32)
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_FORM)
        @ValidationRule(value = Rules.A_SECOND, message = Rules.A_SECOND_FORM)
        GoDuration interval,
    @JsonPropertyDescription(
            "True: changes are heard of at once, as far as the file system tells; what other machines"
                + " write to a network volume is found at the interval.")
        @Default("true")
        Boolean watch,
    @JsonPropertyDescription("Changes are committed after this long without another.")
        @Default(Defaults.QUIET_PERIOD)
        @Size(max = 32)
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_FORM)
        GoDuration quietPeriod,
    @JsonPropertyDescription(
            "Changes are committed not later than this after the first, though there are more.")
        @Default(Defaults.MAX_DELAY)
        @Size(max = 32)
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_FORM)
        GoDuration maxDelay,
    @JsonPropertyDescription(
            "Clone fills an empty folder from the branch, and refuses one with content where the"
                + " branch has content too. Adopt joins both.")
        @Default("Clone")
        Initialisation initialise,
    @JsonPropertyDescription(
            "False: the branch is always one commit without a past, replaced with a lease.")
        @Default("true")
        Boolean keepHistory,
    @JsonPropertyDescription("Who commits, and with what message.") CommitSpec commit,
    @JsonPropertyDescription(
            "When both sides changed the same: Report pushes nothing and says so, Branch pushes the"
                + " folder's side to a branch of its own and follows the other, Ours and Theirs take"
                + " that side in the paths of the conflict. What loses is kept in a ref that status"
                + " names.")
        @Default("Report")
        ConflictPolicy onConflict,
    @JsonPropertyDescription(
            "What goes beyond is not committed, until the annotation gitexport.dev/release lets it"
                + " pass once.")
        SyncLimitsSpec limits,
    @JsonPropertyDescription(
            "What becomes of the folder when the resource is deleted. Delete removes it after"
                + " everything in it was pushed, and not before.")
        @Default("Retain")
        DeletionPolicy deletionPolicy) {

  public GitSyncSpec {
    repository = Defaults.or(repository, "");
    branch = Defaults.or(branch, "");
    pushRefspec = Defaults.or(pushRefspec, "");
    gitNamespace = Defaults.or(gitNamespace, "");
    timeout = Defaults.or(timeout, new GoDuration(Defaults.TIMEOUT));
    suspend = Defaults.or(suspend, false);
    volume = Defaults.or(volume, WorkFolder.NONE);
    ignore = Defaults.or(ignore, "");
    interval = Defaults.or(interval, new GoDuration(Defaults.SYNC_INTERVAL));
    watch = Defaults.or(watch, true);
    quietPeriod = Defaults.or(quietPeriod, new GoDuration(Defaults.QUIET_PERIOD));
    maxDelay = Defaults.or(maxDelay, new GoDuration(Defaults.MAX_DELAY));
    initialise = Defaults.or(initialise, Initialisation.CLONE);
    keepHistory = Defaults.or(keepHistory, true);
    commit = Defaults.or(commit, CommitSpec.DEFAULT);
    onConflict = Defaults.or(onConflict, ConflictPolicy.REPORT);
    limits = Defaults.or(limits, SyncLimitsSpec.DEFAULT);
    deletionPolicy = Defaults.or(deletionPolicy, DeletionPolicy.RETAIN);
  }
}
