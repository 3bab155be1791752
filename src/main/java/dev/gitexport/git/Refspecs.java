package dev.gitexport.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/// What a fetch brings and under which names, in git's whole grammar (git-fetch(1)).
public final class Refspecs {

  private final List<Refspec> positive;
  private final List<Refspec> negative;

  private Refspecs(List<Refspec> all) {
    this.positive = all.stream().filter(spec -> !spec.negative()).toList();
    this.negative = all.stream().filter(Refspec::negative).toList();
  }

  /// @throws InvalidRefspec naming the one that is wrong, and why
  public static Refspecs parse(List<String> texts) {
    var specs = new Refspecs(texts.stream().map(Refspec::parse).toList());
    if (specs.positive.isEmpty()) {
      throw new InvalidRefspec(
          String.join(" ", texts), "something has to be named before others take from it");
    }
    return specs;
  }

  /// One ref or object to be kept.
  ///
  /// @param source its name at the remote, or its id
  /// @param destination where it is kept
  record Tip(String source, String destination, ObjectId id, boolean force) {}

  /// @throws GitException.TreeishNotFound when one names a ref that the remote does not have
  /// @throws GitException.RepositoryUnreachable when two refs want one place
  List<Tip> tips(RemoteRefs look) throws IOException {
    var tips = new LinkedHashMap<String, Tip>();
    for (Refspec spec : positive) {
      for (Tip tip : tips(spec, look)) {
        Tip former = tips.putIfAbsent(tip.destination(), tip);
        if (former != null && !former.source().equals(tip.source())) {
          throw new GitException.RepositoryUnreachable(
              "Could not fetch both %s and %s of %s to %s: a ref names one object. Give them different destinations."
                  .formatted(former.source(), tip.source(), look.source().url(), tip.destination()),
              null);
        }
      }
    }
    return List.copyOf(tips.values());
  }

  private List<Tip> tips(Refspec spec, RemoteRefs look) throws IOException {
    if (ObjectNames.isFull(spec.source())) {
      String id = spec.source().toLowerCase(Locale.ROOT);
      String destination = spec.destination().isEmpty() ? Want.commitRef(id) : spec.destination();
      return List.of(new Tip(id, destination, ObjectId.fromString(id), spec.force()));
    }
    var names = spec.isPattern() ? look.names() : List.of(named(spec, look));
    var tips = new ArrayList<Tip>();
    for (String name : names) {
      Optional<ObjectId> id = look.id(name);
      if (id.isPresent() && spec.names(name) && negative.stream().noneMatch(n -> n.names(name))) {
        tips.add(new Tip(name, spec.destinationOf(name), id.get(), spec.force()));
      }
    }
    return tips;
  }

  private static String named(Refspec spec, RemoteRefs look) throws IOException {
    Ref ref =
        new RefNames(look)
            .find(spec.source())
            .orElseThrow(() ->
                new GitException.TreeishNotFound(
                    "Could not fetch '%s' from %s: the remote has no such ref. Run `git ls-remote` to see what it has."
                        .formatted(spec.text(), look.source().url()),
                    null));
    return ref.getName().substring(look.source().namespace().refPrefix().length());
  }
}
