package dev.gitexport.git;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.RemoteRefUpdate;

/// What a server answered to the update of one ref, in its own words: the protocol knows no codes,
/// so that words are all there is.
///
/// @param word of the answer itself
/// @param messages that it had for people
record PushAnswer(RemoteRefUpdate.Status status, String word, String messages) {

  private static final int MOST_MESSAGES = 500;

  /// git-receive-pack of git and JGit when another push was first.
  private static final Pattern LOST =
      Pattern.compile(
          "fetch first|stale info|but expected|unable to lock|cannot lock|failed to lock"
              + "|failed to update ref|lock error|reference already exists");

  /// In order: the hook of a hosted git protects branches too.
  private static final Map<Push.Rule, Pattern> RULES =
      new EnumMap<>(
          Map.of(
              Push.Rule.PROTECTED, Pattern.compile("protected"),
              Push.Rule.HOOK, Pattern.compile("hook"),
              Push.Rule.FAST_FORWARD_ONLY, Pattern.compile("non-fast.forward"),
              Push.Rule.NO_DELETION, Pattern.compile("delet"),
              Push.Rule.CHECKED_OUT, Pattern.compile("checked out|current branch")));

  static PushAnswer of(RemoteRefUpdate update, String messages) {
    String word = String.valueOf(update.getMessage());
    return new PushAnswer(update.getStatus(), word, messages.strip());
  }

  Push.Result result() throws TransportException {
    return switch (status) {
      case OK, UP_TO_DATE, NON_EXISTING -> new Push.Result.Done();
      case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> new Push.Result.Moved();
      case REJECTED_OTHER_REASON -> rejected();
      case REJECTED_NODELETE ->
          new Push.Result.Refused(Push.Rule.NO_DELETION, "refs may not be deleted");
      case NOT_ATTEMPTED, AWAITING_REPORT -> throw new TransportException("the other side gave up");
    };
  }

  private Push.Result rejected() {
    String all = (word + '\n' + messages).toLowerCase(Locale.ROOT);
    if (LOST.matcher(word.toLowerCase(Locale.ROOT)).find()) {
      return new Push.Result.Moved();
    }
    Push.Rule rule =
        RULES.entrySet().stream()
            .filter(known -> known.getValue().matcher(all).find())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(Push.Rule.OTHER);
    return new Push.Result.Refused(rule, words());
  }

  private String words() {
    String more = messages.replaceAll("\\s+", " ");
    String cut = more.length() > MOST_MESSAGES ? more.substring(0, MOST_MESSAGES) + "…" : more;
    return cut.isEmpty() ? word : word + ": " + cut;
  }
}
