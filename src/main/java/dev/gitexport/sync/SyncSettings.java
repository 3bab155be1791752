package dev.gitexport.sync;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// How a folder is committed and pushed.
///
/// @param ignore patterns as in `.gitignore`, stronger than those of the folder
/// @param messageTemplate with `{namespace}`, `{name}`, `{added}`, `{modified}`, `{deleted}`
/// @param keepHistory `false`: the branch is always one commit, replaced with a lease
/// @param adopt a folder with content may be joined with a branch that has content
/// @param pushRefspec where else the branch goes, or which ref is deleted
/// @param timeout of all exchanges with the remote in one run
public record SyncSettings(
    List<String> ignore,
    Person author,
    Person committer,
    String messageTemplate,
    OnConflict onConflict,
    SyncLimits limits,
    boolean keepHistory,
    boolean adopt,
    PushRefspec pushRefspec,
    Duration timeout) {

  public static final Person NOBODY = new Person("gitexport", "gitexport@localhost");

  public static final SyncSettings DEFAULT =
      new SyncSettings(
          List.of(),
          NOBODY,
          NOBODY,
          "{name}: {added} added, {modified} modified, {deleted} deleted",
          OnConflict.REPORT,
          SyncLimits.DEFAULT,
          true,
          false,
          PushRefspec.NONE,
          Duration.ofMinutes(2));

  public SyncSettings {
    ignore = List.copyOf(ignore);
  }

  public SyncSettings withIgnore(List<String> patterns) {
    return with(draft -> draft.ignore = patterns);
  }

  public SyncSettings withAuthor(Person person) {
    return with(draft -> draft.author = person);
  }

  public SyncSettings withCommitter(Person person) {
    return with(draft -> draft.committer = person);
  }

  public SyncSettings withMessage(String template) {
    return with(draft -> draft.messageTemplate = template);
  }

  public SyncSettings withOnConflict(OnConflict policy) {
    return with(draft -> draft.onConflict = policy);
  }

  public SyncSettings withLimits(SyncLimits other) {
    return with(draft -> draft.limits = other);
  }

  public SyncSettings withKeepHistory(boolean keep) {
    return with(draft -> draft.keepHistory = keep);
  }

  public SyncSettings withAdopt(boolean join) {
    return with(draft -> draft.adopt = join);
  }

  public SyncSettings withPushRefspec(PushRefspec refspec) {
    return with(draft -> draft.pushRefspec = refspec);
  }

  public SyncSettings withTimeout(Duration longest) {
    return with(draft -> draft.timeout = longest);
  }

  private SyncSettings with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.settings();
  }

  /// The same while one of them is changed.
  private static final class Draft {

    private List<String> ignore;
    private Person author;
    private Person committer;
    private String messageTemplate;
    private OnConflict onConflict;
    private SyncLimits limits;
    private boolean keepHistory;
    private boolean adopt;
    private PushRefspec pushRefspec;
    private Duration timeout;

    Draft(SyncSettings from) {
      ignore = from.ignore;
      author = from.author;
      committer = from.committer;
      messageTemplate = from.messageTemplate;
      onConflict = from.onConflict;
      limits = from.limits;
      keepHistory = from.keepHistory;
      adopt = from.adopt;
      pushRefspec = from.pushRefspec;
      timeout = from.timeout;
    }

    SyncSettings settings() {
      return new SyncSettings(
          ignore,
          author,
          committer,
          messageTemplate,
          onConflict,
          limits,
          keepHistory,
          adopt,
          pushRefspec,
          timeout);
    }
  }
}
