package dev.gitexport.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTree;

/// Objects by their id: in full, abbreviated, or at the end of what git describe prints.
final class ObjectNames {

  private static final Pattern FULL = Pattern.compile("[0-9a-fA-F]{40}");
  private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-fA-F]{4,40}");
  private static final Pattern DESCRIBED = Pattern.compile(".+-g([0-9a-fA-F]{4,40})");

  private final VerifiedObjects objects;
  private final IdAccess access;
  private final Lookup lookup;

  ObjectNames(VerifiedObjects objects, IdAccess access, Lookup lookup) {
    this.objects = objects;
    this.access = access;
    this.lookup = lookup;
  }

  static boolean isFull(String name) {
    return FULL.matcher(name).matches();
  }

  static boolean isAbbreviated(String name) {
    return ABBREVIATED.matcher(name).matches();
  }

  /// Whether history may hold a commit of this name that no ref has.
  static boolean mayBeAbbreviated(String name) {
    return isAbbreviated(name) || DESCRIBED.matcher(name).matches();
  }

  ObjectId full(String name) throws IOException {
    ObjectId id = ObjectId.fromString(name.toLowerCase(Locale.ROOT));
    if (!objects.has(id) || !access.admits(objects.reader(), id)) {
      throw lookup.notFound(
          "there is no object %s".formatted(id.name()),
          "Check the id, or fetch the branch that holds it");
    }
    return id;
  }

  /// @param commitOnly when only a commit can go before what follows
  Optional<ObjectId> abbreviated(String name, boolean commitOnly) throws IOException {
    Matcher described = DESCRIBED.matcher(name);
    if (described.matches()) {
      Optional<ObjectId> commit = unique(described.group(1), true);
      if (commit.isPresent()) {
        return commit;
      }
    }
    return isAbbreviated(name) ? unique(name, commitOnly) : Optional.empty();
  }

  private Optional<ObjectId> unique(String hex, boolean commitOnly) throws IOException {
    List<ObjectId> candidates = candidates(hex);
    if (candidates.size() <= 1) {
      return candidates.stream().findFirst();
    }
    List<ObjectId> fitting = new ArrayList<>();
    for (ObjectId candidate : candidates) {
      if (fits(candidate, commitOnly)) {
        fitting.add(candidate);
      }
    }
    if (fitting.size() == 1) {
      return Optional.of(fitting.getFirst());
    }
    throw lookup.notFound(
        "the abbreviation '%s' is ambiguous, it could be %s".formatted(hex, listed(candidates)),
        "Write more digits");
  }

  private List<ObjectId> candidates(String hex) throws IOException {
    var admitted = new ArrayList<ObjectId>();
    var prefix = AbbreviatedObjectId.fromString(hex.toLowerCase(Locale.ROOT));
    for (ObjectId id : objects.reader().resolve(prefix)) {
      if (access.admits(objects.reader(), id)) {
        admitted.add(id);
      }
    }
    return admitted;
  }

  private boolean fits(ObjectId candidate, boolean commitOnly) throws IOException {
    RevObject peeled = objects.peeled(objects.object(candidate));
    return peeled instanceof RevCommit || (!commitOnly && peeled instanceof RevTree);
  }

  private String listed(List<ObjectId> candidates) throws IOException {
    var lines = new ArrayList<String>();
    for (ObjectId id : candidates.subList(0, Math.min(5, candidates.size()))) {
      lines.add(Constants.typeString(objects.object(id).getType()) + " " + id.name());
    }
    return lines.stream().sorted().collect(Collectors.joining(", "))
        + (candidates.size() > 5 ? " and %d more".formatted(candidates.size() - 5) : "");
  }
}
