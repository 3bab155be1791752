package dev.gitexport.sync;

import java.time.Duration;
import java.util.List;

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

  public SyncSettings withAuthor(Person person) {
    return new SyncSettings(
        ignore,
        person,
        committer,
        messageTemplate,
        onConflict,
        limits,
        keepHistory,
        adopt,
        pushRefspec,
        timeout);
  }

  public SyncSettings withCommitter(Person person) {
    return new SyncSettings(
        ignore,
        author,
        person,
        messageTemplate,
        onConflict,
        limits,
        keepHistory,
        adopt,
        pushRefspec,
        timeout);
  }

  public SyncSettings withMessage(String message) {
    return new SyncSettings(
        ignore,
        author,
        committer,
        message,
        onConflict,
        limits,
        keepHistory,
        adopt,
        pushRefspec,
        timeout);
  }

  public SyncSettings withOnConflict(OnConflict policy) {
    return new SyncSettings(
        ignore,
        author,
        committer,
        messageTemplate,
        policy,
        limits,
        keepHistory,
        adopt,
        pushRefspec,
        timeout);
  }

  public SyncSettings withKeepHistory(boolean keep) {
    return new SyncSettings(
        ignore,
        author,
        committer,
        messageTemplate,
        onConflict,
        limits,
        keep,
        adopt,
        pushRefspec,
        timeout);
  }

  public SyncSettings withAdopt(boolean join) {
    return new SyncSettings(
        ignore,
        author,
        committer,
        messageTemplate,
        onConflict,
        limits,
        keepHistory,
        join,
        pushRefspec,
        timeout);
  }

  public SyncSettings withIgnore(List<String> patterns) {
    return new SyncSettings(
        patterns,
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

  public SyncSettings withLimits(SyncLimits other) {
    return new SyncSettings(
        ignore,
        author,
        committer,
        messageTemplate,
        onConflict,
        other,
        keepHistory,
        adopt,
        pushRefspec,
        timeout);
  }

  public SyncSettings withPushRefspec(PushRefspec refspec) {
    return new SyncSettings(
        ignore,
        author,
        committer,
        messageTemplate,
        onConflict,
        limits,
        keepHistory,
        adopt,
        refspec,
        timeout);
  }

  public SyncSettings withTimeout(Duration longest) {
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
        longest);
  }
}
